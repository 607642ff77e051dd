import type { IssueRecord } from '../../../issues/issue-store.ts';
import { transportLabel } from '../../../issues/newsletter.ts';

/** Who takes the mail of an issue, as the studio calls it. */
export function carrierLabel(issue: Pick<IssueRecord, 'transport'> | null): string {
  return transportLabel(issue?.transport ?? 'outbox');
}
