import { type Context, Hono } from 'hono';
import { normalizePassword } from '../../studio-password.ts';
import { formLimit, readForm } from '../pages/form.ts';
import { SIGN_IN_ROUTE, signInPage } from './sign-in-page.ts';
import type { StudioDeps, StudioEnv } from './studio-deps.ts';

/** Our own routes alone: nothing that a browser could take for another host. */
const OWN_ROUTE = /^\/studio(\/[\w.-]+)*$/;

/** Leads to a route of ours that a form named, or else to the first page. */
export function toOwnRoute(context: Context<StudioEnv>, route: string) {
  return context.redirect(context.var.path(OWN_ROUTE.test(route) ? (route as '/studio') : '/studio'), 303);
}

/** Signing in with the password, where there is one, and out. */
export function signIn(deps: StudioDeps): Hono<StudioEnv> {
  const app = new Hono<StudioEnv>();
  const { site, answerProblem, config, sessions, record } = deps;
  app.post('/studio/sign-out', formLimit(answerProblem), async (context) => {
    const { session } = context.var;
    if (session !== null) await sessions.end(context, session);
    await record.add('signed-out');
    return toOwnRoute(context, '/studio');
  });
  if (config.studioPassword === null) return app;
  return app
    .get(SIGN_IN_ROUTE, (context) => signInPage(context, { site }))
    .post(SIGN_IN_ROUTE, formLimit(answerProblem), async (context) => {
      const form = await readForm(context);
      const attempt = await tryPassword(context, form.password ?? '', deps);
      if (attempt === 'too many') return answerProblem(context, ...tooMany(await record.delay()));
      if (attempt === 'wrong') return signInPage(context, { site, wrong: { to: form.to ?? '' } });
      await sessions.begin(context);
      await record.add('signed-in');
      return toOwnRoute(context, form.to ?? '');
    });
}

/** Tries a password, where the limits allow it, and records a wrong one. */
export async function tryPassword(
  context: Context<StudioEnv>,
  given: string,
  { sessions, record, limitAttempts }: StudioDeps,
): Promise<'right' | 'wrong' | 'too many'> {
  if (!(await limitAttempts(context.get('networkAddress'))) || (await record.delay()) > 0) return 'too many';
  if (sessions.isPassword(normalizePassword(given))) return 'right';
  await record.add('refused');
  return 'wrong';
}

/** How long somebody waits at most whose network has used up its attempts, in seconds. */
const NETWORK_WAIT = 15 * 60;

/** @param delay Milliseconds for which nobody may try; 0 where it is the network that made too many attempts. */
export function tooMany(delay: number) {
  const seconds = delay > 0 ? Math.ceil(delay / 1000) : NETWORK_WAIT;
  const wait = delay > 0 ? `${seconds} ${seconds === 1 ? 'second' : 'seconds'}` : 'a quarter of an hour';
  const problem = {
    status: 429,
    title: 'Too many attempts',
    detail: `Wait ${wait}, then try again.`,
  } as const;
  return [problem, { 'Retry-After': String(seconds) }] as const;
}
