import type { MoveDeps } from '../moving/move-database.ts';
import { postgresMoveSource } from '../postgres/moving/postgres-source.ts';
import { postgresMoveTarget } from '../postgres/moving/postgres-target.ts';
import { systemClock } from '../shared/clock.ts';
import { AppError } from '../shared/errors.ts';
import { explainErrors } from '../shared/explain-errors.ts';
import { sqliteMoveSource } from '../sqlite/moving/sqlite-source.ts';
import { sqliteMoveTarget } from '../sqlite/moving/sqlite-target.ts';
import { MOVABLE_TABLES } from '../store/movable-tables.ts';

/** What a `DATABASE_URL` names. */
export type DatabasePlace = { kind: 'sqlite'; path: string } | { kind: 'postgres'; url: string };

/** From one kind to the other. */
export function composeMove(from: DatabasePlace, to: DatabasePlace): MoveDeps {
  const target = explainErrors(
    to.kind === 'sqlite' ? sqliteMoveTarget(to.path) : postgresMoveTarget(to.url, MOVABLE_TABLES),
    namesTo,
  );
  return {
    source:
      from.kind === 'sqlite' ? sqliteMoveSource(from.path) : postgresMoveSource(from.url, MOVABLE_TABLES),
    target: { ...target, open: async (arriving) => explainErrors(await target.open(arriving), namesTo) },
    tables: MOVABLE_TABLES,
    clock: systemClock,
  };
}

/** Advice on a database that cannot be used names `DATABASE_URL`, which is that of the source. */
function namesTo(error: unknown): unknown {
  if (!(error instanceof AppError) || error.code !== 'storage') return error;
  return new AppError(error.code, error.message.replaceAll('DATABASE_URL', '--to'), error.cause);
}
