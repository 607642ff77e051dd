import {
  type Said,
  type Suppression,
  suppressionAfter,
  touchesSuppression,
} from '../../provider-events/suppression-rules.ts';
import type { EventStatements } from './provider-event-statements.ts';

export interface Addressee {
  subscriberId: number;
  emailKey: string;
}

/**
 * Suppresses an email address, or withdraws a suppression, as a report about one of its deliveries requires.
 *
 * @param hear Stores the report; the subscriber's final reports are read before and after it.
 */
export function suppressAround(
  { subscriberId, emailKey }: Addressee,
  said: Said,
  { statements, hear }: { statements: EventStatements; hear?: () => void },
): void {
  const known = statements.suppression.get(emailKey) ?? null;
  if (!touchesSuppression(known, said)) {
    hear?.();
    return;
  }
  const before = statements.endings.all(subscriberId);
  hear?.();
  const after = hear === undefined ? before : statements.endings.all(subscriberId);
  write(emailKey, { known, next: suppressionAfter({ known, said, before, after }), statements });
}

function write(
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
