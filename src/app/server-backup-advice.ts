import { type PostgresParts, postgresParts } from '../shared/postgres-url.ts';
import { shellQuoted } from '../shared/shell-quoted.ts';

/** How to back up a database on a server, with lines to paste. Its password is not in them: the programs ask for it. */
export function serverBackupAdvice(url: string): string {
  const parts = postgresParts(url);
  return `use the backups of your provider, or pg_dump, which asks for the password: umask 077; pg_dump --format=custom --file=verdicts.dump ${optionsFor(parts)}. SIGNING_SECRET is not in it: keep that yourself, or the links in emails already sent stop working`;
}

/** The same of a restore, into a new database, so that nothing is lost if it fails. */
export function serverRestoreAdvice(url: string): string {
  const parts = postgresParts(url);
  const restored = { ...parts, database: `${parts.database}_restored` };
  const owner = parts.user === null ? '' : `--owner=${shellQuoted(parts.user)} `;
  const create = `createdb ${owner}--encoding=UTF8 --template=template0 ${shellQuoted(restored.database)}`;
  const fill = `pg_restore --no-owner --exit-on-error ${optionsFor(restored)} verdicts.dump`;
  return `use your provider’s restore, or pg_restore into a new database. Create it as an administrator of the server: ${create}. Fill it: ${fill}. Stop every process, set DATABASE_URL to the new database, keep SIGNING_SECRET as it was, and start again. Issues that may have gone out since then wait for you`;
}

function optionsFor({ host, port, user, database }: PostgresParts): string {
  const options = { host, port, username: user, dbname: database };
  return Object.entries(options)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `--${name}=${shellQuoted(value ?? '')}`)
    .join(' ');
}
