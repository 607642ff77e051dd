import { Hono } from 'hono';
import { methodNotAllowed } from 'hono/method-not-allowed';
import type { NetworkRange } from '../shared/network-address.ts';
import { clientAddress } from './client-address.ts';
import { type ComparisonApiDeps, comparisonApi } from './comparison-api.ts';
import { type HealthDeps, health } from './health.ts';
import { routeOfLink } from './link-path.ts';
import { openApi } from './openapi/openapi.ts';
import { shareWithSites } from './origins.ts';
import { type ConfirmPagesDeps, confirmPages } from './pages/confirm.ts';
import { embed } from './pages/embed.ts';
import { lostLinkPages } from './pages/lost-link.ts';
import { type OwnDataPagesDeps, ownDataPages } from './pages/own-data.ts';
import { type PreferencesDeps, preferencesPages } from './pages/preferences.ts';
import { createAnswerProblem } from './pages/problem-page.ts';
import { type PublicPagesDeps, publicPages } from './pages/public-pages.ts';
import { securityHeaders } from './pages/security-headers.ts';
import { type SignUpPagesDeps, signUpPages } from './pages/sign-up.ts';
import { createSite, type SiteDeps } from './pages/site.ts';
import { withoutTrailingSlash } from './pages/trailing-slash.ts';
import { unsubscribePages } from './pages/unsubscribe.ts';
import { type ProviderWebhookDeps, providerWebhook } from './provider-webhook.ts';
import { createPublicFolder, type PublicFolder } from './public-folder.ts';
import { studio } from './studio/studio.ts';
import type { StudioParts } from './studio/studio-deps.ts';

export interface HttpDeps
  extends HealthDeps,
    ProviderWebhookDeps,
    ComparisonApiDeps,
    SiteDeps,
    Omit<PreferencesDeps, 'site' | 'answerProblem'>,
    Omit<SignUpPagesDeps, 'site' | 'answerProblem'>,
    Omit<OwnDataPagesDeps, 'site' | 'answerProblem'> {
  /** Proxies whose `X-Forwarded-For` we trust. */
  trustedProxies: readonly NetworkRange[];
  comparisonStore: ComparisonApiDeps['comparisonStore'];
  issueStore: PublicPagesDeps['issueStore'];
  subscriberStore: PreferencesDeps['subscriberStore'] &
    ConfirmPagesDeps['subscriberStore'] &
    OwnDataPagesDeps['subscriberStore'];
  studio?: StudioParts;
}

/** Recognizes a link from an email even after email programs have mangled it. */
function routeIn(request: Request, publicFolder: PublicFolder): string {
  const path = publicFolder.routeOf(request);
  return routeOfLink(path) ?? path;
}

/** The whole HTTP interface. It never listens: see `listen.ts`. */
export function createHttpApp(deps: HttpDeps): Hono {
  const site = createSite(deps);
  const publicFolder = createPublicFolder(deps.newsletter.publicUrl, () => app.routes);
  const app: Hono = new Hono({ getPath: (request) => routeIn(request, publicFolder) });
  const answerProblem = createAnswerProblem(site);
  app.use(securityHeaders(site), withoutTrailingSlash(site), clientAddress(deps.trustedProxies));
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
  app.route('/', health(deps));
  app.route('/', providerWebhook(deps));
  app.route('/', comparisonApi(deps));
  app.route('/', openApi());
  app.route('/', publicPages({ ...deps, site, answerProblem }));
  app.route('/', lostLinkPages({ ...deps, site, answerProblem }));
  app.route('/', unsubscribePages({ ...deps, site, answerProblem }));
  app.route('/', preferencesPages({ ...deps, site, answerProblem }));
  app.route('/', signUpPages({ ...deps, site, answerProblem }));
  app.route('/', embed({ site }));
  app.route('/', confirmPages({ ...deps, site, answerProblem }));
  app.route('/', ownDataPages({ ...deps, site, answerProblem }));
  if (deps.studio !== undefined)
    app.route('/', studio({ ...deps.studio, site, answerProblem, publicFolder }));
  app.notFound((context) => answerProblem(context, { status: 404, title: 'There is nothing here' }));
  app.onError((error, context) => {
    deps.onError(error);
    return answerProblem(context, { status: 500, title: 'Something went wrong' });
  });
  return app;
}
