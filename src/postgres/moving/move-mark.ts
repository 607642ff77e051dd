import { escapeIdentifier, escapeLiteral, type PoolClient } from 'pg';
import { markWords } from '../../moving/mark-words.ts';
import type { MovableTable, MoveMark } from '../../moving/move-ends.ts';

/** @returns Null if there is none. */
export async function readMark(client: PoolClient): Promise<MoveMark | null> {
  const { rows: tables } = await client.query("select to_regclass('database_move') as name");
  if (tables[0].name === null) return null;
  const { rows } = await client.query('select state, move, "database", other, at from database_move');
  return rows[0] ?? null;
}

/**
 * Besides the row, which refuses whoever opens the database, triggers refuse every change: to processes that opened it before,
 * and to other programs.
 */
export async function writeMark(
  client: PoolClient,
  mark: MoveMark,
  tables: readonly MovableTable[],
): Promise<void> {
  await removeMark(client);
  await client.query(
    'create table database_move (state text, move text, "database" text, other text, at bigint)',
  );
  await client.query('insert into database_move values ($1, $2, $3, $4, $5)', [
    mark.state,
    mark.move,
    mark.database,
    mark.other,
    mark.at,
  ]);
  const words = escapeLiteral(markWords(mark).replaceAll('%', '%%'));
  const body = `begin raise exception ${words}; end`;
  await client.query(
    `create function refuse_moved() returns trigger language plpgsql as ${escapeLiteral(body)}`,
  );
  for (const { name } of tables)
    await client.query(
      `create trigger refuse_moved before insert or update or delete or truncate on ${escapeIdentifier(name)} for each statement execute function refuse_moved()`,
    );
}

export async function removeMark(client: PoolClient): Promise<void> {
  await client.query('drop function if exists refuse_moved() cascade');
  await client.query('drop table if exists database_move');
}
