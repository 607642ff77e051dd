import type { Engine } from '../store/engine.ts';
import type { Step, Steps } from '../store/steps.ts';
import { inTx } from './in-tx.ts';
import type { PostgresDatabase } from './open-database.ts';
import * as tables from './schema.ts';

export function postgresEngine(db: PostgresDatabase): Engine {
  return {
    tables: tables as never,
    read: (work) => runInTurn(work(db as never)),
    write: (work) => inTx(db, (tx) => runInTurn(work(tx as never))),
  };
}

async function runInTurn<Result>(steps: Steps<Result>): Promise<Result> {
  let next = steps.next();
  while (next.done !== true) next = steps.next(await run(next.value));
  return next.value;
}

async function run({ kind, query }: Step): Promise<unknown> {
  const answer = (await query) as unknown;
  if (kind === 'change') return (answer as { rowCount: number }).rowCount;
  return kind === 'all' ? answer : (answer as unknown[])[0];
}
