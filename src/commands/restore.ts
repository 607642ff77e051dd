import type { Command } from 'commander';
import { findBackup } from '../backup/backup-folder.ts';
import { type BackupRestored, restoreBackup } from '../backup/restore-backup.ts';
import { toIso } from '../clock.ts';
import { composeRestore } from '../compose-backup.ts';
import { checkOnly, type PartialConfig, readSettings } from '../config.ts';
import { counted } from '../issues/counted.ts';
import { parseFolder } from './backup.ts';
import { type Output, terminalOutput } from './output.ts';

export function addRestoreCommand(program: Command): void {
  program
    .command('restore')
    .description('put a backup in the place of the database and the secret; nothing may run meanwhile')
    .argument('<folder>', 'a backup, or the folder that holds them: then the newest', parseFolder)
    .option('--yes', 'do not ask')
    .addHelpText('after', '\nExample:\n  verdicts restore /var/backups/verdicts')
    .action(async (folder: string, { yes = false }: { yes?: boolean }, command: Command) => {
      const output = terminalOutput(command.optsWithGlobals().json === true);
      const settings = readSettings();
      settings.warnings.forEach(output.note);
      const config = checkOnly(settings, ['DATABASE_URL', 'SCHEDULE', 'TIMEZONE']);
      const backup = findBackup(folder);
      const question = `Put the backup of ${backup.record.madeAt} in the place of ${config.databasePath}?`;
      if (!yes && output.asks && !(await output.confirm(question))) {
        process.exitCode = 1;
        return output.result({ folder: backup.folder, files: 0, bytes: 0 }, () => 'Nothing was restored.');
      }
      tell(await restoreBackup(backup.folder, composeRestore(config)), config, output);
    });
}

function tell(restored: BackupRestored, config: PartialConfig, output: Output): void {
  const { watch, ...facts } = restored;
  const result = { ...facts, database: config.databasePath, since: toIso(watch.since) };
  output.result(result, () => [...inWords(restored, config)]);
}

function* inWords(restored: BackupRestored, { databasePath }: PartialConfig): Generator<string> {
  const { madeAt, movedTo, issues, droppedLetters, droppedSignUps } = restored;
  yield `${databasePath} is the backup of ${madeAt} now.`;
  if (movedTo !== null) yield `What was there before is in ${movedTo}. Remove it when you no longer need it.`;
  for (const { slot, status } of issues) yield `The issue of ${slot} is ${status}, and waits for you.`;
  if (droppedLetters + droppedSignUps > 0)
    yield `${counted(droppedLetters + droppedSignUps, 'email')} to single people (confirmations, links to their data) were under way, and are not sent again.`;
  yield `Of what happened after ${madeAt} it knows nothing. Before you let an issue go: look at the provider for what went out,`;
  yield 'unsubscribe and erase again everybody who left since, and hold the comparisons that readers already have.';
}
