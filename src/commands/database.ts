import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Command } from 'commander';
import { composeMove, type DatabasePlace } from '../app/compose-move.ts';
import {
  keepSecretBeside,
  refuseOtherSecret,
  refuseWithoutSecret,
  requireSecret,
} from '../app/move-secret.ts';
import { type MoveDeps, type Moved, moveDatabase } from '../moving/move-database.ts';
import type { MoveTarget } from '../moving/move-ends.ts';
import { readSettings } from '../settings/config.ts';
import { type PartialConfig, parsePartialConfig } from '../settings/partial-config.ts';
import { readDatabaseUrl } from '../settings/setting-paths.ts';
import { AppError } from '../shared/errors.ts';
import { counted, formatNumber } from '../shared/format.ts';
import { type Bar, type Output, terminalOutput } from './output.ts';

interface MoveOptions {
  to: string;
  yes?: boolean;
}

export function addDatabaseCommands(program: Command): void {
  const database = program.command('database').description('what concerns the database as a whole');
  database
    .command('move')
    .description('move everything from SQLite to PostgreSQL, or back; stop everything else before')
    .requiredOption('--to <url>', 'an empty PostgreSQL database (postgres://…), or a new file (file:…)')
    .option('--yes', 'do not ask first')
    .addHelpText('after', MOVE_HELP)
    .action(async (options: MoveOptions, command: Command) => {
      const output = terminalOutput(command.optsWithGlobals().json === true);
      await runMove(options, output);
    });
}

const MOVE_HELP = `
DATABASE_URL names the database that is moved. Every row keeps its id, and every value is compared. If anything differs, or
the command is interrupted, that database stays as it is, and you can run the command again. At the end it is marked as
moved: it refuses to open, and nothing in it is deleted.

A password in --to is in the history of your shell, and other users of the machine see it. Leave it out: it is then taken from
the variable PGPASSWORD. The same holds for DATABASE_URL.

Example:
  verdicts database move --to 'postgres://verdicts@db.internal/verdicts?sslmode=verify-full'`;

async function runMove({ to, yes = false }: MoveOptions, output: Output): Promise<void> {
  const settings = readSettings();
  settings.warnings.forEach(output.note);
  const config = parsePartialConfig(settings, ['DATABASE_URL', 'SIGNING_SECRET']);
  const from = placeOfConfig(config);
  const target = readTarget(to);
  refuseSameKind(from, target);
  if (from.kind === 'sqlite') refuseWithoutSecret(from.path, config.signingSecrets);
  const secrets = requireSecret(config.signingSecrets);
  const deps = composeMove(from, target);
  const question = `Move everything from ${deps.source.name} to ${deps.target.name}? Nobody can use it meanwhile, and ${deps.source.name} refuses to open afterwards.`;
  if (!yes && output.isInteractive && !(await output.confirm(question))) {
    process.exitCode = 1;
    return output.result(
      { from: deps.source.name, to: deps.target.name, tables: [] },
      () => 'Nothing was moved.',
    );
  }
  if (from.kind === 'postgres') await refuseOtherSecret(from.url, secrets);
  let keepsVariable = false;
  // Nobody may open a file whose secret is not beside it: they would get a new one.
  const release: MoveTarget['release'] = (move) => {
    keepsVariable = target.kind === 'sqlite' && keepSecretBeside(target.path, secrets);
    return deps.target.release(move);
  };
  const moved = await moveWithProgress({ ...deps, target: { ...deps.target, release } }, output);
  output.result(moved, () => [...describeMoved(moved, { keepsVariable })]);
}

function placeOfConfig({ databasePath, postgresUrl }: PartialConfig): DatabasePlace {
  return postgresUrl === null
    ? { kind: 'sqlite', path: databasePath }
    : { kind: 'postgres', url: postgresUrl };
}

/** @throws AppError `usage` */
function readTarget(url: string): DatabasePlace {
  const read = readDatabaseUrl(url);
  if ('problem' in read)
    throw new AppError('usage', `What follows --to ${read.problem.replace(/[^.?]$/, '$&.')}`);
  if ('url' in read) return { kind: 'postgres', url: read.url };
  const folder = dirname(read.path);
  if (!existsSync(folder))
    throw new AppError('usage', `There is no folder ${folder}. Make it first, or correct what follows --to.`);
  return { kind: 'sqlite', path: read.path };
}

function refuseSameKind(from: DatabasePlace, to: DatabasePlace): void {
  if (from.kind !== to.kind) return;
  throw new AppError(
    'usage',
    from.kind === 'sqlite'
      ? 'Both are SQLite files. To have the database elsewhere, make a backup and restore it there: verdicts backup <folder>'
      : 'Both are PostgreSQL databases. To have it elsewhere, stop everything and use pg_dump and pg_restore.',
  );
}

async function moveWithProgress(deps: MoveDeps, output: Output): Promise<Moved> {
  const steps = output.bar({ title: 'Moving' });
  let bar: { doing: string; shown: Bar } = { doing: '', shown: steps };
  const next = (doing: string, make: () => Bar) => {
    if (bar.doing === doing) return bar.shown;
    bar.shown.stop();
    bar = { doing, shown: make() };
    return bar.shown;
  };
  try {
    return await moveDatabase({
      ...deps,
      onStep: (words) => next('', () => output.bar({ title: 'Moving' })).step(words),
      onRows: ({ doing, table, done, total }) =>
        next(doing, () => output.bar({ title: doing, total })).update(
          done,
          `${table}: ${formatNumber(done)} of ${counted(total, 'row')} in all`,
        ),
    });
  } finally {
    bar.shown.stop();
  }
}

const EARLIER_MOVE = {
  'started-over': 'An earlier move was interrupted, so this one started over.',
  finished: 'An earlier move was interrupted when everything was copied. This one did the last step.',
};

function* describeMoved(
  { from, to, tables, earlierMove, leftBehind }: Moved,
  { keepsVariable }: { keepsVariable: boolean },
): Generator<string> {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  if (earlierMove !== 'none') yield EARLIER_MOVE[earlierMove];
  yield `${counted(rows, 'row')} of ${counted(tables.length, 'table')} are now in ${to}, with every value as it was.`;
  yield `${from} refuses to open from now on. Nothing in it was deleted.`;
  if (leftBehind.length > 0)
    yield `These are not the program's, and were not moved: ${leftBehind.join(', ')}.`;
  yield `Now set DATABASE_URL to what you gave after --to${keepsVariable ? ', keep SIGNING_SECRET as it is,' : ''} and start serve.`;
}
