import type { PaceStore } from '../../transport/resend/pace.ts';
import type { DeliveryStore } from '../delivery-store.ts';
import type { IssueStore } from '../issue-store.ts';
import type { RateLimitStore } from '../rate-limit-store.ts';
import type { SubscriberStore } from '../subscriber-store.ts';
import { createSqliteDeliveryStore } from './delivery-store.ts';
import { createSqliteIssueStore } from './issue-store.ts';
import { openDatabase } from './open-database.ts';
import { createSqliteRateLimitStore } from './rate-limits.ts';
import { createSqlitePaceStore } from './request-pace.ts';
import { sqliteCause, storageError } from './storage-error.ts';
import { createSqliteSubscriberStore } from './subscriber-store.ts';

export interface SqliteStores {
  issueStore: IssueStore;
  subscriberStore: SubscriberStore;
  deliveryStore: DeliveryStore;
  paceStore: PaceStore;
  rateLimitStore: RateLimitStore;
  /** What a store threw, as an AppError that says what to do about the file; any other error as it is. */
  explain(error: unknown): unknown;
  close(): void;
}

/**
 * Opens the three stores, the pace that all senders keep together, and the counts of what is limited, on one SQLite file.
 *
 * @param path A file, made where it is missing, or `:memory:`.
 * @throws AppError `storage`
 */
export function openSqliteStores(path: string): SqliteStores {
  const db = openDatabase(path);
  const rateLimitStore = createSqliteRateLimitStore(db);
  return {
    issueStore: createSqliteIssueStore(db),
    subscriberStore: createSqliteSubscriberStore(db),
    deliveryStore: createSqliteDeliveryStore(db),
    paceStore: createSqlitePaceStore(db),
    rateLimitStore,
    explain: (error) => (sqliteCause(error) === undefined ? error : storageError(error, path)),
    close: () => {
      rateLimitStore.close();
      db.$client.close();
    },
  };
}
