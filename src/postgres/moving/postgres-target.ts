import { escapeIdentifier, type PoolClient } from 'pg';
import { FILLED_WITHOUT_USE } from '../../moving/filled-without-use.ts';
import type { MovableTable, MoveMark, MoveTarget, OpenTarget } from '../../moving/move-ends.ts';
import { AppError } from '../../shared/errors.ts';
import { MOVE_LOCK } from '../locks.ts';
import { MOVING, nameOf, openExclusively, withClient } from './exclusive-client.ts';
import { countRows, readRows, sequencesOf, sumsOf, writeRows } from './movable-rows.ts';
import { readMark, removeMark, writeMark } from './move-mark.ts';

/** @param url `postgres://…` */
export function postgresMoveTarget(url: string, tables: readonly MovableTable[]): MoveTarget {
  return {
    name: nameOf(url),
    mark: () => withClient(url, readMark),
    open: (arriving) => openTarget(url, { arriving, tables }),
    counts: () =>
      withClient(url, async (client) => {
        const counts = [];
        for (const table of tables) counts.push({ table: table.name, rows: await countRows(client, table) });
        return counts;
      }),
    release: (move) =>
      withClient(url, async (client) => {
        await client.query(`${MOVING}; select pg_advisory_xact_lock(${MOVE_LOCK})`);
        const mark = await readMark(client);
        if (mark?.state === 'arriving' && mark.move === move) await removeMark(client);
        await client.query('commit');
      }),
  };
}

interface Expected {
  arriving: MoveMark;
  tables: readonly MovableTable[];
}

/** Filled in one transaction: until it is kept, there are empty tables under a mark, which nobody takes for a new database. */
async function openTarget(url: string, { arriving, tables }: Expected): Promise<OpenTarget> {
  const beginsAnew = await removeEarlierMove(url, { arriving, tables });
  const names = tables.map(({ name }) => name);
  const { client, explain, explainRows, commit, close } = await openExclusively(url, names);
  try {
    await explain(() => refuseFilled(client, { url, tables }));
    await explain(() => writeMark(client, arriving, tables));
    await commit();
    await explain(() => removeMark(client));
    const addAgain = await explain(() => dropForeignKeysAndIndexes(client));
    await explain(() => client.query(truncate(tables)));
    // What an empty database was used with, and where, says nothing of the one that arrives.
    await explain(() => client.query('delete from known_server'));
    return {
      beginsAnew,
      write: (table, rows) => explain(() => writeRows(client, table, rows)),
      read: (table) => explainRows(() => readRows(client, table)),
      sums: (table) => explain(() => sumsOf(client, table)),
      complete: (latestIds) =>
        explain(async () => {
          await addAgain();
          await raiseSequences(client, latestIds);
          await client.query(`analyze ${tables.map(({ name }) => escapeIdentifier(name)).join(', ')}`);
        }),
      keep: (mark) =>
        explain(async () => {
          await writeMark(client, mark, tables);
          await client.query('commit');
        }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * What an earlier move kept, and nobody has used.
 *
 * @returns Whether there was any. @throws AppError `refused` if it is another database's, or was in use.
 */
function removeEarlierMove(url: string, { arriving, tables }: Expected): Promise<boolean> {
  return withClient(url, async (client) => {
    const mark = await readMark(client);
    if (mark === null) return false;
    if (mark.state !== 'arriving' || mark.database !== arriving.database) throw alreadyThere(url);
    await client.query(MOVING);
    await removeMark(client);
    await client.query(truncate(tables));
    await client.query('commit');
    return true;
  });
}

function alreadyThere(url: string): AppError {
  return new AppError(
    'refused',
    `There is something in the database ${nameOf(url)} already. Name an empty one.`,
  );
}

function truncate(tables: readonly MovableTable[]): string {
  return `truncate ${tables.map(({ name }) => escapeIdentifier(name)).join(', ')} restart identity`;
}

async function refuseFilled(
  client: PoolClient,
  { url, tables }: { url: string; tables: readonly MovableTable[] },
) {
  for (const { name } of tables.filter(({ name: one }) => !FILLED_WITHOUT_USE.includes(one))) {
    const { rows } = await client.query(`select 1 from ${escapeIdentifier(name)} limit 1`);
    if (rows.length > 0) throw alreadyThere(url);
  }
}

/**
 * To check each row for each of them takes longer than to check and sort all at the end.
 *
 * @returns What makes them again.
 */
async function dropForeignKeysAndIndexes(client: PoolClient): Promise<() => Promise<void>> {
  const { rows } = await client.query<{ drop: string; add: string }>(MADE_AGAIN);
  for (const { drop } of rows) await client.query(drop);
  return async () => {
    for (const { add } of rows.toReversed()) await client.query(add);
  };
}

/** Foreign keys first, because an index that one needs cannot be dropped. */
const MADE_AGAIN = `
  select 1 as turn, format('alter table %s drop constraint %I', conrelid::regclass, conname) as "drop",
    format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as "add"
  from pg_constraint where contype = 'f' and connamespace = current_schema()::regnamespace
  union all
  select 2, format('drop index %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
  from pg_index join pg_class on pg_class.oid = indrelid
  where relnamespace = current_schema()::regnamespace and relkind = 'r' and not exists (
    select 1 from pg_constraint where conindid = indexrelid and contype in ('p', 'u', 'x'))
  order by turn`;

async function raiseSequences(client: PoolClient, latestIds: ReadonlyMap<string, number>): Promise<void> {
  for (const [table, sequence] of await sequencesOf(client)) {
    // Rows that another program restored may be above what SQLite knows to be the highest.
    const { rows } = await client.query(`select coalesce(max(id), 0) as id from ${escapeIdentifier(table)}`);
    const latest = Math.max(latestIds.get(table) ?? 0, rows[0].id);
    if (latest > 0) await client.query('select setval($1, $2)', [sequence, latest]);
  }
}
