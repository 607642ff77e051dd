import type { PaceStore } from '../../transport/resend/pace.ts';
import type { ChangeStore } from '../change-store.ts';
import type { DeliveryStore } from '../delivery-store.ts';
import type { IssueStore } from '../issue-store.ts';
import type { RateLimitStore } from '../rate-limit-store.ts';
import type { ReportStore } from '../report-store.ts';
import type { ScheduleStore } from '../schedule-store.ts';
import type { StudioStore } from '../studio-store.ts';
import type { SubscriberStore } from '../subscriber-store.ts';
import { createSqliteChangeStore } from './change-store.ts';
import { checkIntegrity, checkWritable } from './check-database.ts';
import { createSqliteDeliveryStore } from './delivery-store.ts';
import { createSqliteIssueStore } from './issue-store.ts';
import { openDatabase } from './open-database.ts';
import { createSqliteRateLimitStore } from './rate-limits.ts';
import { createSqliteReportStore } from './report-store.ts';
import { createSqlitePaceStore } from './request-pace.ts';
import { createSqliteScheduleStore } from './schedule-store.ts';
import { sqliteCause, storageError } from './storage-error.ts';
import { createSqliteStudioStore } from './studio-store.ts';
import { createSqliteSubscriberStore } from './subscriber-store.ts';

export interface SqliteStores {
  /** What keeps the data and its version, such as `SQLite 3.54.1`. */
  engine: string;
  issueStore: IssueStore;
  scheduleStore: ScheduleStore;
  subscriberStore: SubscriberStore;
  deliveryStore: DeliveryStore;
  reportStore: ReportStore;
  paceStore: PaceStore;
  changeStore: ChangeStore;
  rateLimitStore: RateLimitStore;
  studioStore: StudioStore;
  /** Writes to the database and changes nothing. @throws What the database says where it cannot be written. */
  checkWritable(): Promise<void>;
  /** Looks for damage, in seconds for a large database. @returns What was found; null where it is sound. */
  checkIntegrity(signal?: AbortSignal): Promise<string | null>;
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
    engine: `SQLite ${db.$client.prepare('select sqlite_version()').pluck().get()}`,
    issueStore: createSqliteIssueStore(db),
    scheduleStore: createSqliteScheduleStore(db),
    subscriberStore: createSqliteSubscriberStore(db),
    deliveryStore: createSqliteDeliveryStore(db),
    reportStore: createSqliteReportStore(db),
    paceStore: createSqlitePaceStore(db),
    changeStore: createSqliteChangeStore(db),
    rateLimitStore,
    studioStore: createSqliteStudioStore(db),
    checkWritable: () => checkWritable(db),
    checkIntegrity: (signal) => checkIntegrity(path, signal),
    explain: (error) => (sqliteCause(error) === undefined ? error : storageError(error, path)),
    close: () => {
      rateLimitStore.close();
      db.$client.close();
    },
  };
}
