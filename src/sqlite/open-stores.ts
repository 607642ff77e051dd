import { createSqliteChangeStore } from './change-store.ts';
import { checkIntegrity, checkWritable } from './check-database.ts';
import { createSqliteDeliveryStore } from './deliveries/delivery-store.ts';
import { createSqliteProviderEventStore } from './deliveries/provider-events.ts';
import { createSqlitePaceStore } from './deliveries/request-pace.ts';
import { fileIdentity } from './file-identity.ts';
import { createSqliteComparisonStore } from './issues/comparison-store.ts';
import { createSqliteCorrectionStore } from './issues/correction-store.ts';
import { createSqliteIssueStore } from './issues/issue-store.ts';
import { createSqliteNoticeStore } from './issues/notice-store.ts';
import { createSqliteReportStore } from './issues/report-store.ts';
import { createSqliteScheduleStore } from './issues/schedule-store.ts';
import { createSqliteLookStore } from './look-store.ts';
import { openDatabase } from './open-database.ts';
import { createSqliteOutgoingEmailStore } from './outgoing-email-store.ts';
import { createSqliteSampleStore } from './sample-store.ts';
import { createSqliteSettingsStore } from './settings-store.ts';
import { sqliteCause, storageError } from './storage-error.ts';
import { createSqliteStudioStore } from './studio-store.ts';
import { createSqliteRateLimitStore } from './subscribers/rate-limits.ts';
import { createSqliteSubscriberStore } from './subscribers/subscriber-store.ts';

export type SqliteStores = ReturnType<typeof openSqliteStores>;

/**
 * Opens everything that `app/stores.ts` lists, on one SQLite file.
 *
 * @param source A file, created if missing, `:memory:`, or the bytes of a database, which are copied into memory.
 * @throws AppError `storage`
 */
export function openSqliteStores(source: string | Buffer) {
  const path = typeof source === 'string' ? source : ':memory:';
  const db = openDatabase(source);
  const rateLimitStore = createSqliteRateLimitStore(db);
  return {
    engine: `SQLite ${db.$client.prepare('select sqlite_version()').pluck().get()}`,
    upgradeWarnings: db.upgradeWarnings,
    comparisonStore: createSqliteComparisonStore(db),
    correctionStore: createSqliteCorrectionStore(db),
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
    lookStore: createSqliteLookStore(db),
    settingsStore: createSqliteSettingsStore(db),
    sampleStore: createSqliteSampleStore(db),
    checkWritable: () => checkWritable(db),
    checkIntegrity: (signal?: AbortSignal) => checkIntegrity(path, signal),
    isInPlace: fileIdentity(path),
    explain: (error: unknown) => (sqliteCause(error) === undefined ? error : storageError(error, path)),
    close: () => {
      rateLimitStore.close();
      db.$client.close();
    },
  };
}
