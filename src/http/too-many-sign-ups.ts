import type { Context } from 'hono';
import type { SignUpRefusal } from '../subscribers/sign-up-limits.ts';
import type { AnswerProblem } from './pages/problem-page.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

const WHOSE = { network: 'from one network', all: 'in all' } as const;

/** Answers a sign-up beyond a limit: 429 with `Retry-After` in seconds (RFC 6585, section 4), the same for every address. */
export function answerTooManySignUps(
  context: Context,
  { refusal, answerProblem }: { refusal: SignUpRefusal; answerProblem: AnswerProblem },
) {
  const { by, most, within, waitsFor } = refusal;
  const seconds = Math.max(1, Math.ceil(waitsFor / SECOND));
  const limit = `We take ${most.toLocaleString('en-GB')} sign-ups ${WHOSE[by]} in ${minutes(within)}.`;
  return answerProblem(
    context,
    { status: 429, title: 'Too many sign-ups', detail: `${limit} Try again in ${minutes(waitsFor)}.` },
    { 'Retry-After': String(seconds) },
  );
}

/** A length of time in words, rounded up. */
function minutes(milliseconds: number): string {
  const count = Math.max(1, Math.ceil(milliseconds / MINUTE));
  return count === 1 ? '1 minute' : `${count} minutes`;
}
