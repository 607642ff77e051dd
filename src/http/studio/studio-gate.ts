import type { Context, MiddlewareHandler } from 'hono';
import type { Problem } from '../problem.ts';
import { isOwnRequest } from './own-request.ts';
import { SIGN_IN_ROUTE, signInPage } from './sign-in-page.ts';
import { ASSETS_ROUTE } from './studio-assets.ts';
import type { StudioDeps, StudioEnv } from './studio-deps.ts';
import type { Sessions } from './studio-session.ts';
import { readVisit, type Visit } from './studio-visit.ts';

const LOCAL_ONLY: Problem = {
  status: 403,
  title: 'The studio is open on this machine only',
  detail:
    'Open it on the machine that the program runs on, at http://127.0.0.1 and its port. To reach it from elsewhere, set STUDIO_PASSWORD to at least 12 characters, and start the program again.',
};

const WRONG_NAME: Problem = {
  status: 403,
  title: 'The studio is not reached by this name',
  detail:
    'Open it at PUBLIC_URL and /studio. If that is where you are, set PUBLIC_URL to where people reach the program, and let the proxy pass the Host header on.',
};

const FOREIGN: Problem = {
  status: 403,
  title: 'This did not come from the studio',
  detail: 'Nothing was changed. Open the studio itself and try again there.',
};

/**
 * Who is let in, to every route of the studio. Without a password: whoever sits at this machine, and asks for it by a
 * name of this machine, as a page elsewhere that rebinds its own name does not. With one: whoever has a session. What
 * changes anything must come from our own pages besides.
 */
export function studioGate(
  { site, answerProblem, publicFolder, config }: StudioDeps,
  sessions: Sessions | null,
): MiddlewareHandler<StudioEnv> {
  const hasPassword = config.studioPassword !== null;
  return async (context, next) => {
    const visit = readVisit(context, { site, publicFolder, hasPassword });
    context.set('path', (route) => visit.folder + route);
    context.set('canSignOut', false);
    const obstacle = obstacleTo(visit, hasPassword);
    if (obstacle !== null) return answerProblem(context, obstacle);
    if (!isOwnRequest(context, visit)) return answerProblem(context, FOREIGN);
    if (sessions === null || isOpenToAll(context)) return next();
    if (!sessions.check(context)) return signInPage(context, { site });
    context.set('canSignOut', true);
    return next();
  };
}

function obstacleTo(visit: Visit, hasPassword: boolean): Problem | null {
  if (!hasPassword) return visit.isLocalName && visit.isFromHere ? null : LOCAL_ONLY;
  return visit.isLocalName || visit.isPublicName ? null : WRONG_NAME;
}

/** What a visitor without a session needs to get one. */
function isOpenToAll({ req: { path } }: Context): boolean {
  return path === SIGN_IN_ROUTE || path.startsWith(`${ASSETS_ROUTE}/`);
}
