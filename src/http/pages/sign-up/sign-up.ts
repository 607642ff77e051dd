import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { parseAddress } from '../../../shared/address.ts';
import type { Clock } from '../../../shared/clock.ts';
import { readSignUp } from '../../../subscribers/sign-ups/read-sign-up.ts';
import type { SignUpObstacle } from '../../../subscribers/sign-ups/sign-up-limits.ts';
import type { SignUp } from '../../../subscribers/sign-ups/sign-up-store.ts';
import type { SignUpWriter } from '../../../subscribers/sign-ups/sign-up-writer.ts';
import { limitForm } from '../../bodies/form.ts';
import { evidenceOf } from '../../client-address.ts';
import { createOriginCheck, unlistedOriginProblem } from '../../origins.ts';
import type { Problem } from '../../problem.ts';
import { readRedirectTarget } from '../../redirect-target.ts';
import {
  bodyTypeOf,
  HONEYPOT,
  readSignUpBody,
  type SignUpBody,
  WRONG_TYPE,
  wrongField,
} from '../../sign-up-body.ts';
import { challengeRoute, isOneMoreStep, oneMoreStep } from '../../sign-up-checks/challenge-route.ts';
import type { ProofFields, SignUpChecks } from '../../sign-up-checks/sign-up-checks.ts';
import type { SignUpTally } from '../../sign-up-tally.ts';
import { answerTooManySignUps, proofReason } from '../../too-many-sign-ups.ts';
import type { FindNewestIssue } from '../archive/newest-issue.ts';
import { HOME } from '../page.ts';
import { type AnswerProblem, wantsJson, wantsPage } from '../problem-page.ts';
import { revalidate } from '../revalidate.ts';
import { allowFraming, formPage, PUBLIC_PAGE, SCRIPTED_PAGE } from '../security-headers.ts';
import type { Site } from '../site.ts';
import { homePage } from './home-page.ts';
import { checkYourInboxPage, type RejectedSignUp, signUpPage } from './sign-up-page.ts';
import { mistypedIn, THANKS, thanks, thanksInJson } from './sign-up-thanks.ts';

export interface SignUpPagesDeps {
  signUpWriter: SignUpWriter;
  signUpTally: Pick<SignUpTally, 'holdBack'>;
  signUpChecks: SignUpChecks;
  clock: Clock;
  findNewestIssue: FindNewestIssue;
  site: Site;
  answerProblem: AnswerProblem;
  /** Called with the origin of a page whose form was refused. */
  onForeignOrigin?: (origin: string) => void;
}

declare module 'hono' {
  interface ContextVariableMap {
    isFromForeignOrigin: boolean;
  }
}

/**
 * `GET /` shows the sign-up form and the newest issue; `POST /subscribe` accepts it, as JSON too. The work and the response are the same
 * whatever the address's state: the sign-up is stored, and settled after the response, so no one can find out who is
 * subscribed.
 */
export function signUpPages(deps: SignUpPagesDeps): Hono {
  const { site, answerProblem, signUpChecks } = deps;
  const checkType: MiddlewareHandler = async (context, next) =>
    bodyTypeOf(context) === null ? answerBrokenForm(context, deps, WRONG_TYPE) : next();
  const { foreignOrigin } = createOriginCheck(site, deps.onForeignOrigin);
  const checkOrigin: MiddlewareHandler = async (context, next) => {
    const origin = foreignOrigin(context);
    context.set('isFromForeignOrigin', origin !== null);
    // People get our own form with their entries.
    return origin === null || isForPeople(context)
      ? next()
      : answerProblem(context, unlistedOriginProblem(origin));
  };
  return new Hono()
    .get(HOME, revalidate(), async (context) => {
      const email = emailIn(context);
      const parts = { ...formParts(signUpChecks), email };
      const newest = await deps.findNewestIssue();
      return context.html(homePage(site, { parts, newest, signUpChecks }), 200, {
        ...formHeaders(signUpChecks),
        ...(email !== null && PREFILLED),
      });
    })
    .get('/subscribe', (context) => {
      const email = emailIn(context);
      const query = email === null ? '' : `?${new URLSearchParams({ email })}`;
      return context.body(null, 302, { ...PREFILLED, Location: site.path(HOME) + query });
    })
    .get(THANKS, allowFraming, revalidate(), (context) =>
      context.html(checkYourInboxPage(site, mistypedIn(context)), 200, ANSWER_PAGE),
    )
    .post('/subscribe', allowFraming, checkOrigin, checkType, limitForm(answerProblem), (context) =>
      subscribe(context, deps),
    )
    .route('/', challengeRoute(deps));
}

/** The same for everyone, and nothing to find by a search. */
const ANSWER_PAGE = { ...PUBLIC_PAGE, 'X-Robots-Tag': 'noindex' } as const;

/** For pages whose URL contains an email address: not cached, not indexed, and no more than the origin as referrer. */
const PREFILLED = {
  'Cache-Control': 'no-store',
  // With `no-referrer`, browsers would submit the form without its origin.
  'Referrer-Policy': 'strict-origin',
  'X-Robots-Tag': 'noindex',
} as const;

function emailIn(context: Context): string | null {
  const given = context.req.query('email') ?? '';
  // Links often contain an unescaped plus sign, which means a space in a query.
  const readings = [given, given.trim().replaceAll(' ', '+')].map((one) => parseAddress(one));
  return readings.find((address) => address.ok)?.email ?? null;
}

function formParts(signUpChecks: SignUpChecks, stamp?: string) {
  return { stamp: signUpChecks.stamp(stamp), isScripted: signUpChecks.has('proof-of-work') };
}

