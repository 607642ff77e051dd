import type { Command } from 'commander';
import { composeRestore } from '../app/compose-backup.ts';
import { findBackup } from '../backup/backup-folder.ts';
import { type BackupRestored, restoreBackup } from '../backup/restore-backup.ts';
import { type PartialConfig, parsePartialConfig, readSettings, scheduleIn } from '../settings/config.ts';
import type { OwnerValues } from '../settings/owner-settings.ts';
import { toIso } from '../shared/clock.ts';
import { counted } from '../shared/counted.ts';
import { parseFolder } from './options.ts';
import { type Output, terminalOutput } from './output.ts';

export function addRestoreCommand(program: Command): void {
  program
    .command('restore')
    .description('replace the database and the secret with a backup; nothing else may run meanwhile')
    .argument('<folder>', 'a backup, or the folder that holds them: then the newest', parseFolder)
    .option('--yes', 'do not ask')
    .addHelpText('after', '\nExample:\n  verdicts restore /var/backups/verdicts')
    .action(async (folder: string, { yes = false }: { yes?: boolean }, command: Command) => {
      const output = terminalOutput(command.optsWithGlobals().json === true);
      const settings = readSettings();
      settings.warnings.forEach(output.note);
      const config = parsePartialConfig(settings, ['DATABASE_URL', 'SCHEDULE', 'TIMEZONE']);
      const scheduleWith = (stored: OwnerValues) => scheduleIn(settings, stored);
      const backup = findBackup(folder);
      const question = `Replace ${config.databasePath} with the backup of ${backup.record.madeAt}?`;
      if (!yes && output.isInteractive && !(await output.confirm(question))) {
        process.exitCode = 1;
        return output.result({ folder: backup.folder, files: 0, bytes: 0 }, () => 'Nothing was restored.');
      }
      printRestored(
        await restoreBackup(backup.folder, composeRestore(config, { scheduleWith })),
        config,
        output,
      );
    });
}

function printRestored(restored: BackupRestored, config: PartialConfig, output: Output): void {
  const { watch, upgradeWarnings, ...facts } = restored;
  upgradeWarnings.forEach(output.note);
  const result = { ...facts, database: config.databasePath, since: toIso(watch.since) };
  output.result(result, () => [...describeRestore(restored, config)]);
}

function* describeRestore(restored: BackupRestored, { databasePath }: PartialConfig): Generator<string> {
  const { madeAt, movedTo, issues, droppedLetters, droppedSignUps } = restored;
  yield `${databasePath} is now the backup of ${madeAt}.`;
  if (movedTo !== null) yield `What was there before is in ${movedTo}. Remove it when you no longer need it.`;
  for (const { slot, status } of issues) yield `The issue of ${slot} is ${status} and waits for you.`;
  if (droppedLetters + droppedSignUps > 0)
    yield `${counted(droppedLetters + droppedSignUps, 'email')} to single people (confirmations, links to their data) were under way, and are not sent again.`;
  yield `It knows nothing about what happened after ${madeAt}. Before you let an issue go out, check at the provider what went out since,`;
  yield 'unsubscribe and erase again everybody who left since, and hold the comparisons that readers already have.';
}
