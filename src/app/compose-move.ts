import type { MoveDeps } from '../moving/move-database.ts';
import { postgresMoveSource } from '../postgres/moving/postgres-source.ts';
import { postgresMoveTarget } from '../postgres/moving/postgres-target.ts';
import { systemClock } from '../shared/clock.ts';
import { sqliteMoveSource } from '../sqlite/moving/sqlite-source.ts';
import { sqliteMoveTarget } from '../sqlite/moving/sqlite-target.ts';
import { MOVABLE_TABLES } from '../store/movable-tables.ts';

/** What a `DATABASE_URL` names. */
export type DatabasePlace = { kind: 'sqlite'; path: string } | { kind: 'postgres'; url: string };

/** From one kind to the other. */
export function composeMove(from: DatabasePlace, to: DatabasePlace): MoveDeps {
  return {
    source:
      from.kind === 'sqlite' ? sqliteMoveSource(from.path) : postgresMoveSource(from.url, MOVABLE_TABLES),
    target: to.kind === 'sqlite' ? sqliteMoveTarget(to.path) : postgresMoveTarget(to.url, MOVABLE_TABLES),
    tables: MOVABLE_TABLES,
    clock: systemClock,
  };
}
