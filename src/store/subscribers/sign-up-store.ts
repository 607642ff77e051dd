import { inTxWithRetry } from '../../sqlite/in-tx.ts';
import type { SqliteDatabase } from '../../sqlite/open-database.ts';
import type { SignUpStore } from '../../subscribers/sign-ups/sign-up-store.ts';
import { createLinks } from './links.ts';
import { createOwnChanges } from './own-changes.ts';
import { removeUnconfirmed } from './remove-unconfirmed.ts';
import { prepareSignUps } from './sign-ups.ts';
import { prepareEmails } from './transactional-emails.ts';

export function createSignUpStore(db: SqliteDatabase): SignUpStore {
  const { toMailbox, inLastHour, write, ...emails } = prepareEmails(db);
  const rows = { toMailbox, inLastHour, write };
  return {
    ...emails,
    ...prepareSignUps(db, rows),
    ...createLinks(db),
    ...createOwnChanges(db, rows),
    removeUnconfirmed: async (step) => inTxWithRetry(db, () => removeUnconfirmed(db, step)),
  };
}
