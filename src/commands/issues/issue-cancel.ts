import { statusAfter, statusOf } from '../../issue-actions/decide-issue.ts';
import type { StoreContext } from '../command-action.ts';

/**
 * Asks before cancelling, which is irreversible, if someone can answer. If the issue cannot be cancelled, throws
 * instead.
 *
 * @returns Whether the answer was no, which has then been reported.
 * @throws AppError `refused` if the issue cannot be cancelled.
 */
export async function declinesCancel(slot: string, { app, output }: StoreContext): Promise<boolean> {
  if (!output.isInteractive) return false;
  const status = await statusOf(slot, app.issueStore);
  statusAfter('cancel', { slot, status });
  const question = `Stop the issue of ${slot} for good? Those who have it keep it, and nobody else gets it. You cannot undo this.`;
  if (await output.confirm(question)) return false;
  output.result({ slot, status, reason: 'not confirmed' }, () => 'Nothing was stopped.');
  return true;
}
