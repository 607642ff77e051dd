import { type Command, InvalidArgumentError } from 'commander';
import { composeBackup } from '../app/compose-backup.ts';
import { type BackupMade, makeBackup } from '../backup/make-backup.ts';
import { readSettings } from '../settings/config.ts';
import { parsePartialConfig } from '../settings/partial-config.ts';
import { counted } from '../shared/counted.ts';
import { parseFolder } from './options.ts';
import { terminalOutput, withBar } from './output.ts';

export function addBackupCommand(program: Command): void {
  program
    .command('backup')
    .description('copy the database and the secret, while everything runs')
    .option('--keep <number>', 'how many backups of this database to keep; older ones are removed', parseKeep)
    .addHelpText('after', '\nExample:\n  verdicts backup /var/backups/verdicts --keep 14')
    .argument('<folder>', 'the folder for your backups; each backup gets its own folder in it', parseFolder)
    .action(async (folder: string, { keep = null }: { keep?: number | null }, command: Command) => {
      const output = terminalOutput(command.optsWithGlobals().json === true);
      const settings = readSettings();
      settings.warnings.forEach(output.note);
      const config = parsePartialConfig(settings, ['DATABASE_URL', 'SIGNING_SECRET']);
      const made = await withBar(output, { title: 'Backing up' }, (bar) =>
        makeBackup({ parent: folder, keep }, { ...composeBackup(config), onStep: bar.step }),
      );
      for (const note of notesOf(made)) output.note(note);
      output.result(made, () => [
        `The backup is ${made.folder} (${counted(made.files, 'file')}, ${counted(made.bytes, 'byte')}).`,
        ...(made.removed.length === 0 ? [] : [`${counted(made.removed.length, 'older backup')} removed.`]),
      ]);
    });
}

function parseKeep(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number of at least 1.');
}

function* notesOf({ danglingRows, damaged, unreadable }: BackupMade): Generator<string> {
  if (danglingRows > 0)
    yield `${counted(danglingRows, 'row')} in the database pointed to a row that does not exist. Another program must have written that. The backup has it unchanged.`;
  for (const folder of unreadable)
    yield `${folder} cannot be read, so it was neither counted nor removed. Another user may have made it: remove it, or give it to this user (chown -R).`;
  for (const folder of damaged)
    yield `${folder} is damaged, so it does not count as a backup. Nothing in it was changed.`;
}
