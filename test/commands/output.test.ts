import { spawnSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { aComparison } from '../support/comparisons.ts';
import { makePlace, type Place, PROGRAM } from '../support/processes.ts';
import { runCommand } from '../support/run-command.ts';

let place: Place;
beforeEach(async () => {
  place = await makePlace();
});
afterEach(() => place.remove());

const run = (parameters: string[], input = '') =>
  runCommand(parameters, { env: place.env, cwd: place.folder, input });

const json = async (parameters: string[], input = '') => {
  const { status, stdout } = await run([...parameters, '--json'], input);
  return { status, answer: JSON.parse(stdout) };
};

const comparisons = (count: number) =>
  JSON.stringify(
    Array.from({ length: count }, (_, index) => aComparison({ tools: [`Kiln ${index}`, `Loom ${index}`] })),
  );

describe('with --json', () => {
  test.each(['issue', 'verdicts', 'subscribers'])(
    'with --json, a group without a command (%s) lists its commands',
    async (group) => {
      const { status, answer } = await json(group === 'verdicts' ? [] : [group]);
      expect([status, answer]).toEqual([
        2,
        { error: { code: 'usage', message: expect.stringMatching(/^Name a command: \w+, /) } },
      ]);
    },
  );

  test.each(['missing.csv', '.'])(
    'with --json, an import of something that is no file (%s) is an error that says so',
    async (name) => {
      const { status, answer } = await json(['subscribers', 'import', name]);
      expect([status, answer.error.code]).toEqual([1, 'input']);
      expect(answer.error.message).toMatch(/no such file|is a directory/);
      expect(answer.error.message).not.toContain('\n');
    },
  );

  test('with --json, an export is a list of all subscribers, page after page', async () => {
    expect(await json(['subscribers', 'export'])).toEqual({ status: 0, answer: [] });
    const rows = Array.from(
      { length: 1_001 },
      (_, index) => `a${index}@verdicts.test,,bounced,2026-01-02,\n`,
    );
    await run(
      ['subscribers', 'import', '-'],
      `email,name,status,created_at,paused_until\n${rows.join('')}ada@verdicts.test,"Lovelace, Ada",,2026-01-02,2027-01-01\n`,
    );
    const { answer } = await json(['subscribers', 'export']);
    expect(answer).toHaveLength(1_002);
    expect(answer[0]).toMatchObject({ email: 'a0@verdicts.test', suppressed: { reason: 'bounced' } });
    expect(answer[1_001]).toEqual({
      email: 'ada@verdicts.test',
      name: 'Lovelace, Ada',
      status: 'confirmed',
      createdAt: '2026-01-02T00:00:00.000Z',
      suppressed: null,
      pausedUntil: '2027-01-01T00:00:00.000Z',
    });
  });

  test('with --json, the list of comparisons can be imported, and leaves out the incomplete ones', async () => {
    await run(['import', '-'], comparisons(3));
    const { stdout } = await run(['comparisons', 'list', '--json']);
    expect((await json(['import', '-'], stdout)).answer).toEqual({
      added: 0,
      updated: 0,
      unchanged: 3,
      rejected: [],
      warnings: [],
    });
    const slug: string = JSON.parse(stdout)[0].slug;
    const database = new Database(place.database);
    database
      .prepare(
        'delete from comparison_sides where side = 2 and comparison_id = (select id from comparisons where slug = ?)',
      )
      .run(slug);
    database.close();
    expect((await json(['comparisons', 'list'])).answer).toHaveLength(2);
    expect((await run(['comparisons', 'list'])).stdout).toMatch(new RegExp(`${slug} +incomplete`));
    const shown = await run(['comparisons', 'show', slug]);
    expect([shown.status, shown.stderr]).toEqual([1, expect.stringContaining('one of its tools is missing')]);
  });
});

test('a command ends quietly when the reader of its output has seen enough', async () => {
  await run(['import', '-'], comparisons(300));
  const { stdout, stderr } = spawnSync(
    'sh',
    [
      '-c',
      `"${process.execPath}" "${PROGRAM}" comparisons list --json | head -c 10; "${process.execPath}" "${PROGRAM}" comparisons list | head -c 10`,
    ],
    { env: { ...place.env, PATH: process.env.PATH }, cwd: place.folder, encoding: 'utf8' },
  );
  expect([stdout.length, stderr]).toEqual([20, '']);
});

test('control characters are kept off the terminal, and are kept in the JSON', async () => {
  const wild = '\u001b[31mred\nline';
  const unknown = await run(['comparisons', 'show', wild]);
  expect(unknown.stderr).toBe(
    'There is no comparison \ufffd[31mred line. To see all, run: verdicts comparisons list\n',
  );
  expect((await run([wild])).stderr).not.toContain('\u001b');
  const edited = await run(['issue', 'edit', '2026-W47', '--subject', wild]);
  expect(edited.stdout).toContain('subject     \ufffd[31mred line\n');
  expect((await run(['issue', 'list'])).stdout.trimEnd().split('\n')).toHaveLength(2);
  expect((await json(['issue', 'list'])).answer).toMatchObject([{ subject: wild }]);
});

test('a directory named .env is a wrong configuration', async () => {
  await mkdir(join(place.folder, '.env'));
  const { status, stderr } = await run(['draft']);
  expect([status, stderr]).toEqual([2, expect.stringMatching(/^\.env in this folder cannot be read: .*\n$/)]);
});
