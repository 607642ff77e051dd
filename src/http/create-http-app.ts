import { Hono, type MiddlewareHandler } from 'hono';
import { methodNotAllowed } from 'hono/method-not-allowed';
import type { IssueStore } from '../issues/issue-store.ts';
import { isLoopbackUrl, type Newsletter } from '../issues/newsletter.ts';
import type { TokenSigner } from '../links/tokens.ts';
import { createCurrentLook } from '../look/current-look.ts';
import type { LookStore } from '../look/look-store.ts';
import type { EventTally } from '../provider-events/event-tally.ts';
import type { Clock } from '../shared/clock.ts';
import { AppError } from '../shared/errors.ts';
import type { NetworkRange } from '../shared/network-address.ts';
import type { SignUpKeys } from '../subscribers/sign-ups/sign-up-store.ts';
import type { SignUpWriter } from '../subscribers/sign-ups/sign-up-writer.ts';
import type { SubscriberStore } from '../subscribers/subscriber-store.ts';
import { clientAddress } from './client-address.ts';
import { type ComparisonApiDeps, comparisonApi } from './comparison-api.ts';
import { health } from './health.ts';
import { routeOfLink } from './link-path.ts';
import type { Metrics } from './metrics.ts';
import { openApi } from './openapi/openapi.ts';
import { shareWithSites } from './origins.ts';
import { archive } from './pages/archive/archive.ts';
import { feeds } from './pages/archive/feeds.ts';
import { issueImage } from './pages/archive/issue-image.ts';
import { issuePage } from './pages/archive/issue-page.ts';
import { createFindNewestIssue } from './pages/archive/newest-issue.ts';
import { siteMap } from './pages/archive/site-map.ts';
import { assets } from './pages/assets.ts';
import { confirmPages } from './pages/email-links/confirm.ts';
import { lostLinkPages } from './pages/email-links/lost-link.ts';
import { ownDataPages } from './pages/email-links/own-data.ts';
import { preferencesPages } from './pages/email-links/preferences.ts';
import { unsubscribePages } from './pages/email-links/unsubscribe.ts';
import { lookRoutes, withCurrentLook } from './pages/look.ts';
import { createAnswerProblem } from './pages/problem-page.ts';
import { securityHeaders } from './pages/security-headers.ts';
import { withCurrentSettings } from './pages/settings.ts';
import { embed } from './pages/sign-up/embed.ts';
import { signUpPages } from './pages/sign-up/sign-up.ts';
import { createSite } from './pages/site.ts';
import { withoutTrailingSlash } from './pages/trailing-slash.ts';
import type { Problem } from './problem.ts';
import { type ProviderWebhookDeps, providerWebhook } from './provider-webhook.ts';
import { type BasePath, createBasePath } from './public-folder.ts';
import type { SignUpChecks } from './sign-up-checks/sign-up-checks.ts';
import type { SignUpTally } from './sign-up-tally.ts';
import { studio } from './studio/studio.ts';
import type { StudioParts } from './studio/studio-deps.ts';

export interface HttpDeps {
  /** Read at each use, like the time zone: an owner may change them while the program runs. */
  newsletter: Newsletter;
  /** The time zone of dates on pages, and of dates without a time. */
  timezone: string;
  /** Reads settings again if they were changed since; called before each request. */
  refreshSettings?: () => Promise<void>;
  /** Other origins whose pages may submit the sign-up form and be redirected to. */
  allowedOrigins: readonly string[];
  /** Mail stays in the studio's test mailbox. */
  keepsMail?: boolean;
  /** Proxies whose `X-Forwarded-For` we trust. */
  trustedProxies: readonly NetworkRange[];
  clock: Clock;
  comparisonStore: ComparisonApiDeps['comparisonStore'];
  lookStore: Pick<LookStore, 'readLook' | 'readRevision' | 'readLogo'>;
  issueStore: Pick<
    IssueStore,
    'listPublicIssues' | 'publicNeighbours' | 'readFrozenIssue' | 'readPublicImage'
  >;
  subscriberStore: Pick<
    SubscriberStore,
    'changeOwn' | 'confirm' | 'erase' | 'findLink' | 'findOwnData' | 'findSubscriber' | 'requestDataLink'
  >;
  signer: TokenSigner;
  /** The first signs, all verify. */
  signingSecrets: readonly string[];
  signUpKeys: SignUpKeys;
  signUpWriter: SignUpWriter;
  signUpTally: SignUpTally;
  signUpChecks: SignUpChecks;
  /** Null closes the API to everyone. */
  apiToken: string | null;
  /** Null if no signing secret is set, so that nothing could be verified. */
  receive: ProviderWebhookDeps['receive'];
  tally: EventTally;
  metrics: Metrics;
  /** Why the program cannot do its work right now; null if it can. */
  readiness: () => Promise<string | null>;
  /** Called when a request fails through our own fault. */
  onError: (error: unknown) => void;
  /** Called with the origin of a page whose form was refused. */
  onForeignOrigin?: (origin: string) => void;
  /** Called for each API request with a missing or wrong token. */
  onWrongToken?: () => void;
  /** See `ComparisonApiDeps`. */
  onComparisonsSaved?: () => Promise<void>;
  studio?: StudioParts;
}

