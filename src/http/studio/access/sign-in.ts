import { type Context, Hono } from 'hono';
import { normalizePassword } from '../../../settings/studio-password.ts';
import { formLimit, readForm } from '../../bodies/form.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import type { StudioDeps } from '../studio-deps.ts';
import { MAX_WAIT_MS } from './limit-attempts.ts';
import { SIGN_IN_ROUTE, signInPage } from './sign-in-page.ts';

/** Our own routes alone: nothing that a browser could take for another host. */
const STUDIO_PATH = /^\/studio(\/[\w-][\w.-]*)*(\?[\w.~%&=+*:-]*)?$/;

/** Leads to a route of ours that a form named, or else to the first page. */
export function redirectWithinStudio(context: Context<StudioEnv>, route: string) {
  return context.redirect(context.var.path(STUDIO_PATH.test(route) ? (route as '/studio') : '/studio'), 303);
}

/** Signing in with the password, where there is one, and out. */
export function signIn(deps: StudioDeps): Hono<StudioEnv> {
  const app = new Hono<StudioEnv>();
  const { site, answerProblem, config, sessions, record } = deps;
  app.post('/studio/sign-out', formLimit(answerProblem), async (context) => {
    const { session } = context.var;
    if (session !== null) await sessions.end(context, session);
    await record.add('signed-out');
    return redirectWithinStudio(context, '/studio');
  });
  if (config.studioPassword === null) return app;
  return app
    .get(SIGN_IN_ROUTE, (context) => signInPage(context, { site }))
    .post(SIGN_IN_ROUTE, formLimit(answerProblem), async (context) => {
      const form = await readForm(context);
      const attempt = await tryPassword(context, form.one('password') ?? '', deps);
      if (typeof attempt === 'object') return answerProblem(context, ...tooManyAttempts(attempt));
      if (attempt === 'wrong') return signInPage(context, { site, wrong: { to: form.one('to') ?? '' } });
      await sessions.begin(context);
      await record.add('signed-in');
      return redirectWithinStudio(context, form.one('to') ?? '');
    });
}

/** What came of giving a password. Where it was not even looked at: after how many milliseconds it may be given again. */
export type PasswordOutcome = 'right' | 'wrong' | { waitMs: number };

/**
 * Tries a password, where the limits allow it, and records a wrong one. Whoever has proved themselves before has attempts of
 * their own, and does not wait for what strangers get wrong: strangers could otherwise keep the editors out for good.
 */
export async function tryPassword(
  context: Context<StudioEnv>,
  given: string,
  { sessions, record, limitAttempts }: StudioDeps,
): Promise<PasswordOutcome> {
  const known = sessions.knownAs(context);
  const mayTry = await limitAttempts({ networkAddress: context.get('networkAddress'), known });
  const delay = known === null ? await record.delay() : 0;
  if (!mayTry || delay > 0) return { waitMs: delay > 0 ? delay : MAX_WAIT_MS };
  if (sessions.isPassword(normalizePassword(given))) return 'right';
  await record.add('refused');
  return 'wrong';
}

/** What is said to somebody who must wait before the password is looked at. */
export function tooManyAttempts({ waitMs }: { waitMs: number }) {
  const seconds = Math.ceil(waitMs / 1000);
  const wait =
    waitMs < MAX_WAIT_MS ? `${seconds} ${seconds === 1 ? 'second' : 'seconds'}` : 'a quarter of an hour';
  const problem = {
    status: 429,
    title: 'Too many attempts',
    detail: `Wait ${wait}, then try again. A browser that has signed in before does not have to wait for others.`,
  } as const;
  return [problem, { 'Retry-After': String(seconds) }] as const;
}
