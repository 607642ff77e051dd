import { jsonStatements } from '../../sqlite/json-statements.ts';
import { perDatabase } from '../../sqlite/per-database.ts';

/** Raw, because a million subscribers have ten thousand batches: one call for each takes a tenth of the freeze. */
export const growBatches = perDatabase((db) =>
  jsonStatements(db).write(`
    insert into batches (issue_id, number, status, size)
    select value->>0, value->>1, 'open', value->>2 from json_each(?) where true
    on conflict (issue_id, number) do update set size = size + excluded.size`),
);
