import { type Context, Hono, type MiddlewareHandler } from 'hono';
import type { Clock } from '../../clock.ts';
import { readSignUp } from '../../subscribers/read-sign-up.ts';
import type { WriteSignUp } from '../../subscribers/sign-up-writer.ts';
import { evidenceOf } from '../evidence.ts';
import { bodyTypeOf, readSignUpBody, WRONG_TYPE, wrongField } from '../sign-up-body.ts';
import { HOME } from './page.ts';
import { type AnswerProblem, wantsPage } from './problem-page.ts';
import { revalidate } from './revalidate.ts';
import { PUBLIC_PAGE, TOKEN_PAGE } from './security-headers.ts';
import { checkYourInboxPage, signUpPage, type WrongSignUp } from './sign-up-page.ts';
import type { Site } from './site.ts';
import { formLimit } from './unsubscribe.ts';

export interface SignUpPagesDeps {
  writeSignUp: WriteSignUp;
  clock: Clock;
  site: Site;
  answerProblem: AnswerProblem;
}

/** The page that people are led to, so that loading it again signs nobody up again. */
const THANKS = '/check-your-inbox';

/**
 * `GET /` has the sign-up form, and `POST /subscribe` takes it, as JSON too. The work and the answer are the same whatever
 * the address's state: the sign-up is kept, and what follows from it is found out after the answer. Nobody learns
 * here who is subscribed.
 */
export function signUpPages(deps: SignUpPagesDeps): Hono {
  const { site, answerProblem } = deps;
  const checkType: MiddlewareHandler = async (context, next) =>
    bodyTypeOf(context) === null ? answerProblem(context, WRONG_TYPE) : next();
  return new Hono()
    .get(HOME, revalidate(), (context) => context.html(signUpPage(site), 200, PUBLIC_PAGE))
    .get(THANKS, revalidate(), (context) => context.html(checkYourInboxPage(site), 200, PUBLIC_PAGE))
    .post('/subscribe', checkType, formLimit(answerProblem), (context) => subscribe(context, deps));
}

async function subscribe(context: Context, { writeSignUp, clock, site, answerProblem }: SignUpPagesDeps) {
  const type = bodyTypeOf(context) ?? 'json';
  const reading = await readSignUpBody(context, type);
  if ('problem' in reading) return answerProblem(context, reading.problem);
  const { form, isTrapped } = reading.body;
  const signUp = readSignUp(form, { ...evidenceOf(context, 'form'), at: clock.now() });
  if (!signUp.ok) {
    const wrong = { form, ...signUp };
    return type !== 'json' && wantsPage(context)
      ? formAgain(context, site, wrong)
      : answerProblem(context, wrongField(wrong));
  }
  // The answer says nothing of it: whoever wrote the program should think that it works.
  if (!isTrapped) await writeSignUp(signUp.signUp);
  if (type === 'json') return context.json({ status: 'check-your-inbox' }, 202, NOT_KEPT);
  return context.body(null, 303, { ...NOT_KEPT, Location: site.path(THANKS) });
}

const NOT_KEPT = { 'Cache-Control': 'no-store' } as const;

function formAgain(context: Context, site: Site, wrong: WrongSignUp) {
  return context.html(signUpPage(site, wrong), 422, { ...TOKEN_PAGE, Vary: 'Accept' });
}
