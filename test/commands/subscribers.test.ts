import { spawnSync } from 'node:child_process';
import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { projectPath } from '../../src/shared/project-path.ts';
import { isMissing } from '../support/needs.ts';
import { makePlace, type Place, PROGRAM } from '../support/processes.ts';
import { proposedMap } from '../support/proposed-map.ts';
import { runCommand } from '../support/run-command.ts';

let place: Place;
beforeEach(async () => {
  place = await makePlace();
});
afterEach(() => place.remove());

const run = (parameters: string[], input = '') =>
  runCommand(['subscribers', ...parameters], { env: place.env, cwd: place.folder, input });

const json = async (parameters: string[], input = '') => {
  const { status, stdout } = await run([...parameters, '--json'], input);
  return { status, answer: JSON.parse(stdout) };
};

const show = async (email: string) => (await json(['show', email])).answer;

describe('an import of subscribers', () => {
  const members = async () => {
    await copyFile(
      projectPath('test', 'subscribers', 'lists', 'exports', 'ghost.csv'),
      join(place.folder, 'members.csv'),
    );
    return 'members.csv';
  };

  test('an import says whose export it is, and each line that it refuses', async () => {
    const { status, stdout, stderr } = await run(['import', await members()]);
    expect([status, stdout]).toEqual([1, '3 added, 0 updated, 0 unchanged, 1 refused\n']);
    expect(stderr).toMatch(/^Recognised as an export of Ghost\.\nRead: email from "email"; name from "name"/);
    expect(stderr).toMatch(
      /Not read: "id", "note", .*\nRows: 4\. The file says: 2 confirmed, 2 unsubscribed\./,
    );
    expect(stderr).toMatch(
      /Imported: 1 confirmed, 2 unsubscribed\.\nThe row in line 5 was refused, .*\nmembers\.csv:5: The address has no @/,
    );
    expect(await show('jan@verdicts.test')).toMatchObject({
      status: 'unsubscribed',
      consent: [{ event: 'imported', source: 'import:members.csv (Ghost)' }],
    });
  });

  test('an import with --json gives the counts and how each column was read', async () => {
    expect(await json(['import', await members()])).toMatchObject({
      status: 1,
      answer: {
        ...{ added: 3, updated: 0, unchanged: 0, rejected: [{ line: 5, message: expect.any(String) }] },
        ...{ product: 'Ghost', totals: { confirmed: 1, unsubscribed: 2 } },
        columns: expect.arrayContaining([{ column: 'email', place: 2, readAs: 'email' }]),
      },
    });
  });

  test('an import in our own format says what it reads, and that nothing is left over', async () => {
    const { status, stderr } = await run(['import', '-'], 'email,status\na@verdicts.test,unsubscribed\n');
    expect([status, stderr.split('\n')]).toEqual([
      0,
      [
        'Read: email from "email"; status from "status".',
        'All columns are read.',
        'Rows: 1. The file says: 1 unsubscribed.',
        'Imported: 1 unsubscribed.',
        '',
      ],
    ]);
    expect(await show('a@verdicts.test')).toMatchObject({
      consent: [{ source: 'import:standard input' }],
    });
  });

  test('an import of bare email addresses does not say that the file confirms anybody, and asks to think of consent', async () => {
    const { stderr } = await run(['import', '-'], 'email\na@verdicts.test\nb@verdicts.test\n');
    expect(stderr).toContain(
      'Rows: 2. The file does not say who confirmed, so everyone in it counts as confirmed.',
    );
    expect(stderr).toContain('Import only people who asked for your emails');
  });

  test.each([
    '{"tools": [{"name": "Kiln"}, {"name": "Loom"}]}\n',
    '{\n  "url": "https://tools.test",\n  "tools": []\n}\n',
    '[\n  { "tools": [] }\n]\n',
  ])(
    'comparisons given as a list of subscribers are recognised, with the command that takes them',
    async (json) => {
      const { status, stderr } = await run(['import', '-'], json);
      expect([status, stderr]).toEqual([
        1,
        expect.stringMatching(
          /^This is JSON, and a list of subscribers is a CSV file\. .*verdicts import <file>/,
        ),
      ]);
    },
  );

  test('a list without a known column names its columns, whatever separates them, and no long list of products', async () => {
    const { stderr } = await run(['import', '-'], 'Mailbox;Rank\nann;3\n');
    expect(stderr).toContain('The file has "Mailbox", "Rank".');
    expect(stderr).toMatch(/Exports of Mailchimp, Substack and \d+ other products/);
  });

  test('an import believes a person about whose export it is', async () => {
    const list = 'email,status,created_at\na@verdicts.test,inactive,\n';
    expect((await run(['import', '-', '--from', 'beehiiv'], list)).stderr).toMatch(
      /^Recognised as an export of beehiiv\.\n/,
    );
    expect(await show('a@verdicts.test')).toMatchObject({ status: 'unsubscribed' });
    expect(await run(['import', '-', '--from', 'pigeons'], list)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('beehiiv, brevo, buttondown'),
    });
  });

  const ASKING =
    'E-Mail;Vorname;Nachname;Abgemeldet\na@v.test;Ann;Bell;nein\nb@v.test;Bo;;ja\nnobody;;;nein\n';

  test('an import stops at a column that may say who left, and the suggested command continues it', async () => {
    const stopped = await run(['import', '-'], ASKING);
    expect([stopped.status, stopped.stdout]).toEqual([1, '']);
    expect(stopped.stderr).toContain(
      'The column "Abgemeldet" is not read, but it may say who must not be mailed',
    );
    expect(stopped.stderr).toContain('It has: nein (2), ja (1).');
    expect((await run(['export'])).stdout).toBe('email,name,status,created_at,suppressed,paused_until\n');
    const map = proposedMap(stopped.stderr) ?? '';
    const refused = join(place.folder, 'refused.csv');
    const { status, stderr } = await run(['import', '-', '--map', map, '--rejected', refused], ASKING);
    expect([status, await readFile(refused, 'utf8')]).toEqual([1, 'line,message\n4,The address has no @.\n']);
    expect(stderr).toContain('name from "Vorname" and "Nachname"; status from "Abgemeldet"');
    expect(await show('a@v.test')).toMatchObject({ status: 'confirmed', name: 'Ann Bell' });
    expect(await show('b@v.test')).toMatchObject({ status: 'unsubscribed' });
  });

  test('a subscriber is shown in lines to read, in the words of the studio', async () => {
    await run(['add', 'ada@verdicts.test', '--name', 'Ada']);
    const { stdout } = await run(['show', 'ada@verdicts.test']);
    expect(stdout).toMatch(
      /^ada@verdicts\.test {2}not confirmed\nname {5}Ada\nconsent {2}\w{3} \d+ \w{3} \d{4}, \d\d:\d\d UTC: added \(command\)\n/,
    );
    expect(await show('ada@verdicts.test')).toMatchObject({ status: 'pending' });
  });

  test('an import tells a script why it stopped', async () => {
    expect(await json(['import', '-'], ASKING)).toMatchObject({
      status: 1,
      answer: { error: { code: 'input', message: expect.stringContaining('Nothing was imported') } },
    });
  });

  test.each([
    ['adress=E-Mail', /--map: "adress=E-Mail" is not understood/],
    ['status.ja=gone', /must end in one of confirmed, pending/],
  ])('an import with an invalid map is a usage error: %s', async (map, message) => {
    expect(await run(['import', '-', '--map', map], ASKING)).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(message),
    });
  });
});

