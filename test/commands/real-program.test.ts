import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { aComparison } from '../support/comparisons.ts';
import { type Finished, makePlace, type Place, PROGRAM, runProcess } from '../support/processes.ts';
import { runCommand } from '../support/run-command.ts';

let places: [Place, Place];
beforeEach(async () => {
  places = [await makePlace(), await makePlace()];
});
afterEach(() => Promise.all(places.map((place) => place.remove())));

const COMPARISON = JSON.stringify(aComparison({ tools: ['Kiln', 'Loom'] }));

/** One of each kind: results and refusals, in words and as JSON, with and without an input, of every status. */
test.each<[string, number, string[], string?]>([
  ['the greeting', 2, []],
  ['the help', 0, ['--help']],
  ['the help of a command', 0, ['send', '--help']],
  ['a command that does not exist', 2, ['imprt', '--json']],
  ['a list without entries', 0, ['subscribers', 'export', '--json']],
  ['an import from standard input', 0, ['import', '-'], COMPARISON],
  ['an import of something else', 1, ['import', '-', '--json'], '{"tools": 1}'],
  ['an empty standard input', 1, ['subscribers', 'import', '-']],
  ['a refusal', 1, ['comparisons', 'show', 'kiln-vs-loom', '--json']],
  ['a draft', 0, ['draft', '--slot', '2026-W47', '--json']],
  ['wrong settings', 2, ['draft', '--slot', 'never']],
])(
  'the built program says the same as in the process of the tests, with the same status: %s',
  async (...given) => {
    const [, status, parameters, input = ''] = given;
    const [first, second] = places;
    const built = await runProcess(parameters, { env: first.env, cwd: first.folder, input });
    const here = await runCommand(parameters, { env: second.env, cwd: second.folder, input });
    expect(built.status).toBe(status);
    expect(withoutFolder(built, first)).toEqual(withoutFolder(here, second));
  },
);

function withoutFolder(finished: Finished, { folder }: Place): Finished {
  const without = (text: string) => text.replaceAll(folder, '');
  return { ...finished, stdout: without(finished.stdout), stderr: without(finished.stderr) };
}

test('the built program starts by its own first line, as npm links it', async () => {
  const { stdout } = await promisify(execFile)(PROGRAM, ['--help'], {
    env: { PATH: `${dirname(process.execPath)}:${process.env.PATH}` },
  });
  expect(stdout).toContain('verdicts');
});
