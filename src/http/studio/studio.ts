import { Hono } from 'hono';
import type { AnswerProblem } from '../pages/problem-page.ts';
import type { Site } from '../pages/site.ts';
import type { PublicFolder } from '../public-folder.ts';
import { createChangeWatch } from './change-watch.ts';
import { edit } from './edit.ts';
import { issueActions } from './issue-actions.ts';
import { issueDetail } from './issue-detail.ts';
import { issueFailures } from './issue-failures.ts';
import { issueList } from './issue-list.ts';
import { outboxPages } from './outbox-pages.ts';
import { passwordAgain } from './password-again.ts';
import { previewParts } from './preview-parts.ts';
import { createPreviewReader } from './read-preview.ts';
import { signIn } from './sign-in.ts';
import { signInsPage } from './sign-ins-page.ts';
import { studioAssets } from './studio-assets.ts';
import type { StudioDeps, StudioEnv, StudioParts } from './studio-deps.ts';
import { studioEvents } from './studio-events.ts';
import { studioGate } from './studio-gate.ts';
import { studioHeaders } from './studio-headers.ts';
import { createStudioRecord } from './studio-record.ts';
import { createSessions } from './studio-session.ts';
import { subscriberSection } from './subscribers.ts';
import { thisWeek } from './this-week.ts';

/** The editors' pages, below `/studio`: see `studio-gate.ts` for who is let in. */
export function studio(
  parts: StudioParts & { site: Site; answerProblem: AnswerProblem; publicFolder: PublicFolder },
): Hono<StudioEnv> {
  const { config, signingSecrets: secrets, clock, studioStore } = parts;
  const isSecure = config.newsletter.publicUrl.startsWith('https:');
  const password = config.studioPassword;
  const deps: StudioDeps = {
    ...parts,
    changes: createChangeWatch(parts),
    sessions: createSessions({ studioStore, password, secrets, isSecure, clock }),
    record: createStudioRecord(parts),
  };
  deps.templates.onChange(deps.changes.tell);
  const readPreview = createPreviewReader(deps);
  return new Hono<StudioEnv>()
    .use('/studio/*', studioHeaders(), studioGate(deps))
    .route('/', signIn(deps))
    .route('/', passwordAgain(deps))
    .route('/', signInsPage(deps))
    .route('/', studioAssets())
    .route('/', studioEvents(deps))
    .route('/', subscriberSection(deps))
    .route('/', outboxPages(deps))
    .route('/', previewParts({ ...deps, readPreview }))
    .route('/', thisWeek({ ...deps, readPreview }))
    .route('/', edit({ ...deps, readPreview }))
    .route('/', issueList(deps))
    .route('/', issueActions(deps))
    .route('/', issueFailures(deps))
    .route('/', issueDetail(deps));
}
