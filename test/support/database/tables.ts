import { sqliteEngine } from '../../../src/sqlite/engine.ts';
import { markerInMemory, type RestoreMarkerFile } from '../../../src/sqlite/files/restore-marker.ts';
import { openDatabase, type SqliteDatabase } from '../../../src/sqlite/open-database.ts';
import { createSqliteRateLimitStore } from '../../../src/sqlite/rate-limits.ts';
import { createDeliveryStore } from '../../../src/store/deliveries/delivery-store.ts';
import { createProviderEventStore } from '../../../src/store/deliveries/provider-events.ts';
import { createComparisonStore } from '../../../src/store/issues/comparison-store.ts';
import { createCorrectionStore } from '../../../src/store/issues/correction-store.ts';
import { createIssueStore } from '../../../src/store/issues/issue-store.ts';
import { createNoticeStore } from '../../../src/store/issues/notice-store.ts';
import { createScheduleStore } from '../../../src/store/issues/schedule-store.ts';
import { createLookStore } from '../../../src/store/look-store.ts';
import { createOutgoingEmailStore } from '../../../src/store/outgoing-email-store.ts';
import { createSampleStore } from '../../../src/store/sample-store.ts';
import { createSettingsStore } from '../../../src/store/settings-store.ts';
import { createStudioStore } from '../../../src/store/studio-store.ts';
import { createSubscriberStore } from '../../../src/store/subscribers/subscriber-store.ts';
import { emptyDatabase } from './empty-database.ts';

export function storesOn(db: SqliteDatabase, marker: RestoreMarkerFile = markerInMemory()) {
  const engine = sqliteEngine(db);
  return {
    comparisonStore: createComparisonStore(engine),
    correctionStore: createCorrectionStore(engine),
    issueStore: createIssueStore(db),
    subscriberStore: createSubscriberStore(db),
    deliveryStore: createDeliveryStore(db),
    providerEventStore: createProviderEventStore(engine),
    scheduleStore: createScheduleStore(db, marker),
    noticeStore: createNoticeStore(db),
    outgoingEmailStore: createOutgoingEmailStore(engine),
    rateLimitStore: createSqliteRateLimitStore(db),
    studioStore: createStudioStore(engine),
    lookStore: createLookStore(engine),
    settingsStore: createSettingsStore(engine),
    sampleStore: createSampleStore(engine),
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
