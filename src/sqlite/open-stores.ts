import type { ComparisonStore } from '../comparisons/comparison-store.ts';
import type { DeliveryStore } from '../delivery/delivery-store.ts';
import type { StudioStore } from '../http/studio/access/studio-store.ts';
import type { ChangeStore } from '../http/studio/frame/change-store.ts';
import type { IssueStore } from '../issues/issue-store.ts';
import type { NoticeStore } from '../issues/notice-store.ts';
import type { ReportStore } from '../issues/report-store.ts';
import type { ProviderEventStore } from '../provider-events/provider-event-store.ts';
import type { ScheduleStore } from '../schedule/schedule-store.ts';
import type { RateLimitStore } from '../subscribers/sign-ups/rate-limit-store.ts';
import type { SubscriberStore } from '../subscribers/subscriber-store.ts';
import type { OutgoingEmailStore } from '../transactional/outgoing-email-store.ts';
import type { PaceStore } from '../transport/resend/pace.ts';
import { createSqliteChangeStore } from './change-store.ts';
import { checkIntegrity, checkWritable } from './check-database.ts';
import { createSqliteDeliveryStore } from './deliveries/delivery-store.ts';
import { createSqliteProviderEventStore } from './deliveries/provider-events.ts';
import { createSqlitePaceStore } from './deliveries/request-pace.ts';
import { createSqliteComparisonStore } from './issues/comparison-store.ts';
import { createSqliteIssueStore } from './issues/issue-store.ts';
import { createSqliteNoticeStore } from './issues/notice-store.ts';
import { createSqliteReportStore } from './issues/report-store.ts';
import { createSqliteScheduleStore } from './issues/schedule-store.ts';
import { openDatabase } from './open-database.ts';
import { createSqliteOutgoingEmailStore } from './outgoing-email-store.ts';
import { sqliteCause, storageError } from './storage-error.ts';
import { createSqliteStudioStore } from './studio-store.ts';
import { createSqliteRateLimitStore } from './subscribers/rate-limits.ts';
import { createSqliteSubscriberStore } from './subscribers/subscriber-store.ts';

export interface SqliteStores {
  /** Engine and version, such as `SQLite 3.54.1`. */
  engine: string;
  comparisonStore: ComparisonStore;
  issueStore: IssueStore;
  scheduleStore: ScheduleStore;
  noticeStore: NoticeStore;
  outgoingEmailStore: OutgoingEmailStore;
  subscriberStore: SubscriberStore;
  deliveryStore: DeliveryStore;
  providerEventStore: ProviderEventStore;
  reportStore: ReportStore;
  paceStore: PaceStore;
  changeStore: ChangeStore;
  rateLimitStore: RateLimitStore;
  studioStore: StudioStore;
  /** Writes without changing anything. @throws SQLite's error if the database cannot be written to. */
  checkWritable(): Promise<void>;
  /** Checks for damage; takes seconds for a large database. @returns The damage, or null. */
  checkIntegrity(signal?: AbortSignal): Promise<string | null>;
  /** Turns a store's error into an AppError with advice about the file; leaves any other as it is. */
  explain(error: unknown): unknown;
  close(): void;
}

/**
 * Opens all stores on one SQLite file.
 *
 * @param path A file, created if missing, or `:memory:`.
 * @throws AppError `storage`
 */
export function openSqliteStores(path: string): SqliteStores {
  const db = openDatabase(path);
  const rateLimitStore = createSqliteRateLimitStore(db);
  return {
    engine: `SQLite ${db.$client.prepare('select sqlite_version()').pluck().get()}`,
    comparisonStore: createSqliteComparisonStore(db),
    issueStore: createSqliteIssueStore(db),
    scheduleStore: createSqliteScheduleStore(db),
    noticeStore: createSqliteNoticeStore(db),
    outgoingEmailStore: createSqliteOutgoingEmailStore(db),
    subscriberStore: createSqliteSubscriberStore(db),
    deliveryStore: createSqliteDeliveryStore(db),
    providerEventStore: createSqliteProviderEventStore(db),
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
