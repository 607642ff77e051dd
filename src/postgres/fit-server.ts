import { escapeIdentifier, type Pool } from 'pg';
import { AppError } from '../shared/errors.ts';

const MIN_VERSION = 14;

interface ServerRow {
  version: string;
  number: number;
  encoding: string;
  standby: boolean;
  database: string;
  user: string;
}

/**
 * Refuses a server on which the program would not work, before anything is written.
 *
 * @throws AppError `storage`
 */
export async function refuseUnfit(pool: Pool): Promise<void> {
  const { rows } = await pool.query<ServerRow>(
    `select current_setting('server_version') as version, current_setting('server_version_num')::int as number,
       current_setting('server_encoding') as encoding, pg_is_in_recovery() as standby,
       current_database() as database, current_user as "user"`,
  );
  const [server] = rows;
  if (server === undefined) throw new Error('A select without a table has one row.');
  const { version, number, encoding, standby, database, user } = server;
  if (number < MIN_VERSION * 10_000)
    throw new AppError(
      'storage',
      `The server is PostgreSQL ${version}, and the program needs ${MIN_VERSION} or later. Upgrade it, or set DATABASE_URL to another server.`,
    );
  if (encoding !== 'UTF8')
    throw new AppError(
      'storage',
      `The database has the encoding ${encoding}, in which names and texts would be lost. Create another one as an administrator, and set DATABASE_URL to it: CREATE DATABASE ${escapeIdentifier(`${database}_utf8`)} OWNER ${escapeIdentifier(user)} ENCODING 'UTF8' LOCALE 'C' TEMPLATE template0;`,
    );
  if (standby)
    throw new AppError(
      'storage',
      'The server is a standby, which takes no writes. Set DATABASE_URL to the primary.',
    );
}