/** What a failure of the database is to a visitor: not a fault of this page. */
const UNAVAILABLE: Problem = {
  status: 503,
  title: 'We will be back in a moment',
  detail:
    'Our database does not answer right now. Wait a minute, then try again; if you sent a form, send it again.',
};

const RETRY_AFTER_SECONDS = 30;

function isOutage(error: unknown): boolean {
  return error instanceof AppError && error.code === 'storage';
}

/** Recognizes a link from an email even after email programs have mangled it. */
function routeIn(request: Request, publicFolder: BasePath): string {
  const path = publicFolder.routeOf(request);
  return routeOfLink(path) ?? path;
}

const NOTHING_HERE: Problem = { status: 404, title: 'There is nothing here' };

/** The whole HTTP interface. It never listens: see `listen.ts`. */
export function createHttpApp(deps: HttpDeps): Hono {
  const {
    allowedOrigins,
    trustedProxies,
    clock,
    comparisonStore,
    issueStore,
    lookStore,
    subscriberStore,
    signer,
    signingSecrets,
    signUpKeys,
    signUpWriter,
    signUpTally,
    signUpChecks,
    apiToken,
    receive,
    tally,
    metrics,
    readiness,
    onError,
    onForeignOrigin = () => undefined,
    onWrongToken = () => undefined,
    onComparisonsSaved = () => Promise.resolve(),
    studio: studioParts,
    refreshSettings,
  } = deps;
  const currentLook = createCurrentLook(lookStore);
  const look = () => currentLook.read().look;
  const site = createSite({
    get newsletter() {
      return deps.newsletter;
    },
    get timezone() {
      return deps.timezone;
    },
    allowedOrigins,
    hasTestMailbox: deps.keepsMail === true && isLoopbackUrl(deps.newsletter.publicUrl),
    look,
  });
  const publicFolder = createBasePath(site.newsletter.publicUrl, () => app.routes);
  const app: Hono = new Hono({ getPath: (request) => routeIn(request, publicFolder) });
  const answerProblem = createAnswerProblem(site);
  app.use(securityHeaders(site), withoutTrailingSlash(site), clientAddress(trustedProxies));
  // No row has it in a key, and PostgreSQL refuses to look for it.
  const refuseNul: MiddlewareHandler = async (context, next) =>
    context.req.path.includes('%00') ? answerProblem(context, NOTHING_HERE) : next();
  for (const path of ['/issues/*', '/studio/*']) app.use(path, refuseNul);
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed: (context, methods) => {
        const allow = { Allow: methods.join(', ') };
        if (context.req.method === 'OPTIONS') return context.body(null, 204, allow);
        return answerProblem(context, { status: 405, title: 'Method not allowed' }, allow);
      },
    }),
  );
  app.use('/subscribe/*', shareWithSites(site));
  // A check of whether the process is up must not wait for the database.
  app.route('/', health({ readiness, metrics, onError }));
  // Before what is read again for each request: events need neither settings nor a look, and come by the thousand.
  app.route('/', providerWebhook({ receive, tally }));
  if (refreshSettings !== undefined) app.use(withCurrentSettings(refreshSettings));
  app.use(withCurrentLook(currentLook));
  const findNewestIssue = createFindNewestIssue(issueStore, site);
  const ownPages = {
    signer,
    subscriberStore,
    signUpKeys,
    clock,
    site,
    answerProblem,
    findNewestIssue,
  };
  const signUps = {
    signUpWriter,
    signUpTally,
    signUpChecks,
    findNewestIssue,
    clock,
    site,
    answerProblem,
    onForeignOrigin,
  };
  app
    .route('/', comparisonApi({ apiToken, site, comparisonStore, clock, onWrongToken, onComparisonsSaved }))
    .route('/', openApi())
    .route('/', archive({ issueStore, signUpChecks, site, answerProblem }))
    .route('/', issuePage({ issueStore, signUpChecks, site, answerProblem }))
    .route('/', issueImage({ issueStore, answerProblem }))
    .route('/', feeds({ issueStore, site }))
    .route('/', siteMap({ issueStore, site }))
    .route('/', assets())
    .route('/', lookRoutes({ lookStore, site }))
    .route('/', lostLinkPages(signUps))
    .route('/', unsubscribePages(ownPages))
    .route('/', preferencesPages(ownPages))
    .route('/', signUpPages(signUps))
    .route('/', embed({ site }))
    .route('/', confirmPages(ownPages))
    .route('/', ownDataPages({ subscriberStore, signingSecrets, clock, site, answerProblem }));
  if (studioParts !== undefined) app.route('/', studio(studioParts, { site, answerProblem, publicFolder }));
  app.notFound((context) => answerProblem(context, NOTHING_HERE));
  app.onError((error, context) => {
    onError(error);
    return isOutage(error)
      ? answerProblem(context, UNAVAILABLE, { 'Retry-After': String(RETRY_AFTER_SECONDS) })
      : answerProblem(context, { status: 500, title: 'Something went wrong' });
  });
  return app;
}
