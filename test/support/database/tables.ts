import { createSqliteDeliveryStore } from '../../../src/sqlite/deliveries/delivery-store.ts';
import { createSqliteProviderEventStore } from '../../../src/sqlite/deliveries/provider-events.ts';
import { sqliteEngine } from '../../../src/sqlite/engine.ts';
import { markerInMemory, type RestoreMarkerFile } from '../../../src/sqlite/files/restore-marker.ts';
import { createSqliteComparisonStore } from '../../../src/sqlite/issues/comparison-store.ts';
import { createSqliteCorrectionStore } from '../../../src/sqlite/issues/correction-store.ts';
import { createSqliteIssueStore } from '../../../src/sqlite/issues/issue-store.ts';
import { createSqliteNoticeStore } from '../../../src/sqlite/issues/notice-store.ts';
import { createSqliteScheduleStore } from '../../../src/sqlite/issues/schedule-store.ts';
import { openDatabase, type SqliteDatabase } from '../../../src/sqlite/open-database.ts';
import { createSqliteOutgoingEmailStore } from '../../../src/sqlite/outgoing-email-store.ts';
import { createSqliteSampleStore } from '../../../src/sqlite/sample-store.ts';
import { createSqliteRateLimitStore } from '../../../src/sqlite/subscribers/rate-limits.ts';
import { createSqliteSubscriberStore } from '../../../src/sqlite/subscribers/subscriber-store.ts';
import { createLookStore } from '../../../src/store/look-store.ts';
import { createSettingsStore } from '../../../src/store/settings-store.ts';
import { createStudioStore } from '../../../src/store/studio-store.ts';
import { emptyDatabase } from './empty-database.ts';

export function storesOn(db: SqliteDatabase, marker: RestoreMarkerFile = markerInMemory()) {
  const engine = sqliteEngine(db);
  return {
    comparisonStore: createSqliteComparisonStore(db),
    correctionStore: createSqliteCorrectionStore(db),
    issueStore: createSqliteIssueStore(db),
    subscriberStore: createSqliteSubscriberStore(db),
    deliveryStore: createSqliteDeliveryStore(db),
    providerEventStore: createSqliteProviderEventStore(db),
    scheduleStore: createSqliteScheduleStore(db, marker),
    noticeStore: createSqliteNoticeStore(db),
    outgoingEmailStore: createSqliteOutgoingEmailStore(db),
    rateLimitStore: createSqliteRateLimitStore(db),
    studioStore: createStudioStore(engine),
    lookStore: createLookStore(engine),
    settingsStore: createSettingsStore(engine),
    sampleStore: createSqliteSampleStore(db),
    close: () => {
      db.$client.close();
    },
  };
}

/** The stores on a database in memory, and all that is in it. */
export function openWithTables() {
  const db = openDatabase(emptyDatabase());
  return { ...storesOn(db), db, tables: () => tablesOf(db) };
}

export type Tables = Record<string, Record<string, unknown>[]>;

/**
 * Every row of every table, in an order that does not depend on when it was written; except for counts of limits,
 * sessions and
 * events of the studio, and the row by which each database differs from all others.
 */
function tablesOf({ $client }: SqliteDatabase): Tables {
  const names = $client
    .prepare<[], string>(
      `select name from sqlite_master where type = 'table' and name not like 'sqlite%'
        and name not in ('rate_limits', 'scheduler_watch', 'studio_sessions', 'studio_events') order by name`,
    )
    .pluck()
    .all();
  return Object.fromEntries(
    names.map((name) => [
      name,
      $client.prepare<[], Record<string, unknown>>(`select * from "${name}" order by 1, 2`).all(),
    ]),
  );
}
