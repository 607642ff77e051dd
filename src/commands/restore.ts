import type { Command } from 'commander';
import { composeRestore } from '../app/compose-backup.ts';
import { findBackup } from '../backup/backup-folder.ts';
import { type BackupRestored, restoreBackup } from '../backup/restore-backup.ts';
import { readSettings } from '../settings/config.ts';
import type { OwnerValues } from '../settings/owner-settings.ts';
import { type PartialConfig, parsePartialConfig, scheduleIn } from '../settings/partial-config.ts';
import { toIso } from '../shared/clock.ts';
import { counted, formatTimeAndYear, formatWeek } from '../shared/format.ts';
import { parseFolder } from './options.ts';
import { type Output, terminalOutput, withBar } from './output.ts';

export function addRestoreCommand(program: Command): void {
  program
    .command('restore')
    .description('put a backup back; stop everything else before')
    .argument('<folder>', 'a backup, or the folder of backups, for the newest', parseFolder)
    .option('--yes', 'do not ask')
    .addHelpText('after', '\nExample:\n  verdicts restore /var/backups/verdicts')
    .action(async (folder: string, { yes = false }: { yes?: boolean }, command: Command) => {
      const output = terminalOutput(command.optsWithGlobals().json === true);
      const settings = readSettings();
      settings.warnings.forEach(output.note);
      const config = parsePartialConfig(settings, ['DATABASE_URL', 'SCHEDULE', 'TIMEZONE']);
      const scheduleWith = (stored: OwnerValues) => scheduleIn(settings, stored);
      const deps = composeRestore(config, { scheduleWith });
      const backup = findBackup(folder);
      const question = `Replace ${config.databasePath} with the backup of ${madeAtText(backup.record.madeAt)}? What is there now is moved aside, not deleted.`;
      if (!yes && output.isInteractive && !(await output.confirm(question))) {
        process.exitCode = 1;
        return output.result({ folder: backup.folder, files: 0, bytes: 0 }, () => 'Nothing was restored.');
      }
      const restored = await withBar(output, { title: 'Restoring' }, (bar) =>
        restoreBackup(backup.folder, {
          ...deps,
          onStep: bar.step,
        }),
      );
      printRestored(restored, config, output);
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
  yield `${databasePath} is now the backup of ${madeAtText(madeAt)}.`;
  if (movedTo !== null) yield `What was there before is in ${movedTo}. Delete it when you no longer need it.`;
  for (const { slot, status } of issues)
    yield `The issue of ${formatWeek(slot).toLowerCase()} (${slot}) is ${status === 'held' ? 'on hold' : status} and waits for you.`;
  if (droppedLetters + droppedSignUps > 0)
    yield `${counted(droppedLetters + droppedSignUps, 'email')} to single people (confirmations, links to their data) were still waiting, and will not go out.`;
  yield 'The backup does not know what happened after that. Before you let an issue go out:';
  yield '- check with your provider what has gone out since;';
  yield '- unsubscribe or erase again everyone who left since;';
  yield '- put on hold the comparisons that readers already have.';
}

function madeAtText(madeAt: string): string {
  return formatTimeAndYear(Date.parse(madeAt), 'UTC');
}
