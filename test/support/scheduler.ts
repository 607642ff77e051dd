import { sendSlot } from '../../src/issue-actions/send-slot.ts';
import type { IssueRecord } from '../../src/issues/issue-store.ts';
import { parseSchedule, type Schedule } from '../../src/schedule/schedule.ts';
import type { RestoreMarker, SchedulerState } from '../../src/schedule/scheduler-state.ts';
import { type CheckSlotsDeps, checkSlots } from '../../src/scheduler/run-schedule.ts';
import type { SchedulerConfig } from '../../src/scheduler/scheduler-deps.ts';
import type { Clock } from '../../src/shared/clock.ts';
import type { RestoreMarkerFile } from '../../src/sqlite/files/restore-marker.ts';
import { openDatabase, type SqliteDatabase } from '../../src/sqlite/open-database.ts';
import { aComparison } from './comparisons.ts';
import { emptyDatabase } from './database/empty-database.ts';
import { type BehindItsBack, type OpenedStores, openWithTables, sqlOn, storesOn } from './database/tables.ts';
import { addReaders } from './issues.ts';
import { type ScriptedTransport, scriptedTransport } from './sending/scripted-transport.ts';
import { sendDeps } from './sending/send-deps.ts';
import { sendFor } from './sending/transactional-emails.ts';

export function scheduleOf(pattern: string, zone = 'UTC'): Schedule {
  const reading = parseSchedule({ pattern, zone });
  if (!reading.ok) throw new Error(reading.reasons.map(({ message }) => message).join('; '));
  return reading.schedule;
}

/** A marker file beside a database, which is not restored with it. */
export function memoryMarker(): RestoreMarkerFile & { forget(): void } {
  let kept: RestoreMarker | null = null;
  return {
    read: () => kept,
    write: (marker) => {
      kept = marker;
    },
    forget: () => {
      kept = null;
    },
  };
}

export interface Machine extends Pick<BehindItsBack, 'sql'> {
  stores: Omit<OpenedStores, keyof BehindItsBack>;
  deps: CheckSlotsDeps;
  /** One check of the slots, by the running process or by one that was just started. */
  look(how?: {
    restarted?: boolean;
    deps?: Partial<CheckSlotsDeps>;
    config?: Partial<SchedulerConfig>;
  }): Promise<void>;
  /** Finishes the issues being sent, as the sender beside the scheduler does. */
  deliver(transport?: ScriptedTransport): Promise<ScriptedTransport>;
  find(slot: string): Promise<IssueRecord | null>;
  statusOf(slot: string): Promise<string | null>;
  /** The editor's notices, each by its slot and event. */
  notices(): Promise<string[]>;
  publish(name: string, publishedAt: number): Promise<void>;
}

/** Sets the age of a database, which is otherwise the time of the test run. */
export async function setAge({ sql }: Pick<BehindItsBack, 'sql'>, madeAt: number): Promise<void> {
  await sql(`update scheduler_watch set since = ${madeAt}, made_at = ${madeAt}`);
}

type Given = { clock: Clock; madeAt?: number; readers?: number } & Partial<SchedulerConfig>;

/** A database that was made at an instant, with readers, and a scheduler on it that the test runs. */
export async function aMachine(given: Given): Promise<Machine> {
  return runOn(await openWithTables(), given);
}

export type SqliteMachine = Machine & { db: SqliteDatabase };

/** The same on SQLite, whose marker is a file beside the database, for tests of copied and restored files. */
export async function aSqliteMachine({
  db = openDatabase(emptyDatabase()),
  marker = memoryMarker(),
  ...given
}: Given & { db?: SqliteDatabase; marker?: RestoreMarkerFile }): Promise<SqliteMachine> {
  return { ...(await runOn({ ...storesOn(db, marker), sql: sqlOn(db) }, given)), db };
}

async function runOn(
  opened: Omit<OpenedStores, 'tables'>,
  { clock, madeAt, readers = 2, ...config }: Given,
): Promise<Machine> {
  const { sql, ...stores } = opened;
  if (madeAt !== undefined) await setAge({ sql }, madeAt);
  if (readers > 0) await addReaders(stores.subscriberStore, readers);
  const sending = sendDeps(stores, { clock, transport: scriptedTransport() });
  const deps: CheckSlotsDeps = {
    ...sending,
    scheduleStore: stores.scheduleStore,
    noticeStore: stores.noticeStore,
    config: { ...sending.config, catchUpHours: 24, draftLeadHours: 24, ...config },
  };
  let recorded: SchedulerState | null = null;
  return {
    stores,
    sql,
    deps,
    look: async ({ restarted = false, deps: changed = {}, config: settings = {} } = {}) => {
      const now = { ...deps, ...changed, config: { ...deps.config, ...settings } };
      recorded = await checkSlots(restarted ? null : recorded, now);
    },
    deliver: async (transport = scriptedTransport()) => {
      for (const { slot, status } of await stores.issueStore.listIssues({ goingOutSince: clock.now() })) {
        const send = sendDeps(stores, { clock, transport, config });
        if (status === 'sending') await sendSlot(slot, send);
      }
      return transport;
    },
    find: (slot) => stores.issueStore.findIssue(slot),
    statusOf: async (slot) => (await stores.issueStore.findIssue(slot))?.status ?? null,
    notices: async () => {
      const rows = await sql("select slot, event from outgoing_emails where kind = 'notice' order by id");
      return rows.map(({ slot, event }) => `${slot} ${event}`);
    },
    publish: async (name, publishedAt) => {
      const comparison = aComparison({ tools: [name, `Other than ${name}`] });
      await stores.comparisonStore.saveComparison(
        { ...comparison, publishedAt: new Date(publishedAt).toISOString() },
        publishedAt,
      );
    },
  };
}

export const EDITOR = { name: null, email: 'editor@verdicts.test' };

/** Sends notices until the clock has moved this far. Returns what was reported. */
export function tellFor(
  milliseconds: number,
  deps: Pick<Parameters<typeof sendFor>[1], 'outgoingEmailStore' | 'transport' | 'clock'>,
): Promise<string[]> {
  return sendFor(milliseconds, { ...deps, notices: { editor: EDITOR, zone: 'Europe/Berlin' } });
}
