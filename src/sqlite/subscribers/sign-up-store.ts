import type { SignUpStore } from '../../subscribers/sign-ups/sign-up-store.ts';
import type { SqliteDatabase } from '../open-database.ts';
import { prepareLinks } from './links.ts';
import { prepareOwnChanges } from './own-changes.ts';
import { prepareRemoval } from './remove-unconfirmed.ts';
import { prepareSignUps } from './sign-ups.ts';
import { prepareEmails } from './transactional-emails.ts';

export function createSqliteSignUpStore(db: SqliteDatabase): SignUpStore {
  const { toMailbox, inLastHour, write, ...emails } = prepareEmails(db);
  const rows = { toMailbox, inLastHour, write };
  return {
    ...emails,
    ...prepareSignUps(db, rows),
    ...prepareLinks(db),
    ...prepareOwnChanges(db, rows),
    removeUnconfirmed: prepareRemoval(db),
  };
}