describe('an erasure', () => {
  const EMAIL = 'Zephyrine@verdicts.test';
  const add = () =>
    run(
      ['import', '-'],
      `email,name,status\n${EMAIL},Zephyrine Quist,complained\nstays@verdicts.test,Stays,\n`,
    );

  test('an erasure leaves neither address nor name in the database file', async () => {
    await add();
    expect(await run(['erase', EMAIL])).toMatchObject({
      status: 0,
      stdout: `${EMAIL} is erased.\n`,
    });
    const bytes = (await readFile(place.database)).toString('latin1').toLowerCase();
    expect(bytes).toContain('stays@verdicts.test');
    expect(bytes).not.toContain('zephyrine');
    const database = new Database(place.database);
    expect(database.prepare('select key, reason from suppressions').all()).toEqual([
      { key: expect.stringMatching(/^hmac:[0-9a-f]{64}$/), reason: 'complained' },
    ]);
    database.close();
  });

  test('an erasure with --json gives counts, and a second one says that nobody was there', async () => {
    await add();
    const counts = { deliveries: 0, requestsInFlight: 0 };
    expect(await json(['erase', EMAIL, '--yes'])).toEqual({ status: 0, answer: { erased: 1, ...counts } });
    expect(await json(['erase', EMAIL])).toEqual({ status: 0, answer: { erased: 0, ...counts } });
    expect((await run(['erase', EMAIL])).stdout).toBe(`${EMAIL} was erased already.\n`);
  });

  test('an erasure is not undone by an import or by the operator', async () => {
    await add();
    await run(['erase', EMAIL]);
    expect(await json(['import', '-'], `email\n${EMAIL}\n`)).toMatchObject({
      status: 1,
      answer: { added: 0, rejected: [{ line: 2, message: expect.stringContaining('erased') }] },
    });
    expect(await json(['add', EMAIL, '--confirmed'])).toMatchObject({
      status: 1,
      answer: { error: { code: 'refused' } },
    });
  });

  test.each([
    ['nobody@verdicts.test', 1, 'not-found'],
    ['nobody', 2, 'usage'],
  ])('an erasure of %s is an error', async (email, status, code) => {
    expect(await json(['erase', email])).toMatchObject({ status, answer: { error: { code } } });
  });

  test('an erasure warns of a request that holds the address until its outcome is known', async () => {
    await add();
    const database = new Database(place.database);
    const { id } = database
      .prepare<[], { id: number }>("select id from subscribers where email_key = 'zephyrine@verdicts.test'")
      .get() ?? { id: 0 };
    database.exec(`
      insert into issues (id, slot, status, scheduled_at, created_at) values (1, '2026-W47', 'draft', 1, 1);
      insert into batches (issue_id, number, status, size, recipients) values (1, 1, 'open', 1, '[]');
      insert into deliveries (issue_id, subscriber_id, batch_number, updated_at) values (1, ${id}, 1, 1)`);
    database.close();
    expect((await run(['erase', EMAIL])).stdout).toMatch(
      /is erased\.\nPast issues still count 1 email to them, .*\.\n1 request to the provider may still be under way\. The email address stays/,
    );
  });

  test.skipIf(
    isMissing({
      tool: 'script',
      present: spawnSync('script', ['--version']).status === 0,
      install: 'apt-get install bsdutils',
    }),
  )('an erasure asks on a terminal, and does nothing if the answer is no', async () => {
    await add();
    const answered = (answer: string, ...options: string[]) => {
      const words = [process.execPath, PROGRAM, 'subscribers', 'erase', EMAIL, ...options];
      const command = `stty cols 250; ${words.map((word) => `'${word}'`).join(' ')}`;
      const { status, stdout } = spawnSync('script', ['-qec', command, '/dev/null'], {
        env: { ...place.env, PATH: process.env.PATH, TERM: 'xterm' },
        cwd: place.folder,
        input: answer,
        encoding: 'utf8',
        timeout: 30_000,
      });
      return { status, stdout };
    };
    expect(answered('n')).toEqual({
      status: 1,
      stdout: expect.stringMatching(/Erase Zephyrine@verdicts\.test for good.*Nothing was erased\./s),
    });
    expect(await show(EMAIL)).toMatchObject({ name: 'Zephyrine Quist' });
    expect(answered('', '--yes')).toEqual({ status: 0, stdout: expect.not.stringContaining('?') });
  });

  test('an erasure keeps control characters in its argument off the terminal', async () => {
    const { stderr } = await run(['erase', 'a\u001b[31m@verdicts.test']);
    expect(stderr).not.toContain('\u001b');
  });
});

