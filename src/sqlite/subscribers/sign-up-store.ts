import type { SignUpStore } from '../../subscribers/sign-ups/sign-up-store.ts';
import { inTxWithRetry } from '../in-tx.ts';
import type { SqliteDatabase } from '../open-database.ts';
import { createLinks } from './links.ts';
import { createOwnChanges } from './own-changes.ts';
import { removeUnconfirmed } from './remove-unconfirmed.ts';
import { prepareSignUps } from './sign-ups.ts';
import { prepareEmails } from './transactional-emails.ts';

export function createSqliteSignUpStore(db: SqliteDatabase): SignUpStore {
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
