import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { html } from 'hono/html';
import type { Clock } from '../../../shared/clock.ts';
import { readSignUp } from '../../../subscribers/sign-ups/read-sign-up.ts';
import type { SignUpObstacle } from '../../../subscribers/sign-ups/sign-up-limits.ts';
import type { SignUp } from '../../../subscribers/sign-ups/sign-up-store.ts';
import type { SignUpWriter } from '../../../subscribers/sign-ups/sign-up-writer.ts';
import { limitForm } from '../../bodies/form.ts';
import { evidenceOf } from '../../client-address.ts';
import { createOriginCheck } from '../../origins.ts';
import type { Problem } from '../../problem.ts';
import { bodyTypeOf, readSignUpBody, WRONG_TYPE, wrongField } from '../../sign-up-body.ts';
import { CHALLENGE, oneMoreStep } from '../../sign-up-checks/challenge-route.ts';
import type { ProofFields, SignUpChecks } from '../../sign-up-checks/sign-up-checks.ts';
import type { SignUpTally } from '../../sign-up-tally.ts';
import { answerTooManySignUps, proofReason } from '../../too-many-sign-ups.ts';
import { HOME, type Markup, page } from '../page.ts';
import { type AnswerProblem, wantsJson, wantsPage } from '../problem-page.ts';
import { SCRIPTED_TOKEN_PAGE, TOKEN_PAGE } from '../security-headers.ts';
import { EMBED_SCRIPT_ROUTE } from '../sign-up/embed-page.ts';
import type { Site } from '../site.ts';
import { testMailboxNote } from '../test-mailbox-note.ts';

export interface LostLinkDeps {
  signUpWriter: Pick<SignUpWriter, 'write'>;
  signUpTally: Pick<SignUpTally, 'holdBack'>;
  signUpChecks: Pick<SignUpChecks, 'isProven'>;
  clock: Clock;
  site: Site;
  answerProblem: AnswerProblem;
}

/** A link that was altered or cut off; the same message whatever is wrong with it. */
const UNKNOWN_LINK = {
  status: 404,
  title: 'This link does not work',
  detail: 'It may be cut off: copy the whole of it from the email, or use the link in another issue.',
} as const;

const LINK_REQUESTS = ['/unsubscribe', '/preferences'] as const;
const [UNSUBSCRIBE, PREFERENCES] = LINK_REQUESTS;

const FOREIGN_ORIGIN = {
  status: 403,
  title: 'This form cannot be sent from another site',
  detail: 'Open our own page, and send it from there.',
} as const;

const SOURCE = 'links';

/**
 * Without a token, `GET /unsubscribe` and `GET /preferences` ask for an email address; `POST` emails that subscriber's
 * links. As with sign-ups, the work and the response are the same whether or not the address is known; the rest
 * happens after the response.
 */
export function lostLinkPages(deps: LostLinkDeps): Hono {
  const { site, answerProblem } = deps;
  const checkType: MiddlewareHandler = async (context, next) =>
    bodyTypeOf(context) === null ? answerProblem(context, WRONG_TYPE) : next();
  // Token pages send no referrer, so browsers send `Origin: null` with their forms.
  const { foreignOrigin } = createOriginCheck(site);
  const checkOrigin: MiddlewareHandler = async (context, next) => {
    const origin = foreignOrigin(context) ?? 'null';
    return origin === 'null' ? next() : answerProblem(context, FOREIGN_ORIGIN);
  };
  const app = new Hono();
  for (const route of LINK_REQUESTS) {
    app.get(route, (context) => context.html(requestPage(site, { route }), 200, HEADERS));
    app.post(route, checkOrigin, checkType, limitForm(answerProblem), (context) =>
      requestLinks(context, { route, deps }),
    );
  }
  return app;
}

/** Answers a link that does not work (any more). People get a form for requesting new links. */
export function answerLostLink(
  context: Context,
  { site, answerProblem }: { site: Site; answerProblem: AnswerProblem },
  problem: Problem = UNKNOWN_LINK,
) {
  if (!wantsPage(context)) return answerProblem(context, problem);
  const { status, title, detail } = problem;
  const body = html`
<p>${detail}</p>
<p>Already a subscriber? Get your links by email:</p>
${linkRequestForm(site)}
<p><a href="${site.path(HOME)}">Sign-up page</a> · <a href="${site.path('/issues')}">All issues</a></p>`;
  return context.html(page(site, { title, body }), status, HEADERS);
}

const HEADERS = { ...TOKEN_PAGE, Vary: 'Accept' };

