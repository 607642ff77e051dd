import type { Context } from 'hono';
import type { Problem } from '../../problem.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import type { StudioDeps } from '../studio-deps.ts';
import { isCrossSiteGet } from './csrf-check.ts';

const KEY_REQUIRED: Problem = {
  status: 401,
  title: 'The studio opens with a key',
  detail:
    'Open the address with /studio?key= that the program printed where it runs. Every start prints one, and so does every use. Or set STUDIO_PASSWORD to at least 12 characters and restart the program.',
};

const INVALID_KEY: Problem = {
  status: 401,
  title: 'This key does not work',
  detail:
    'Each key opens the studio once, so this one may have been used already. The program printed a new one where it runs: open the last address there. If you cannot find it, start the program again.',
};

/** Whether a request carries a key. HEAD does not count: it must change nothing. */
export function hasKey({ req }: Context): boolean {
  return req.method === 'GET' && req.path === '/studio' && req.query('key') !== undefined;
}

/**
 * Exchanges the one-time key of `GET /studio?key=…` for a session. The only GET that changes state, because a
 * terminal can only print a link; it works once and is never emailed, so no email scanner opens it first.
 */
export async function exchangeKey(
  context: Context<StudioEnv>,
  { answerProblem, studioKey, sessions, record, limitAttempts }: StudioDeps,
): Promise<Response> {
  if (studioKey.spend(context.req.query('key') ?? '')) {
    await sessions.begin(context);
    await record.add('signed-in');
  } else if ((await sessions.find(context)) === null) {
    // The key cannot be guessed, but every refusal is kept for months.
    if (await limitAttempts({ networkAddress: context.get('networkAddress'), known: null }))
      await record.add('refused');
    return answerProblem(context, INVALID_KEY);
  }
  context.header('Referrer-Policy', 'no-referrer');
  return context.redirect(context.var.path('/studio'), 303);
}

export function askForKey(context: Context<StudioEnv>, { answerProblem }: StudioDeps) {
  return answerProblem(context, KEY_REQUIRED, isCrossSiteGet(context) ? { Refresh: '0' } : {});
}
