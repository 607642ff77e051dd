import { jsonStatements } from '../../sqlite/json-statements.ts';
import type { SqliteDatabase } from '../../sqlite/open-database.ts';

/** Prepared once: settling hundreds of sign-ups a second writes emails in groups, which the query builder cannot express. */
export function prepareEmailStatements(db: SqliteDatabase) {
  const { write } = jsonStatements(db);
  return {
    addLinks: write(`
      insert into link_tokens (subscriber_id, kind, created_at, hash, expires_at)
      select value->>0, value->>1, value->>2, value->>3, value->>4 from json_each(?)`),
    add: write(`
      insert into outgoing_emails (subscriber_id, kind, created_at, status, token, throttle_key, network_key, turn)
      select value->>0, value->>1, value->>2, 'open', value->>5, value->>6, value->>7, value->>8 from json_each(?)`),
  };
}
