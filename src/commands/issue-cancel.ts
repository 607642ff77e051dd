import { resultOf, statusOf } from '../issue-actions/decide-issue.ts';
import type { StoreContext } from './run-program.ts';

/**
 * Asks before an issue is cancelled, where somebody is there to answer: nothing brings it back. One that cannot be
 * cancelled needs no question.
 *
 * @returns Whether the answer was no; it was then said that nothing was done.
 * @throws AppError `refused` where the issue cannot be cancelled.
 */
export async function declinesCancel(slot: string, { app, output }: StoreContext): Promise<boolean> {
  if (!output.asks) return false;
  const status = await statusOf(slot, app.issueStore);
  resultOf('cancel', { slot, status });
  const question = `Cancel the issue of ${slot} for good? People who have it keep it, nobody else gets it, and this cannot be undone.`;
  if (await output.confirm(question)) return false;
  output.result({ slot, status, reason: 'not confirmed' }, () => 'Nothing was cancelled.');
  return true;
}