function linkRequestForm(site: Site, { route = PREFERENCES, retry }: Partial<RequestPage> = {}): Markup {
  const isWrong = retry?.field === 'email';
  const proves = html` data-verdicts="page" data-challenge="${site.path(CHALLENGE)}"`;
  return html`
<form class="fields" method="post" action="${site.path(route)}"${retry?.field === 'proof' && proves}>
<div>
<label for="email">Your email address</label>
<input type="email" id="email" name="email" autocomplete="email" required value="${retry?.email ?? ''}"${isWrong && html` aria-invalid="true" aria-describedby="email-error" autofocus`}>
${isWrong && html`<p class="error" id="email-error">${retry.reason}</p>`}
</div>
<button>Email me my links</button>
</form>`;
}

interface RequestPage {
  route: (typeof LINK_REQUESTS)[number];
  /** Why the form is shown again, with what was entered. */
  retry?: { email: string; field: 'email' | 'proof'; reason: string };
}

function requestPage(site: Site, given: RequestPage): Markup {
  const { name } = site.newsletter;
  const { retry } = given;
  const needsProof = retry?.field === 'proof';
  const purpose =
    given.route === UNSUBSCRIBE ? 'To unsubscribe, type' : 'To pause or change your subscription, type';
  return page(site, {
    title: given.route === UNSUBSCRIBE ? 'Unsubscribe' : 'Your preferences',
    body: html`
<p>${purpose} the email address at which you get <bdi>${name}</bdi>. We will email you your links. You need no login.</p>
${needsProof && html`<p class="notice" role="status">${retry.reason}</p>`}
${linkRequestForm(site, given)}
<p class="hint">The same links are at the end of every issue.</p>
${needsProof && html`<script src="${site.path(EMBED_SCRIPT_ROUTE)}" defer></script>`}`,
  });
}

async function requestLinks(
  context: Context,
  { route, deps }: { route: RequestPage['route']; deps: LostLinkDeps },
) {
  const { clock, site, answerProblem } = deps;
  const reading = await readSignUpBody(context, bodyTypeOf(context) ?? 'json');
  if ('problem' in reading) return answerProblem(context, reading.problem);
  const { form, proofFields } = reading.body;
  const { email } = form;
  const request = readSignUp({ email, source: SOURCE }, { ...evidenceOf(context, 'form'), at: clock.now() });
  if (!request.ok) {
    if (!wantsPage(context)) return answerProblem(context, wrongField(request));
    const retry = { email, field: 'email', reason: request.reason } as const;
    return context.html(requestPage(site, { route, retry }), 422, HEADERS);
  }
  const linkRequest = { ...request.signUp, textVersion: NO_CONSENT_TEXT, requestKind: 'links' } as const;
  const obstacle = await acceptRequest(linkRequest, { proofFields, deps });
  if (obstacle?.kind === 'refuse')
    return answerTooManySignUps(context, { obstacle, requestKind: 'links', answerProblem });
  if (obstacle !== null) return askForProof(context, { route, email, obstacle, deps });
  return wantsJson(context)
    ? context.json({ status: 'check-your-inbox' }, 202, HEADERS)
    : context.html(thanksPage(site), 200, HEADERS);
}

/** Accepts a request, or returns the obstacle. Checks that an operator enabled do not apply here. */
async function acceptRequest(
  request: SignUp,
  { proofFields, deps }: { proofFields: ProofFields; deps: LostLinkDeps },
): Promise<SignUpObstacle | null> {
  const isProven = await deps.signUpChecks.isProven(proofFields);
  const obstacle = await deps.signUpWriter.write(request, { isProven });
  if (obstacle !== null)
    deps.signUpTally.holdBack(obstacle.kind === 'prove' ? 'links-proof-of-work' : 'links-too-many');
  return obstacle;
}

interface Unproven {
  route: RequestPage['route'];
  email: string;
  obstacle: SignUpObstacle;
  deps: LostLinkDeps;
}

function askForProof(context: Context, { route, email, obstacle, deps: { site, answerProblem } }: Unproven) {
  const { person, program } = proofReason(obstacle, 'links');
  if (!wantsPage(context)) {
    const title = 'The request needs one more step';
    return answerProblem(context, { ...oneMoreStep('proof', program), title });
  }
  const retry = { email, field: 'proof', reason: person } as const;
  return context.html(requestPage(site, { route, retry }), 422, { ...HEADERS, ...SCRIPTED_TOKEN_PAGE });
}

const NO_CONSENT_TEXT = 'none';

function thanksPage(site: Site): Markup {
  const { name, replyTo } = site.newsletter;
  return page(site, {
    title: 'Check your inbox',
    body: html`
<p>If that address gets <bdi>${name}</bdi>, an email with its links is on its way.</p>
${testMailboxNote(site)}
<p class="hint">We send at most one such email in ten minutes, and three a day. If nothing arrives, look in your spam folder, or try another address that you may have signed up with.</p>
${replyTo !== null && html`<p class="hint">If that does not help, write to <bdi>${replyTo.email}</bdi>.</p>`}`,
  });
}