/** A form with a stamp must not be cached. */
function formHeaders(signUpChecks: SignUpChecks) {
  const page = signUpChecks.has('proof-of-work') ? SCRIPTED_PAGE : PUBLIC_PAGE;
  return signUpChecks.has('time-trap') ? { ...page, 'Cache-Control': 'no-store' } : page;
}

async function subscribe(context: Context, deps: SignUpPagesDeps) {
  const { clock, site, answerProblem } = deps;
  const type = bodyTypeOf(context) ?? 'json';
  const reading = await readSignUpBody(context, type);
  if ('problem' in reading) return answerBrokenForm(context, deps, reading.problem);
  const { form, isHoneypotFilled, redirect, proofFields } = reading.body;
  // Clients that ask for JSON are not redirected.
  const inJson = type === 'json' || wantsJson(context);
  const redirectTo = inJson || redirect === null ? null : readRedirectTarget(redirect, site);
  const signUp =
    !inJson && redirect !== null && redirectTo === null
      ? WRONG_REDIRECT
      : readSignUp(form, { ...evidenceOf(context, 'form'), at: clock.now() });
  const askAgain = ({ why, ...rejection }: Rejection) =>
    isForPeople(context)
      ? showFormAgain(context, deps, { rejected: { form, redirectTo, ...rejection }, proofFields })
      : answerProblem(
          context,
          isOneMoreStep(rejection.field) ? oneMoreStep(rejection.field, why) : wrongField(rejection),
        );
  if (context.get('isFromForeignOrigin')) return askAgain({ field: 'origin', reason: FOREIGN_PAGE });
  if (!signUp.ok) return askAgain(signUp);
  const obstacle = await acceptSignUp({ signUp: signUp.signUp, isHoneypotFilled, proofFields }, deps);
  if (obstacle !== null && 'field' in obstacle) return askAgain(obstacle);
  if (obstacle !== null)
    return answerTooManySignUps(context, { obstacle, requestKind: 'subscription', answerProblem });
  return inJson
    ? thanksInJson(context, signUp.signUp)
    : thanks(context, site, { ...signUp.signUp, redirectTo });
}

/** Why the form must be submitted again; `why` is for programs. */
type Rejection = Omit<RejectedSignUp, 'form' | 'redirectTo'> & { why?: string };

async function acceptSignUp(
  {
    signUp,
    isHoneypotFilled,
    proofFields,
  }: Pick<SignUpBody, 'isHoneypotFilled' | 'proofFields'> & { signUp: SignUp },
  { signUpChecks, signUpWriter, signUpTally }: SignUpPagesDeps,
): Promise<Rejection | SignUpObstacle | null> {
  if (isHoneypotFilled) {
    signUpTally.holdBack('hidden-field');
    return { field: HONEYPOT, reason: ONE_MORE_STEP };
  }
  // A sign-up that fails is neither stored nor tallied: people without JavaScript always need a second try.
  const verified = await signUpChecks.verify(proofFields);
  if ('failed' in verified) return { field: verified.failed, reason: retryAdvice(signUpChecks) };
  const obstacle = await signUpWriter.write(signUp, verified);
  if (obstacle === null) return null;
  signUpTally.holdBack(obstacle.kind === 'prove' ? 'proof-of-work' : 'too-many');
  if (obstacle.kind === 'refuse') return obstacle;
  const { person, program } = proofReason(obstacle, 'subscription');
  return { field: 'proof', reason: person, why: program };
}

const isForPeople = (context: Context) => bodyTypeOf(context) !== 'json' && wantsPage(context);

/** The form itself is broken. Readers cannot fix that, so only programs get the details. */
function answerBrokenForm(context: Context, { answerProblem }: SignUpPagesDeps, problem: Problem) {
  if (!isForPeople(context)) return answerProblem(context, problem);
  const { status } = problem;
  return answerProblem(context, {
    status,
    title: 'The form that you came from does not work',
    detail: BROKEN_FORM,
  });
}

const BROKEN_FORM = 'You are not signed up yet. You can sign up on our own page instead.';

const FOREIGN_PAGE =
  'The page that you came from cannot sign you up. You can do it here: press the button once more.';

const UNKNOWN_TARGET =
  'The form that you came from leads to a page that we do not know. Press the button once more to sign up here.';

const WRONG_REDIRECT = {
  ok: false,
  field: 'redirect',
  reason: 'The redirect must begin with one of ALLOWED_ORIGINS.',
} as const;

const ONE_MORE_STEP = 'One more step: press the button once more.';
const NEEDS_SCRIPT = 'If you end up here again, turn on JavaScript: this form needs it.';

function retryAdvice(signUpChecks: SignUpChecks): string {
  return signUpChecks.has('proof-of-work') ? `${ONE_MORE_STEP} ${NEEDS_SCRIPT}` : ONE_MORE_STEP;
}

function showFormAgain(
  context: Context,
  { site, signUpChecks }: SignUpPagesDeps,
  { rejected, proofFields }: { rejected: RejectedSignUp; proofFields: ProofFields },
) {
  const parts = formParts(signUpChecks, proofFields.stamp);
  parts.isScripted ||= rejected.field === 'proof';
  const headers = {
    ...formPage({ redirectTo: rejected.redirectTo, isScripted: parts.isScripted }),
    Vary: 'Accept',
  };
  const shown = { ...rejected, reason: reasonForReader(rejected) };
  return context.html(
    signUpPage(site, { ...parts, rejected: shown }),
    rejected.field === 'origin' ? 403 : 422,
    headers,
  );
}

/** Readers cannot fix hidden fields, so they are told what to do instead. */
function reasonForReader({ field, reason }: RejectedSignUp): string {
  if (field === 'redirect') return UNKNOWN_TARGET;
  return field === 'source' ? FOREIGN_PAGE : reason;
}
