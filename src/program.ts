import { Command } from 'commander';
import { runProgram } from './commands/run-program.ts';

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
  serve: async () => (await import('./serve/serve.ts')).addServeCommand,
  doctor: async () => (await import('./commands/doctor.ts')).addDoctorCommand,
  demo: async () => (await import('./commands/demo.ts')).addDemoCommand,
};

/**
 * Runs the command that the arguments name. Only that command's code is loaded; the help, and a name that no command
 * has, need all of them.
 *
 * @returns The exit status: 0 done, 1 failed, 2 wrong usage or configuration.
 */
export async function runVerdicts(argv: readonly string[]): Promise<number> {
  const program = new Command('verdicts')
    .description('Selects, renders and delivers the weekly digest of AI tool comparisons.')
    .option('--json', 'print one JSON document and nothing else')
    .showHelpAfterError('(add --help for what it takes)');
  const name = argv.slice(2).find((argument) => argument !== '--json') ?? '';
  const named = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  for (const load of named === undefined ? Object.values(COMMANDS) : [named]) (await load())(program);
  return runProgram(program, argv);
}
