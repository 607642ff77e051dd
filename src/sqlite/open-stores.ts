import { explainErrors, explainErrorsOfEach } from '../shared/explain-errors.ts';
import { createStores } from '../store/create-stores.ts';
import { createSqliteChangeStore } from './change-store.ts';
import { checkIntegrity, checkWritable } from './check-database.ts';
import { createSqliteDeliveryStore } from './deliveries/delivery-store.ts';
import { createSqliteProviderEventStore } from './deliveries/provider-events.ts';
import { sqliteEngine } from './engine.ts';
import { fileIdentity } from './file-identity.ts';
import { markerInMemory, restoreMarkerFor } from './files/restore-marker.ts';
import { createSqliteComparisonStore } from './issues/comparison-store.ts';
import { createSqliteCorrectionStore } from './issues/correction-store.ts';
import { createSqliteIssueStore } from './issues/issue-store.ts';
import { createSqliteNoticeStore } from './issues/notice-store.ts';
import { createSqliteReportStore } from './issues/report-store.ts';
import { createSqliteScheduleStore } from './issues/schedule-store.ts';
import { openDatabase } from './open-database.ts';
import { createSqliteOutgoingEmailStore } from './outgoing-email-store.ts';
import { createSqliteSampleStore } from './sample-store.ts';
import { sqliteCause, storageError } from './storage-error.ts';
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
  const marker = path === ':memory:' ? markerInMemory() : restoreMarkerFor(path);
  const explain = (error: unknown) => (sqliteCause(error) === undefined ? error : storageError(error, path));
  const guard = <Store extends object>(store: Store) => explainErrors(store, explain);
  const rateLimitStore = createSqliteRateLimitStore(db);
  return {
    engine: `SQLite ${db.$client.prepare('select sqlite_version()').pluck().get()}`,
    upgradeWarnings: db.upgradeWarnings,
    comparisonStore: guard(createSqliteComparisonStore(db)),
    correctionStore: guard(createSqliteCorrectionStore(db)),
    issueStore: guard(createSqliteIssueStore(db)),
    scheduleStore: guard(createSqliteScheduleStore(db, marker)),
    noticeStore: guard(createSqliteNoticeStore(db)),
    outgoingEmailStore: guard(createSqliteOutgoingEmailStore(db)),
    subscriberStore: guard(createSqliteSubscriberStore(db)),
    deliveryStore: guard(createSqliteDeliveryStore(db)),
    providerEventStore: guard(createSqliteProviderEventStore(db)),
    reportStore: guard(createSqliteReportStore(db)),
    changeStore: guard(createSqliteChangeStore(db)),
    rateLimitStore: guard(rateLimitStore),
    ...explainErrorsOfEach(createStores(sqliteEngine(db)), explain),
    sampleStore: guard(createSqliteSampleStore(db)),
    ...guard({
      checkWritable: () => checkWritable(db),
      checkIntegrity: (signal?: AbortSignal) => checkIntegrity(path, signal),
    }),
    isInPlace: fileIdentity(path),
    close: async () => {
      rateLimitStore.close();
      db.$client.close();
    },
  };
}
