import { Command } from 'commander';
import { GREETING, HELP_END, HELP_GROUPS } from './commands/greeting.ts';
import { runProgram, WRONG_USAGE } from './commands/run-program.ts';

type AddCommand = (program: Command) => void;

/** Every command by its name, in the order of the help. */
const COMMANDS: Readonly<Record<string, () => Promise<AddCommand>>> = {
  import: async () => (await import('./commands/import.ts')).addImportCommand,
  comparisons: async () => (await import('./commands/comparisons.ts')).addComparisonCommands,
  draft: async () => (await import('./commands/issues/draft.ts')).addDraftCommand,
  render: async () => (await import('./commands/issues/render.ts')).addRenderCommand,
  send: async () => (await import('./commands/issues/send.ts')).addSendCommand,
  issue: async () => (await import('./commands/issues/issue.ts')).addIssueCommands,
  subscribers: async () => (await import('./commands/subscribers/subscribers.ts')).addSubscriberCommands,
  look: async () => (await import('./commands/look/look.ts')).addLookCommands,
  settings: async () => (await import('./commands/settings.ts')).addSettingsCommands,
  backup: async () => (await import('./commands/backup.ts')).addBackupCommand,
  restore: async () => (await import('./commands/restore.ts')).addRestoreCommand,
  database: async () => (await import('./commands/database.ts')).addDatabaseCommands,
  serve: async () => (await import('./serve/serve.ts')).addServeCommand,
  doctor: async () => (await import('./commands/doctor.ts')).addDoctorCommand,
  demo: async () => (await import('./commands/demo.ts')).addDemoCommand,
};

/**
 * Runs the command that the arguments name. Only that command's code is loaded; the help, and a name that no command
 * has, need all of them. Without arguments, it greets.
 *
 * @returns The exit status: 0 done, 1 failed, 2 wrong usage or configuration.
 */
export async function runVerdicts(argv: readonly string[]): Promise<number> {
  if (argv.length <= 2) {
    process.stderr.write(GREETING);
    return WRONG_USAGE;
  }
  const name = argv.slice(2).find((argument) => argument !== '--json') ?? '';
  return runProgram(await loadProgram(name), argv);
}

/** The command of this name; all of them if there is none of this name. */
export async function loadProgram(name = ''): Promise<Command> {
  const program = new Command('verdicts')
    .description('Sends your comparisons of AI tools as a weekly email.')
    .option('--json', 'print one JSON document and nothing else')
    .helpOption('-h, --help', 'show this help')
    .commandsGroup(LAST_GROUP)
    .helpCommand('help [command]', 'show the help of a command')
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('To see what it takes, add --help.')
    .addHelpText('after', ({ command }) => (command.parent === null ? HELP_END : ''));
  const named = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  for (const load of named === undefined ? Object.values(COMMANDS) : [named]) (await load())(program);
  for (const command of program.commands) command.helpGroup(headingOf(command.name()));
  return program;
}

/** Also of commander's own command, `help`. */
const LAST_GROUP = 'Trying it out:';

function headingOf(name: string): string {
  return Object.entries(HELP_GROUPS).find(([, names]) => names.includes(name))?.[0] ?? LAST_GROUP;
}
