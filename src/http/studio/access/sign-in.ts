import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { normalizePassword } from '../../../settings/studio-password.ts';
import { MAX_STUDIO_FORM_BYTES } from '../../bodies/body-limits.ts';
import { limitForm, readForm } from '../../bodies/form.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import type { StudioDeps } from '../studio-deps.ts';
import { MAX_SIGN_IN_WAIT_MS } from './limit-attempts.ts';
import { SIGN_IN_ROUTE, signInPage } from './sign-in-page.ts';
import { answerUnsentForm, carriedForm } from './unsent-form.ts';

/** A form that was not sent, with longer names of its fields. */
const MAX_CARRYING_BYTES = 1.25 * MAX_STUDIO_FORM_BYTES;

/** Matches nothing that a browser could take for another host, or for a way out of the studio. */
const STUDIO_PATH = /^\/studio(?!.*%2e)(\/[\w%-][\w.~%-]*)*(\?[\w.~%&=+*:-]*)?$/i;

/** Redirects to a studio path named by a form, or to the studio's home page if it is not one. */
export function redirectWithinStudio(context: Context<StudioEnv>, route: string) {
  return context.redirect(pathWithinStudio(context, route), 303);
}

/** A studio path as a browser reaches it: the one that a form names, or the home page if that is none. */
export function pathWithinStudio({ var: { path } }: Context<StudioEnv>, route: string): string {
  return path(STUDIO_PATH.test(route) ? (route as '/studio') : '/studio');
}

/** Signing in with the password, if one is set, and signing out. */
export function signIn(deps: StudioDeps): Hono<StudioEnv> {
  const app = new Hono<StudioEnv>();
  const { site, answerProblem, config, sessions, record } = deps;
  app.post('/studio/sign-out', limitForm(answerProblem), async (context) => {
    const { session } = context.var;
    if (session !== null) await sessions.end(context, session);
    await record.add('signed-out');
    return redirectWithinStudio(context, '/studio');
  });
  if (config.studioPassword === null) return app;
  const [short, long] = [limitForm(answerProblem), limitForm(answerProblem, MAX_CARRYING_BYTES)];
  // Only an editor's browser has something to carry.
  const limit: MiddlewareHandler<StudioEnv> = (context, next) =>
    (sessions.knownAs(context) === null ? short : long)(context, next);
  return app
    .get(SIGN_IN_ROUTE, (context) => signInPage(context, { site }))
    .post(SIGN_IN_ROUTE, limit, async (context) => {
      const form = await readForm(context);
      const [to, unsent] = [form.one('to') ?? '', carriedForm(form)];
      const attempt = await tryPassword(context, form.one('password') ?? '', deps);
      if (typeof attempt === 'object') return answerProblem(context, ...tooManyAttempts(attempt));
      if (attempt === 'wrong') return signInPage(context, { site, wrong: { to }, unsent });
      await sessions.begin(context);
      await record.add('signed-in');
      if (unsent === null) return redirectWithinStudio(context, to);
      return answerUnsentForm(context, { site, unsent, action: pathWithinStudio(context, to) });
    });
}

/** `waitMs`: not checked, because the limit was reached; how long to wait before the next attempt. */
export type PasswordOutcome = 'right' | 'wrong' | { waitMs: number };

/** Records a wrong password. Known browsers have attempts of their own, or strangers could lock the editors out. */
export async function tryPassword(
  context: Context<StudioEnv>,
  given: string,
  { sessions, record, limitAttempts }: StudioDeps,
): Promise<PasswordOutcome> {
  const known = sessions.knownAs(context);
  const mayTry = await limitAttempts({ networkAddress: context.get('networkAddress'), known });
  const delay = known === null ? await record.delay() : 0;
  if (!mayTry || delay > 0) return { waitMs: delay > 0 ? delay : MAX_SIGN_IN_WAIT_MS };
  if (sessions.isPassword(normalizePassword(given))) return 'right';
  await record.add('refused');
  return 'wrong';
}

export function tooManyAttempts({ waitMs }: { waitMs: number }) {
  const seconds = Math.ceil(waitMs / 1000);
  const wait =
    waitMs < MAX_SIGN_IN_WAIT_MS
      ? `${seconds} ${seconds === 1 ? 'second' : 'seconds'}`
      : 'a quarter of an hour';
  const problem = {
    status: 429,
    title: 'Too many attempts',
    detail: `Wait ${wait}, then try again. A browser that has signed in before does not have to wait for others.`,
  } as const;
  return [problem, { 'Retry-After': String(seconds) }] as const;
}
