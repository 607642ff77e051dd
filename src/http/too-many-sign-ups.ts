import type { Context } from 'hono';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../shared/durations.ts';
import { formatDuration, formatNumber } from '../shared/format.ts';
import type { SignUpObstacle } from '../subscribers/sign-ups/sign-up-limits.ts';
import type { SignUpRequestKind } from '../subscribers/sign-ups/sign-up-store.ts';
import type { AnswerProblem } from './pages/problem-page.ts';

const SCOPES = { network: 'from one network', all: 'in total' } as const;

const NAMES: Readonly<Record<SignUpRequestKind, string>> = { subscription: 'sign-ups', links: 'requests' };

interface TooMany {
  obstacle: SignUpObstacle;
  requestKind: SignUpRequestKind;
  answerProblem: AnswerProblem;
}

/** Answers 429 with `Retry-After` in seconds (RFC 6585, section 4); the same for every address. */
export function answerTooManySignUps(context: Context, { obstacle, requestKind, answerProblem }: TooMany) {
  const { kind, by, max, windowMs, retryAfterMs } = obstacle;
  const seconds = Math.max(1, Math.ceil(retryAfterMs / SECOND_MS));
  const limit =
    kind === 'refuse'
      ? `We take ${formatNumber(max)} ${NAMES[requestKind]} ${SCOPES[by]} in ${formatDuration(windowMs)}.`
      : `Many ${NAMES[requestKind]} are coming ${WHERE[by]}.`;
  const meanwhile = requestKind === 'links' ? ' Your links are also at the end of every issue.' : '';
  return answerProblem(
    context,
    {
      status: 429,
      title: `Too many ${NAMES[requestKind]}`,
      detail: `${limit} Try again in ${formatWait(retryAfterMs)}.${meanwhile}`,
    },
    { 'Retry-After': String(seconds) },
  );
}

const WHERE = { network: 'from your network', all: 'in' } as const;

/** Why a request needs a proof, and what to do about it with and without JavaScript. The same for every address. */
export function proofReason(
  { by, retryAfterMs }: SignUpObstacle,
  requestKind: SignUpRequestKind,
): Record<'person' | 'program', string> {
  const why = `Many ${NAMES[requestKind]} are coming ${WHERE[by]}`;
  const later = formatWait(retryAfterMs);
  return {
    person: `${why}, so your browser has to compute something first. Press the button once more. If you end up here again, or have JavaScript turned off, leave this page open and press it in ${later}.`,
    program: `${why}. In ${later}, one is taken without this step.`,
  };
}

/** Rounded up, so that nobody comes back too early. */
function formatWait(milliseconds: number): string {
  const unit = milliseconds > 2 * HOUR_MS ? HOUR_MS : MINUTE_MS;
  return formatDuration(Math.max(1, Math.ceil(milliseconds / unit)) * unit);
}
