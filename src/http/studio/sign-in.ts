import { type Context, Hono } from 'hono';
import { formLimit, readForm } from '../pages/unsubscribe.ts';
import { SIGN_IN_ROUTE, signInPage } from './sign-in-page.ts';
import type { StudioDeps, StudioEnv } from './studio-deps.ts';
import type { Sessions } from './studio-session.ts';

const TOO_MANY = {
  status: 429,
  title: 'Too many attempts',
  detail: 'Wait a quarter of an hour, then try again.',
} as const;

/** Our own routes alone: nothing that a browser could take for another host. */
const OWN_ROUTE = /^\/studio(\/[\w.-]+)*$/;

/** Signing in with the password, where there is one, and out. */
export function signIn(deps: StudioDeps, sessions: Sessions): Hono<StudioEnv> {
  const app = new Hono<StudioEnv>();
  const { site, answerProblem, limitAttempts, config } = deps;
  const toPage = (context: Context<StudioEnv>, route: string) =>
    context.redirect(context.var.path(OWN_ROUTE.test(route) ? (route as '/studio') : '/studio'), 303);
  app.post('/studio/sign-out', formLimit(answerProblem), (context) => {
    sessions.end(context);
    return toPage(context, '/studio');
  });
  if (config.studioPassword === null) return app;
  return app
    .get(SIGN_IN_ROUTE, (context) => signInPage(context, { site }))
    .post(SIGN_IN_ROUTE, formLimit(answerProblem), async (context) => {
      if (!(await limitAttempts(context.get('networkAddress'))))
        return answerProblem(context, TOO_MANY, { 'Retry-After': '900' });
      const form = await readForm(context);
      if (!sessions.isPassword(form.password ?? ''))
        return signInPage(context, { site, wrong: { to: form.to ?? '' } });
      sessions.begin(context);
      return toPage(context, form.to ?? '');
    });
}
