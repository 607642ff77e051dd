import type { Engine } from '../store/engine.ts';
import * as tables from '../store/schema/index.ts';
import type { Step, Steps } from '../store/steps.ts';
import { inTxWithRetry } from './in-tx.ts';
import type { SqliteDatabase } from './open-database.ts';

export function sqliteEngine(db: SqliteDatabase): Engine {
  return {
    tables,
    read: async (work) => runAtOnce(work(db)),
    write: (work) => inTxWithRetry(db, () => ({ result: runAtOnce(work(db)) })).then(({ result }) => result),
  };
}

/** Never waits, so nothing else runs in between. */
function runAtOnce<Result>(steps: Steps<Result>): Result {
  let next = steps.next();
  while (next.done !== true) next = steps.next(run(next.value));
  return next.value;
}

function run({ kind, query }: Step): unknown {
  if (kind === 'change') return query.run().changes;
  return kind === 'all' ? query.all() : query.get();
}
