import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { html } from 'hono/html';
import { MAX_STUDIO_FORM_BYTES } from '../../bodies/body-limits.ts';
import { type Form, limitForm, readForm } from '../../bodies/form.ts';
import { RECORDED_ACTIONS } from '../actions/issue-action.ts';
import { button } from '../frame/components/buttons.ts';
import { notice } from '../frame/components/notice.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { answerStudioPage, brandName } from '../frame/studio-page.ts';
import type { StudioDeps } from '../studio-deps.ts';
import { PASSWORD_SCRIPT, passwordField } from './password-field.ts';
import {
  type PasswordOutcome,
  pathWithinStudio,
  redirectWithinStudio,
  tooManyAttempts,
  tryPassword,
} from './sign-in.ts';
import { SIGN_IN_ROUTE } from './sign-in-page.ts';

/** Where a GET, such as a download, asks for the password. */
const REAUTHENTICATION_ROUTE = `${SIGN_IN_ROUTE}-again` as const;

/** What every guarded GET does. */
const DOWNLOADS = 'the file has people’s email addresses';

/** Exports, erasures, settings, and whatever releases emails or adds recipients; each with why we ask. */
const GUARDED_ROUTES: readonly (readonly ['GET' | 'POST', string, string])[] = [
  ['GET', '/studio/subscribers/export.csv', DOWNLOADS],
  ['GET', '/studio/subscribers/bulk/:id/subscribers.csv', DOWNLOADS],
  ['GET', '/studio/issues/:slot/deliveries.csv', DOWNLOADS],
  ['POST', '/studio/subscribers/bulk/:id/start', 'this changes many subscribers at once'],
  ['GET', '/studio/subscribers/import/:id/refused.csv', DOWNLOADS],
  ['POST', '/studio/settings', 'settings decide when issues go out, and who gets our notices'],
  ['POST', '/studio/subscribers/import/:id/start', 'an import cannot be undone'],
  ['POST', '/studio/subscribers/:id{[0-9]+}/erase', 'erasing a person cannot be undone'],
  ['POST', '/studio/subscribers/:id{[0-9]+}/lift', 'this lets mail go to them again'],
  ...Object.keys(RECORDED_ACTIONS).map(
    (action) => ['POST', `/studio/issues/:slot/${action}`, 'this lets mail go out'] as const,
  ),
];

/**
 * Asks for the password again before actions that matter most, if it was last entered more than
 * `REAUTHENTICATE_AFTER_MS` ago: someone else may be at the editor's desk. Form fields are carried over.
 */
export function reauthentication(deps: StudioDeps): Hono<StudioEnv> {
  const app = new Hono<StudioEnv>();
  const { answerProblem, sessions } = deps;
  const limit = limitForm(answerProblem, MAX_STUDIO_FORM_BYTES);
  for (const [method, route, why] of GUARDED_ROUTES) app.on(method, route, limit, requirePassword(deps, why));
  return app.post(REAUTHENTICATION_ROUTE, limit, async (context) => {
    const { session } = context.var;
    const form = await readForm(context);
    const to = form.one('to') ?? '';
    const outcome = session && (await tryPassword(context, form.one('password') ?? '', deps));
    if (session !== null && outcome === 'right') await sessions.markAuthenticated(session);
    return outcome === 'right'
      ? redirectWithinStudio(context, to)
      : answerPasswordPrompt(context, deps, { why: DOWNLOADS, to, form, outcome });
  });
}

function requirePassword(deps: StudioDeps, why: string): MiddlewareHandler<StudioEnv> {
  const { sessions } = deps;
  return async (context, next) => {
    const { session } = context.var;
    if (session === null || sessions.isRecentlyAuthenticated(session)) return next();
    if (context.req.method !== 'POST')
      return answerPasswordPrompt(context, deps, { why, to: pathWithQuery(context) });
    const form = await readForm(context);
    const given = form.one('password');
    const outcome = given === undefined ? null : await tryPassword(context, given, deps);
    if (outcome !== 'right') return answerPasswordPrompt(context, deps, { why, form, outcome });
    await sessions.markAuthenticated(session);
    return next();
  };
}

/** The query of an import says how its file is read. */
function pathWithQuery({ req }: Context): string {
  return req.path + new URL(req.url).search;
}

/** Where a person who will not give the password had been: the question, or the page with the download. */
function pageBefore(context: Context<StudioEnv>, to = pathWithQuery(context)): string {
  const [route = '', ...query] = pathWithinStudio(context, to).split('?');
  return [route.replace(/\/(start|[a-z]+\.csv)$/, ''), ...query].join('?');
}

interface PasswordPrompt {
  /** Completes the sentence "You signed in a while ago, and …". */
  why: string;
  /** Where to redirect afterwards; if absent, the form is submitted again to the same URL. */
  to?: string;
  form?: Form;
  outcome?: PasswordOutcome | null;
}

async function answerPasswordPrompt(
  context: Context<StudioEnv>,
  { site, answerProblem }: StudioDeps,
  { why, to, form, outcome = null }: PasswordPrompt,
): Promise<Response> {
  if (outcome !== null && typeof outcome === 'object')
    return answerProblem(context, ...tooManyAttempts(outcome));
  const { path } = context.var;
  const fields = to === undefined ? (form?.fields() ?? []) : [['to', to] as const];
  const action = path(to === undefined ? (pathWithQuery(context) as '/studio') : REAUTHENTICATION_ROUTE);
  return answerStudioPage(context, site, {
    title: 'Your password again',
    status: 401,
    scripts: [PASSWORD_SCRIPT],
    headers: { 'WWW-Authenticate': 'Form realm="studio"' },
    body: html`
<form class="card stack" method="post" action="${action}">
<p class="brand">${brandName(site)}</p>
<h1>Your password, please</h1>
<p>You signed in a while ago, and ${why}. Nothing has been done yet.</p>
${fields
  .filter(([name]) => name !== 'password')
  .map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
${outcome === 'wrong' && notice({ tone: 'bad', what: 'That is not the password.' })}
${passwordField({ isWrong: outcome === 'wrong' })}
${button({ words: 'Continue', kind: 'primary' })}
${button({ words: 'Go back', kind: 'quiet', href: pageBefore(context, to) })}
</form>`,
  });
}
