import { readFileSync } from 'node:fs';
import type { MakeBackupDeps } from '../backup/make-backup.ts';
import type { RestoreDeps } from '../backup/restore-backup.ts';
import { splitSecrets } from '../links/signing-secret.ts';
import type { PartialConfig } from '../settings/partial-config.ts';
import { systemClock } from '../shared/clock.ts';
import { AppError, codeOf, messageOf } from '../shared/errors.ts';
import { sqliteDatabaseFiles } from '../sqlite/files/database-files.ts';
import { restoreMarkerFor } from '../sqlite/files/restore-marker.ts';
import { secretBeside } from './configured-database.ts';

/** Opens nothing: the database may be in use, or damaged. */
export function composeBackup({ databasePath, signingSecrets }: PartialConfig): MakeBackupDeps {
  const secrets = [...new Set([...(signingSecrets ?? []), ...readSecretFile(secretBeside(databasePath))])];
  return {
    databaseFiles: sqliteDatabaseFiles,
    clock: systemClock,
    databasePath,
    secret: secrets.length === 0 ? null : secrets.join(','),
  };
}

export function composeRestore(
  { databasePath }: PartialConfig,
  { scheduleWith }: Pick<RestoreDeps, 'scheduleWith'>,
): RestoreDeps {
  return {
    databaseFiles: sqliteDatabaseFiles,
    clock: systemClock,
    scheduleWith,
    databasePath,
    secretPath: secretBeside(databasePath),
    restoreMarker: restoreMarkerFor(databasePath),
  };
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
