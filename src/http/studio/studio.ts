import { Hono } from 'hono';
import type { AnswerProblem } from '../pages/problem-page.ts';
import type { Site } from '../pages/site.ts';
import type { BasePath } from '../public-folder.ts';
import { createAuditLog } from './access/audit-log.ts';
import { reauthentication } from './access/reauthentication.ts';
import { signIn } from './access/sign-in.ts';
import { signInsPage } from './access/sign-ins-page.ts';
import { studioGate } from './access/studio-gate.ts';
import { createSessions } from './access/studio-session.ts';
import { issueActions } from './actions/issue-actions.ts';
import { comparisonSection } from './comparisons/comparisons.ts';
import { edit } from './edit/edit.ts';
import { createChangeWatch } from './frame/change-watch.ts';
import { studioAssets } from './frame/studio-assets.ts';
import type { StudioEnv } from './frame/studio-env.ts';
import { studioEvents } from './frame/studio-events.ts';
import { studioHeaders } from './frame/studio-headers.ts';
import { issueDetail } from './issues/issue-detail.ts';
import { issueDownloads } from './issues/issue-downloads.ts';
import { issueFailures } from './issues/issue-failures.ts';
import { issueList } from './issues/issue-list.ts';
import { lookPages } from './look/look-pages.ts';
import { home } from './next-issue/home.ts';
import { removeSamples } from './next-issue/remove-samples.ts';
import { samples } from './next-issue/samples.ts';
import { outboxPages } from './outbox/outbox-pages.ts';
import { previewRoutes } from './preview/preview-routes.ts';
import { createPreviewReader } from './preview/read-preview.ts';
import { settingsPages } from './settings/settings-pages.ts';
import type { StudioDeps, StudioParts } from './studio-deps.ts';
import { subscriberSection } from './subscribers/subscribers.ts';

/** The editors' pages under `/studio`; `studio-gate.ts` decides who is let in. */
export function studio(
  parts: StudioParts,
  { site, answerProblem, publicFolder }: { site: Site; answerProblem: AnswerProblem; publicFolder: BasePath },
): Hono<StudioEnv> {
  const { config, signingSecrets: secrets, clock, studioStore } = parts;
  const isSecure = config.newsletter.publicUrl.startsWith('https:');
  const password = config.studioPassword;
  const deps: StudioDeps = {
    ...parts,
    site,
    answerProblem,
    publicFolder,
    changes: createChangeWatch(parts),
    sessions: createSessions({ studioStore, password, secrets, isSecure, clock }),
    record: createAuditLog(parts),
    readPreview: createPreviewReader(parts),
  };
  deps.templates.onChange(deps.changes.notify);
  return new Hono<StudioEnv>()
    .use('/studio/*', studioHeaders(), studioGate(deps))
    .route('/', signIn(deps))
    .route('/', reauthentication(deps))
    .route('/', signInsPage(deps))
    .route('/', studioAssets())
    .route('/', studioEvents(deps))
    .route('/', subscriberSection(deps))
    .route('/', comparisonSection(deps))
    .route('/', outboxPages(deps))
    .route('/', lookPages(deps))
    .route('/', settingsPages(deps))
    .route('/', previewRoutes(deps))
    .route('/', home(deps))
    .route('/', samples(deps))
    .route('/', removeSamples(deps))
    .route('/', edit(deps))
    .route('/', issueList(deps))
    .route('/', issueActions(deps))
    .route('/', issueFailures(deps))
    .route('/', issueDownloads(deps))
    .route('/', issueDetail(deps));
}
