import type { Context } from 'hono';
import { accepts } from 'hono/accepts';
import { html } from 'hono/html';
import { type Problem, problem } from '../problem.ts';
import { HOME, type Markup, page } from './page.ts';
import { TOKEN_PAGE } from './security-headers.ts';
import type { Site } from './site.ts';

/** Answers an error in the format that the caller accepts. */
export type AnswerProblem = (
  context: Context,
  problem: Problem,
  headers?: Record<string, string>,
) => Response | Promise<Response>;

/** Renders an error; null to use the public site's page. */
export type ProblemRenderer = (problem: Problem) => Markup | null;

declare module 'hono' {
  interface ContextVariableMap {
    /** Set where errors have a page other than the public site's. */
    problemFrame: ProblemRenderer | undefined;
  }
}

const JSON_TYPES = ['application/problem+json', 'application/json'];

/** Replaces titles that only make sense to programmers. */
const TITLES: Readonly<Record<number, string>> = { 405: 'This page cannot be used that way' };

/** What to do about errors that do not say it themselves. */
const ADVICE: Readonly<Record<number, string>> = {
  404: 'The link may be mistyped or cut off, or the page may be gone.',
  405: 'Go back, and use the buttons of our pages or the links in our emails.',
  413: 'Go back, shorten what you filled in, and send it again.',
  429: 'Wait a while, then try again.',
  500: 'It is our fault, and the error has been logged. Try again in a few minutes.',
  503: 'Try again in a few minutes.',
};

/**
 * Creates the handler of all errors: a page for browsers, `application/problem+json` (RFC 9457) for everything else.
 * Neither may be cached, and neither repeats the URL, which may contain a token.
 */
export function createAnswerProblem(site: Site): AnswerProblem {
  return (context, given, headers) => {
    const all = { ...TOKEN_PAGE, Vary: 'Accept', ...headers };
    if (!wantsPage(context)) return problem(context, given, all);
    const { status, detail = ADVICE[status] } = given;
    const advised = { ...given, ...(detail !== undefined && { detail }) };
    const framed = context.get('problemFrame')?.(advised) ?? null;
    if (framed !== null) return context.html(framed, status, { Vary: 'Accept', ...headers });
    const frame = {
      mayBeFramed: context.get('isFramedWithForms'),
      mayHelpLater: mayHelpLater(context, given),
    };
    return context.html(problemPage(site, advised, frame), status, all);
  };
}

/** Whether the same page may work in a while. A form cannot be sent again by a link. */
export function mayHelpLater({ req }: Context, { status }: Problem): boolean {
  return status === 503 && req.method === 'GET';
}

/** Of the same page, whose URL it does not repeat. */
export const SAME_PAGE = '';

/** Whether the caller prefers HTML to JSON. A caller that accepts anything is a program. */
export function wantsPage(context: Context): boolean {
  return preferredType(context) === 'text/html';
}

/** Whether the caller prefers JSON to HTML. A caller that accepts anything does not. */
export function wantsJson(context: Context): boolean {
  return JSON_TYPES.includes(preferredType(context));
}

/** The preferred type; empty if neither HTML nor JSON is named. */
function preferredType(context: Context): string {
  return accepts(context, { header: 'Accept', supports: [...JSON_TYPES, 'text/html'], default: '' });
}

function problemPage(
  site: Site,
  { status, title, detail, fields = [] }: Problem,
  { mayBeFramed = false, mayHelpLater }: { mayBeFramed?: boolean | undefined; mayHelpLater: boolean },
) {
  return page(site, {
    title: TITLES[status] ?? title,
    mayBeFramed,
    body: html`
${detail !== undefined && html`<p>${detail}</p>`}
${fields.length > 0 && html`<ul>${fields.map((field) => html`<li><bdi>${field}</bdi></li>`)}</ul>`}
<p>${mayHelpLater && html`<a href="${SAME_PAGE}">Try again</a> · `}<a href="${site.path('/issues')}">All issues</a> · <a href="${site.path(HOME)}">Sign-up page</a>${status === 404 && html` · <a href="${site.path('/preferences')}">Your links by email</a>`}</p>`,
  });
}