describe("the studio's record", () => {
  const recorded = () => {
    const database = new Database(place.database, { readonly: true });
    const rows = database.prepare('select event, about from studio_events order by id').all();
    database.close();
    return rows;
  };

  test('the studio’s record has exports and erasures by commands, without an email address', async () => {
    await run(['add', 'ada@verdicts.test', '--confirmed']);
    await run(['add', 'ben@verdicts.test', '--confirmed']);
    const { id } = await idOf('ben@verdicts.test');
    await run(['export']);
    await run(['export', '--for', 'spreadsheet']);
    await json(['export']);
    await run(['erase', 'ben@verdicts.test']);
    expect(recorded()).toEqual([
      { event: 'exported', about: 'command line' },
      { event: 'exported', about: 'command line' },
      { event: 'exported', about: 'command line' },
      { event: 'erased', about: `${id}, command line` },
    ]);
  });

  test('the studio’s record has nothing that was refused, done before, or changed nothing', async () => {
    await run(['add', 'ada@verdicts.test', '--confirmed']);
    await run(['erase', 'nobody@verdicts.test']);
    await run(['erase', 'no address']);
    await run(['show', 'ada@verdicts.test']);
    await run(['erase', 'ada@verdicts.test']);
    await run(['erase', 'ada@verdicts.test']);
    expect(recorded()).toEqual([{ event: 'erased', about: '1, command line' }]);
  });

  async function idOf(email: string) {
    const database = new Database(place.database, { readonly: true });
    const row = database
      .prepare<[string], { id: number }>('select id from subscribers where email = ?')
      .get(email);
    database.close();
    return row ?? { id: 0 };
  }
});
