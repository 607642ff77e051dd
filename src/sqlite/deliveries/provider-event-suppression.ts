import {
  canChangeSuppression,
  type DatedReport,
  type Suppression,
  suppressionAfter,
} from '../../provider-events/suppression-rules.ts';
import type { EventStatements } from './provider-event-statements.ts';

export interface SubscriberAddress {
  subscriberId: number;
  emailKey: string;
}

/**
 * Suppresses an email address, or withdraws a suppression, as a report about one of its deliveries requires.
 *
 * @param storeReport Stores the report; the subscriber's final reports are read before and after it.
 */
export function updateSuppression(
  { subscriberId, emailKey }: SubscriberAddress,
  said: DatedReport,
  { statements, storeReport }: { statements: EventStatements; storeReport?: () => void },
): void {
  const known = statements.suppression.get(emailKey) ?? null;
  if (!canChangeSuppression(known, said)) {
    storeReport?.();
    return;
  }
  const before = statements.finalReports.all(subscriberId);
  storeReport?.();
  const after = storeReport === undefined ? before : statements.finalReports.all(subscriberId);
  writeSuppression(emailKey, { known, next: suppressionAfter({ known, said, before, after }), statements });
}

function writeSuppression(
  emailKey: string,
  {
    known,
    next,
    statements,
  }: { known: Suppression | null; next: Suppression | null; statements: EventStatements },
): void {
  if (next === null) {
    if (known !== null) statements.unsuppress.run(emailKey);
  } else if (known?.reason !== next.reason || known.at !== next.at) {
    statements.suppress.run(emailKey, next.reason, next.at);
  }
}
