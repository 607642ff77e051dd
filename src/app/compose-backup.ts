import { readFileSync } from 'node:fs';
import type { MakeBackupDeps } from '../backup/make-backup.ts';
import type { RestoreDeps } from '../backup/restore-backup.ts';
import { splitSecrets } from '../links/signing-secret.ts';
import type { PartialConfig } from '../settings/partial-config.ts';
import { systemClock } from '../shared/clock.ts';
import { AppError, codeOf, messageOf } from '../shared/errors.ts';
import { postgresName } from '../shared/postgres-url.ts';
import { sqliteDatabaseFiles } from '../sqlite/files/database-files.ts';
import { restoreMarkerFor } from '../sqlite/files/restore-marker.ts';
import { secretBeside } from './configured-database.ts';
import { serverBackupAdvice, serverRestoreAdvice } from './server-backup-advice.ts';

/** Opens nothing: the database may be in use, or damaged. */
export function composeBackup(config: PartialConfig): MakeBackupDeps {
  refuseServer(config, 'back it up');
  const { databasePath, signingSecrets } = config;
  const secrets = [...new Set([...(signingSecrets ?? []), ...readSecretFile(secretBeside(databasePath))])];
  return {
    databaseFiles: sqliteDatabaseFiles,
    clock: systemClock,
    databasePath,
    secret: secrets.length === 0 ? null : secrets.join(','),
  };
}

export function composeRestore(
  config: PartialConfig,
  { scheduleWith }: Pick<RestoreDeps, 'scheduleWith'>,
): RestoreDeps {
  refuseServer(config, 'restore it');
  const { databasePath } = config;
  return {
    databaseFiles: sqliteDatabaseFiles,
    clock: systemClock,
    scheduleWith,
    databasePath,
    secretPath: secretBeside(databasePath),
    restoreMarker: restoreMarkerFor(databasePath),
  };
}

const OTHER_TOOLS = { 'back it up': serverBackupAdvice, 'restore it': serverRestoreAdvice };

/** @throws AppError `configuration` if the database is no file. */
function refuseServer({ postgresUrl }: PartialConfig, task: keyof typeof OTHER_TOOLS): void {
  if (postgresUrl === null) return;
  throw new AppError(
    'configuration',
    `The database ${postgresName(postgresUrl)} is on a server, and this command is for a file. To ${task}, ${OTHER_TOOLS[task](postgresUrl)}.`,
  );
}

/** Empty if no secret was made yet. @throws AppError `storage` if the file cannot be read. */
function readSecretFile(path: string): string[] {
  try {
    return splitSecrets(readFileSync(path, 'utf8')).filter((secret) => secret !== '');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw new AppError(
      'storage',
      `Cannot read the signing secret in ${path}: ${messageOf(error)}. Check its permissions, or run the command as its owner.`,
      error,
    );
  }
}
