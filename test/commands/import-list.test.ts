import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makePlace, type Place } from '../support/processes.ts';
import { proposedMap } from '../support/proposed-map.ts';
import { runCommand } from '../support/run-command.ts';

let place: Place;
beforeEach(async () => {
  place = await makePlace();
});
afterEach(() => place.remove());

const importList = (...options: string[]) =>
  runCommand(['subscribers', 'import', 'list.csv', ...options], { env: place.env, cwd: place.folder });

/** How a shell splits a pasted command. */
const pasted = (command: string): string[] =>
  execFileSync('sh', ['-c', `verdicts() { printf '%s\\0' "$@"; }; ${command}`], {
    cwd: place.folder,
    encoding: 'utf8',
  })
    .split('\0')
    .slice(0, -1);

const statuses = async () => {
  const { stdout } = await runCommand(['subscribers', 'export'], { env: place.env, cwd: place.folder });
  return stdout
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').slice(0, 3).join(' '));
};

test('a list in a spreadsheet’s own encoding is imported once the encoding is given, and nobody who left is emailed', async () => {
  const text = 'email;name;Abo\na@v.test;Käthe;aktiv\nb@v.test;Jörg;gelöscht\n';
  await writeFile(join(place.folder, 'list.csv'), Buffer.from(text, 'latin1'));
  const refused = await importList();
  expect([refused.status, refused.stderr]).toEqual([
    1,
    expect.stringMatching(/not UTF-8: line 2 .*Nothing was imported.*--encoding windows-1252/),
  ]);

  const asked = await importList('--encoding', 'windows-1252');
  expect(asked.status).toBe(1);
  expect(asked.stderr).toContain('verdicts subscribers import list.csv --encoding windows-1252 --map ');
  const imported = await importList('--encoding', 'windows-1252', '--map', proposedMap(asked.stderr) ?? '');
  expect([imported.status, imported.stderr]).toEqual([0, expect.stringContaining('Read as windows-1252')]);
  expect(await statuses()).toEqual(['a@v.test Käthe confirmed', 'b@v.test Jörg unsubscribed']);
});

test('an unknown encoding of a list is a usage error that names some known ones', async () => {
  await writeFile(join(place.folder, 'list.csv'), 'email\na@v.test\n');
  const { status, stderr } = await importList('--encoding', 'windows');
  expect([status, stderr]).toEqual([2, expect.stringMatching(/no such encoding.*windows-1252/)]);
});

test('people who are disabled in listmonk get no email, and the import says that this is an assumption', async () => {
  await writeFile(
    join(place.folder, 'list.csv'),
    'uuid,email,name,attributes,status\nu1,a@v.test,,{},enabled\nu2,b@v.test,,{},disabled\n',
  );
  const { status, stderr } = await importList();
  expect([status, stderr]).toEqual([0, expect.stringContaining('1 person is "disabled" in status')]);
  expect(await statuses()).toEqual(['a@v.test  confirmed', 'b@v.test  unsubscribed']);
});

test.each([
  'my list $(touch evil).csv',
  '`touch evil`.csv',
  "Ada's list; touch evil.csv",
  '-list.csv',
  '"$HOME" & touch evil.csv',
])(
  'the suggested command can be pasted into a shell, whatever the file and its values are called: %s',
  async (file) => {
    const text = 'email,Abo $(touch evil)\na@v.test,aktiv\nb@v.test,nein\nc@v.test,$(touch evil)\n';
    await writeFile(join(place.folder, file), text);
    const { env, folder: cwd } = place;
    const asked = await runCommand(['subscribers', 'import', '--', file], { env, cwd });
    const commands = asked.stderr.split('\n').filter((line) => /^ {2}verdicts /.test(line));
    expect(commands).toHaveLength(2);
    const [command = ''] = commands;
    const { status } = await runCommand(pasted(command), { env, cwd });
    expect([status, existsSync(join(cwd, 'evil'))]).toEqual([0, false]);
    expect(await statuses()).toEqual([
      'a@v.test  confirmed',
      'b@v.test  unsubscribed',
      'c@v.test  unsubscribed',
    ]);
  },
);

