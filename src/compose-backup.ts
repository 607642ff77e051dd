import { existsSync, readFileSync } from 'node:fs';
import type { MakeBackupDeps } from './backup/make-backup.ts';
import type { RestoreDeps } from './backup/restore-backup.ts';
import { systemClock } from './clock.ts';
import { secretBeside } from './compose-app.ts';
import type { Config } from './config.ts';
import { witnessBeside } from './scheduler/witness.ts';
import { sqliteDatabaseFiles } from './store/sqlite/database-files.ts';
import { splitSecrets } from './subscribers/signing-secret.ts';

/** What backups and restores work with. Nothing is opened: the database may be in use, or damaged. */
export function composeBackup({
  databasePath,
  schedule,
  signingSecrets,
}: Config): MakeBackupDeps & RestoreDeps {
  const secretPath = secretBeside(databasePath);
  const kept = existsSync(secretPath) ? splitSecrets(readFileSync(secretPath, 'utf8')) : [];
  const secrets = [...new Set([...(signingSecrets ?? []), ...kept])];
  return {
    databaseFiles: sqliteDatabaseFiles,
    clock: systemClock,
    schedule,
    databasePath,
    secretPath,
    secret: secrets.length === 0 ? null : secrets.join(','),
    witness: witnessBeside(databasePath),
  };
}
