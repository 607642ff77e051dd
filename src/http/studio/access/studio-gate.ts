import type { Context, MiddlewareHandler } from 'hono';
import { studioAccess, studioClosedReason } from '../../../settings/studio-access.ts';
import type { Problem } from '../../problem.ts';
import { assetRoute } from '../frame/studio-assets.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { studioProblem } from '../frame/studio-problem.ts';
import type { StudioDeps } from '../studio-deps.ts';
import { passesCsrfCheck } from './csrf-check.ts';
import { askForKey, exchangeKey, hasKey } from './exchange-key.ts';
import { PASSWORD_SCRIPT } from './password-field.ts';
import { SIGN_IN_ROUTE, signInPage } from './sign-in-page.ts';
import { readVisit, type Visit } from './studio-visit.ts';
import { readUnsentForm } from './unsent-form.ts';

const LOCAL_ONLY: Problem = {
  status: 403,
  title: 'The studio is open on this machine only',
  detail:
    'Open it on the machine that the program runs on, at the address that the program printed there. To reach it from elsewhere, set STUDIO_PASSWORD to at least 12 characters, then restart the program.',
};

const WRONG_HOST: Problem = {
  status: 403,
  title: 'The studio is not reached by this name',
  detail:
    'Open it at PUBLIC_URL and /studio. If that is where you are, set PUBLIC_URL to where people reach the program, and let the proxy pass the Host header on.',
};

const CROSS_SITE: Problem = {
  status: 403,
  title: 'This did not come from the studio',
  detail: 'Nothing was changed. Open the studio itself and try again there.',
};

/**
 * Requires a session on every route. It begins with the password or, if none is set, with the one-time key on this
 * machine under a local host name. Changes must also come from our own pages.
 */
export function studioGate(deps: StudioDeps): MiddlewareHandler<StudioEnv> {
  const { site, answerProblem, publicFolder, config, sessions } = deps;
  const access = studioAccess(config);
  const hasPassword = access === 'password';
  return async (context, next) => {
    const visit = readVisit(context, { site, publicFolder, hasPassword });
    context.set('path', (route) => visit.basePath + route);
    context.set('isLocal', visit.isLocalHost);
    context.set('session', null);
    context.set('hasPassword', hasPassword);
    context.set('hasTestMailbox', config.transportName === 'outbox');
    const refusal = access === 'closed' ? studioClosed(config) : reasonToRefuse(context, visit, access);
    if (refusal !== null) return answerProblem(context, refusal);
    context.set('problemFrame', studioProblem(context, { site, hasPassword }));
    if (hasPassword && SIGN_IN_ROUTES.includes(context.req.path)) return next();
    if (!hasPassword && hasKey(context)) return exchangeKey(context, deps);
    const session = await sessions.find(context);
    if (session === null) return hasPassword ? askToSignIn(context, deps) : askForKey(context, deps);
    context.set('session', session);
    return next();
  };
}

async function askToSignIn(context: Context<StudioEnv>, { site, sessions }: StudioDeps) {
  // A stranger's form is not even read.
  const unsent = sessions.knownAs(context) === null ? null : await readUnsentForm(context);
  return signInPage(context, { site, unsent });
}

function studioClosed(config: StudioDeps['config']): Problem {
  return {
    status: 403,
    title: 'The studio is closed',
    detail: `${studioClosedReason(config)}, so only a password opens it. Set STUDIO_PASSWORD to at least 12 characters, then restart the program.`,
  };
}

/** Why a request is refused even with a session; null if it is not. */
function reasonToRefuse(context: Context, visit: Visit, access: 'password' | 'key'): Problem | null {
  if (access === 'key' && !(visit.isLocalHost && visit.isLocalConnection)) return LOCAL_ONLY;
  if (!visit.isLocalHost && !visit.isPublicHost) return WRONG_HOST;
  return passesCsrfCheck(context, visit) ? null : CROSS_SITE;
}

const SIGN_IN_ROUTES: readonly string[] = [
  SIGN_IN_ROUTE,
  assetRoute('studio.css'),
  assetRoute(PASSWORD_SCRIPT),
];