test('an import that cannot bring back people who left says so, in words and as JSON', async () => {
  const list = join(place.folder, 'list.csv');
  const text = (standing: string) =>
    `email,status\na@v.test,${standing}\nb@v.test,${standing}\nc@v.test,pending\n`;
  await writeFile(list, text('unsubscribed'));
  await importList();
  await writeFile(list, text('confirmed'));
  const { status, stdout, stderr } = await importList();
  expect([status, stdout]).toEqual([0, '0 added, 0 updated, 3 unchanged, 0 refused\n']);
  expect(stderr).toContain(
    'Imported: 1 pending, 2 unsubscribed.\n2 that the file calls confirmed stay unsubscribed: they left earlier',
  );
  const { stdout: json } = await importList('--json');
  expect(JSON.parse(json)).toMatchObject({
    totals: { confirmed: 0, pending: 1, unsubscribed: 2 },
    kept: [{ fileSays: 'confirmed', stays: 'unsubscribed', people: 2 }],
    repeated: { rows: 0, lines: [] },
  });
});

test('a file for the refused lines that cannot be written stops the import before it begins', async () => {
  await writeFile(join(place.folder, 'list.csv'), 'email\na@v.test\nnobody\n');
  const { status, stderr } = await importList('--rejected', 'no-such-folder/refused.csv');
  expect([status, stderr]).toEqual([
    1,
    expect.stringMatching(
      /The refused lines cannot be written to no-such-folder\/refused\.csv: .*\. Nothing was imported\./,
    ),
  ]);
  expect(await statuses()).toEqual([]);
});

test('what was imported is told even if the disk has no room for the refused lines', async () => {
  await writeFile(join(place.folder, 'list.csv'), 'email\na@v.test\nnobody\n');
  const { status, stdout, stderr } = await importList('--rejected', '/dev/full');
  expect([status, stdout]).toEqual([1, '1 added, 0 updated, 0 unchanged, 1 refused\n']);
  expect(stderr).toContain('The refused lines cannot be written to /dev/full: ');
});

test('refused lines of standard input are told by their number alone', async () => {
  const { env, folder: cwd } = place;
  const options = { env, cwd, input: 'email\na@v.test\nnobody\n' };
  const { stderr } = await runCommand(['subscribers', 'import', '-'], options);
  expect(stderr).toMatch(/^line 3: The address has no @\.$/m);
  const comparisons = { ...options, input: '{"tools": []}\n' };
  expect((await runCommand(['import', '-'], comparisons)).stderr).toMatch(/^(line 1|standard input): /m);
});

test('an address that is in a file twice is reported with its line', async () => {
  await writeFile(join(place.folder, 'list.csv'), 'email,name\na@v.test,Ann\na@v.test,Anna\n');
  expect((await importList()).stderr).toContain(
    '1 row repeats an email address from an earlier row: line 3.',
  );
  expect((await importList()).stdout).toBe('0 added, 0 updated, 2 unchanged, 0 refused\n');
  expect(await statuses()).toEqual(['a@v.test Ann confirmed']);
});

describe('a subscriber whom an earlier list confirmed', () => {
  const list = () => join(place.folder, 'list.csv');
  beforeEach(async () => {
    await writeFile(list(), 'email\na@v.test\nb@v.test\n');
    await importList();
  });

  test('a confirmed subscriber whom another product says nothing clear about is asked about, and leaves if the answer says so', async () => {
    await writeFile(list(), 'email,email_disabled\na@v.test,false\nb@v.test,\n');
    const asked = await importList();
    expect([asked.status, asked.stderr]).toEqual([
      1,
      expect.stringContaining(
        'The column "email_disabled" says who gets email, but we do not know what these values mean: nothing (1).',
      ),
    ]);
    expect(await statuses()).toEqual(['a@v.test  confirmed', 'b@v.test  confirmed']);
    expect((await importList('--map', 'status[email_disabled].=unsubscribed')).status).toBe(0);
    expect(await statuses()).toEqual(['a@v.test  confirmed', 'b@v.test  unsubscribed']);
  });

  test('a confirmed subscriber stays confirmed if their row is refused, and the report says so', async () => {
    await writeFile(
      list(),
      'first_name,email_address,state\n,a@v.test,active\n,b@v.test,\n,c@v.test,active\n,d@v.test,active\n',
    );
    const { status, stderr } = await importList();
    expect([status, stderr]).toEqual([
      1,
      expect.stringContaining(
        'The row in line 3 was refused, so that person stays as they were: if they are already confirmed, they still get email.',
      ),
    ]);
    expect(await statuses()).toContain('b@v.test  confirmed');
  });
});
