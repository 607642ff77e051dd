import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Check } from '../../src/doctor/check.ts';
import { migrateDatabase } from '../../src/sqlite/migrate-database.ts';
import { openSqliteStores } from '../../src/sqlite/open-stores.ts';
import { migrationsUpTo } from '../support/database/migration-folders.ts';
import { addReaders, approveIssue, freezeWholeAudience } from '../support/issues.ts';
import { makePlace, type Place } from '../support/processes.ts';
import { runCommand } from '../support/run-command.ts';

let place: Place;
beforeEach(async () => {
  place = await makePlace({ hasDatabase: false });
});
afterEach(() => place.remove());

/** In a folder with this `.env` and these environment variables. */
const run = async (
  parameters: string[],
  {
    file,
    env = {},
    input = '',
  }: { file?: string | Buffer; env?: Record<string, string>; input?: string } = {},
) => {
  if (file !== undefined) await writeFile(join(place.folder, '.env'), file);
  return runCommand(parameters, { env, cwd: place.folder, input });
};
const filesIn = async () =>
  (await readdir(place.folder, { recursive: true })).filter((name) => name !== '.env');
const LIST = 'email\nada@verdicts.test\n';
const begin = () => run(['subscribers', 'import', '-'], { input: LIST });

const doctor = async (given: Parameters<typeof run>[1]) => {
  const { stdout } = await run(['doctor', '--json'], given);
  return (JSON.parse(stdout).checks as Check[]).filter(({ name }) => name === 'settings');
};

test('the first command after an upgrade names what of the operator’s own no longer fits, and no later one does', async () => {
  const earlier = new Database(place.database);
  migrateDatabase(earlier, migrationsUpTo(0, join(place.folder, 'earlier')));
  earlier.exec('create view codes as select code from deliveries');
  earlier.close();
  const list = () => run(['issue', 'list', '--json'], { env: { DATABASE_URL: `file:${place.database}` } });
  expect(await list()).toMatchObject({
    status: 0,
    stdout: '[]\n',
    stderr: expect.stringContaining('The upgrade left out your own view "codes"'),
  });
  expect((await list()).stderr).not.toContain('codes');
});

describe('a folder without a database', () => {
  test.each([
    'issue list',
    'issue show 2026-W47',
    'issue pause 2026-W47',
    'issue skip 2026-W47',
    'issue approve 2026-W47',
    'comparisons list',
    'draft',
    'render --out preview',
    'send --yes',
    'send --dry-run',
    'subscribers export',
    'subscribers show ada@verdicts.test',
    'subscribers unsubscribe ada@verdicts.test',
    'subscribers erase ada@verdicts.test',
  ])(
    'a folder without a database is left as it is by %s, which names the path it looked at',
    async (command) => {
      const { status, stdout, stderr } = await run([...command.split(' '), '--json']);
      expect(status).toBe(1);
      expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'not-found' } });
      expect(stderr).toContain(`There is no database at ${join(place.folder, 'data', 'verdicts.db')}`);
      expect(await filesIn()).toEqual([]);
    },
  );

  test('a folder without a database is left as it is by doctor, which checks everything else', async () => {
    const { status, stdout } = await run(['doctor', '--json']);
    const { checks } = JSON.parse(stdout) as { checks: Check[] };
    expect(status).toBe(1);
    expect(checks.find(({ name }) => name === 'database')).toMatchObject({
      ok: false,
      message: expect.stringContaining(join(place.folder, 'data', 'verdicts.db')),
    });
    expect(checks.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['schedule', 'transport', 'sender']),
    );
    expect(await filesIn()).toEqual([]);
  });

  test.each([
    ['subscribers import -', LIST],
    ['subscribers add ada@verdicts.test', ''],
    ['import -', '[]'],
  ])('a folder without a database gets one by %s, which names its full path once', async (command, input) => {
    const told = `A new, empty database was created: ${join(place.folder, 'data', 'verdicts.db')}.`;
    const first = await run([...command.split(' '), '--json'], { input });
    expect(first.stderr).toContain(told);
    expect(() => JSON.parse(first.stdout)).not.toThrow();
    expect((await run(command.split(' '), { input })).stderr).not.toContain('was created');
  });
});

describe('a misspelled name in .env', () => {
  const file = 'SEND_DAYLY_LIMIT=100\nexport REVEIW=required\n\nRESEND_APIKEY=re_secret\n';
  const told = [
    '.env, line 1: SEND_DAYLY_LIMIT is not a setting and is not read: did you mean SEND_DAILY_LIMIT?',
    '.env, line 2: REVEIW is not a setting and is not read: did you mean REVIEW?',
    '.env, line 4: RESEND_APIKEY is not a setting and is not read: did you mean RESEND_API_KEY?',
  ];

  test.each(['issue list', 'draft', 'comparisons list', 'send --dry-run', 'doctor', 'subscribers import -'])(
    'a misspelled name in .env is reported by %s on standard error, and never on standard output',
    async (command) => {
      await begin();
      const { stdout, stderr } = await run([...command.split(' '), '--json'], { file, input: LIST });
      expect(stderr.split('\n')).toEqual(expect.arrayContaining(told));
      expect(stderr).not.toContain('re_secret');
      if (command !== 'doctor') expect(stdout).not.toContain('did you mean');
    },
  );

  test('a misspelled name in .env is reported by doctor as a finding', async () => {
    expect((await doctor({ file })).map(({ message }) => message)).toEqual(told);
  });

  test('a misspelled name in .env is reported before the errors it causes', async () => {
    const { status, stderr } = await run(['draft'], { file: `${file}TRANSPORT=resend\n` });
    expect(status).toBe(2);
    expect(stderr).toContain('did you mean RESEND_API_KEY?');
    expect(stderr).toContain('RESEND_API_KEY must be set if TRANSPORT is resend');
    expect((await doctor({ file: `${file}TRANSPORT=resend\n` })).map(({ message }) => message)).toEqual(told);
  });

  test('a misspelled name in the environment is reported too, but not the names of other programs', async () => {
    await begin();
    const { stderr } = await run(['issue', 'list'], {
      env: { SEND_DAYLY_LIMIT: '1', HOSTS: 'a', PORTS: '1', NODE_ENV: 'x', EDITOR: 'vi', TZ: 'UTC' },
    });
    expect(stderr.split('\n').filter((line) => line.includes('did you mean'))).toEqual([
      'SEND_DAYLY_LIMIT in the environment is not a setting and is not read: did you mean SEND_DAILY_LIMIT?',
    ]);
  });
});

describe('.env', () => {
  test('.env keeps a password with a # in it whole, and doctor says what a comment cut off', async () => {
    const file = 'STUDIO_PASSWORD=long#password #1\nNEWSLETTER_NAME=The #1 Weekly\nPORT=8080 # nginx\n';
    expect((await doctor({ file })).map(({ message }) => message)).toEqual([
      '.env, line 1: what follows the # after a space is a comment, and not part of STUDIO_PASSWORD. If it belongs to the value, put the whole value between quotation marks.',
      '.env, line 2: "#1 Weekly" is a comment, and not part of NEWSLETTER_NAME. If it belongs to the value, put the whole value between quotation marks.',
      '.env, line 3: "# nginx" is a comment, and not part of PORT. If it belongs to the value, put the whole value between quotation marks.',
    ]);
  });

  test('.env with a byte order mark keeps its first variable', async () => {
    const { status, stderr } = await run(['draft'], { file: '\ufeffTIMEZONE=Mars/Olympus\n' });
    expect(status).toBe(2);
    expect(stderr).toContain('TIMEZONE');
  });

  test('.env in UTF-16 is a wrong configuration, for doctor too', async () => {
    const file = Buffer.from('\ufeffPORT=1\n', 'utf16le');
    const { status, stderr } = await run(['issue', 'list'], { file });
    expect([status, stderr]).toEqual([
      2,
      '.env is UTF-16, as PowerShell and Notepad write it: save it as UTF-8.\n',
    ]);
    expect((await run(['doctor'])).status).toBe(2);
  });

  test.each(['', ' ', '\t'])(
    '.env is not overridden by a variable that is %j in the environment',
    async (empty) => {
      await begin();
      const { status, stderr } = await run(['draft'], {
        file: 'MAX_ITEMS=many\n',
        env: { MAX_ITEMS: empty },
      });
      expect(status).toBe(2);
      expect(stderr).toContain('MAX_ITEMS must be a whole number');
    },
  );

  test('.env is overridden by a variable that is set in the environment', async () => {
    await begin();
    const env = { MAX_ITEMS: '3' };
    expect((await run(['draft'], { file: 'MAX_ITEMS=many\n', env })).status).toBe(0);
  });

  test('.env with a repeated name or an invalid line is reported with the line numbers', async () => {
    const file =
      'PORT=1\nPORT=2\nPUBLIC URL https://verdicts.test\nPOSTAL_ADDRESS=\u0024{STREET}, Portside\n';
    expect((await doctor({ file })).map(({ message }) => message)).toEqual([
      '.env, line 3, is not read: write it as NAME=value, or as a comment after #.',
      '.env sets PORT on line 1 and again on line 2: only the last one counts.',
      '.env, line 4: \u0024{…} in POSTAL_ADDRESS is not replaced by its value. Write the value itself.',
    ]);
  });

  test.each(['“Weekly”', '„Weekly“', '‘Weekly’', '«Weekly»'])(
    '.env with %s says that such quotation marks are part of the value',
    async (value) => {
      expect((await doctor({ file: `NEWSLETTER_NAME=${value}\n` })).map(({ message }) => message)).toEqual([
        '.env, line 1: the curly quotation marks around NEWSLETTER_NAME are part of the value. Leave them out, or write " instead.',
      ]);
    },
  );

  test.each([
    ['STUDIO_PASSWORD=$(openssl rand -hex 16)', '$(…)'],
    ['API_TOKEN=$API_TOKEN', '$NAME'],
    ['PUBLIC_URL=https://\u0024{DOMAIN}/digest', '\u0024{…}'],
  ])('.env with %s says that no shell expands it', async (line, what) => {
    const [told] = await doctor({ file: `${line}\n` });
    expect(told?.message).toBe(
      `.env, line 1: ${what} in ${line.split('=')[0]} is not replaced by its value. Write the value itself.`,
    );
  });

  test('.env keeps a $ in a password', async () => {
    expect(await doctor({ file: 'STUDIO_PASSWORD=$ecret-$HOME-horse\n' })).toEqual([]);
  });

  test('.env without doubtful lines is not mentioned', async () => {
    const file = await readFile(new URL('../../.env.example', import.meta.url));
    await begin();
    const { status, stderr } = await run(['issue', 'list', '--json'], { file });
    expect([status, stderr]).toEqual([0, '']);
    expect(await doctor({ file })).toEqual([]);
  });
});

test.each([
  ['a link to a file that is gone', () => symlink('shared/.env', join(place.folder, '.env'))],
  ['a folder', () => mkdir(join(place.folder, '.env'))],
])('a .env that is %s stops every command, because settings would be missing', async (_, make) => {
  await begin();
  await make();
  for (const command of ['issue list', 'subscribers export', 'draft']) {
    const { status, stderr } = await run(command.split(' '));
    expect([status, stderr]).toEqual([2, expect.stringContaining('.env in this folder cannot be read')]);
  }
});

describe('the environment', () => {
  test('quotation marks around a value in the environment, as docker run --env-file leaves them, are reported', async () => {
    expect((await doctor({ env: { NEWSLETTER_NAME: '"Weekly"' } })).map(({ message }) => message)).toEqual([
      'NEWSLETTER_NAME in the environment begins and ends with a quotation mark, and both count as part of it. Leave them out.',
    ]);
  });

  test('blanks around a value in the environment, as cmd.exe leaves them, are removed', async () => {
    await begin();
    expect((await run(['draft'], { env: { MAX_ITEMS: '3 ', REVIEW: ' auto' } })).status).toBe(0);
  });
});

describe('an issue while settings are wrong', () => {
  const SLOT = '2026-W47';
  const wrong = [
    { RESEND_REQUESTS_PER_SECOND: 'abc' },
    { TIMEZONE: 'Mars/Olympus', SCHEDULE: 'weekly' },
    { SIGNING_SECRET: 'short', PORT: '-1', STUDIO_PASSWORD: 'x' },
    { TRANSPORT: 'resend', NEWSLETTER_FROM: 'nobody', PUBLIC_URL: 'verdicts' },
  ];

  test.each(wrong)('an issue can be held, shown, listed and cancelled while %j is wrong', async (env) => {
    await begin();
    expect((await run(['issue', 'hold', SLOT])).status).toBe(0);
    for (const command of [`show ${SLOT}`, 'list', `resume ${SLOT}`, `hold ${SLOT}`, `cancel ${SLOT}`]) {
      const { status, stderr } = await run(['issue', ...command.split(' ')], { env });
      expect([command, status, status === 0 || stderr]).toEqual([command, 0, true]);
    }
    expect((await run(['draft'], { env })).status).toBe(2);
  });

  test('an issue that is sending can be paused and resumed while only the database and the transport are right', async () => {
    const database = join(place.folder, 'verdicts.db');
    const stores = openSqliteStores(database);
    await addReaders(stores.subscriberStore, 2);
    await approveIssue(stores);
    await freezeWholeAudience(stores.deliveryStore);
    await stores.close();
    const env = Object.assign({}, ...wrong, {
      DATABASE_URL: `file:${database}`,
      SMTP_HOST: 'x',
      RESEND_API_KEY: 're_1',
    });
    for (const [action, status] of [
      ['pause', 'paused'],
      ['resume', 'sending'],
      ['pause', 'paused'],
      ['cancel', 'cancelled'],
    ] as const) {
      const { stdout } = await run(['issue', action, SLOT, '--json'], { env });
      expect([action, JSON.parse(stdout).status]).toEqual([action, status]);
    }
  });

  test('an issue that does not exist yet needs the schedule, and reports errors in that alone', async () => {
    await begin();
    const { status, stderr } = await run(['issue', 'hold', SLOT], {
      env: { TIMEZONE: 'Mars/Olympus', PORT: 'x' },
    });
    expect(status).toBe(2);
    expect(stderr).toContain('TIMEZONE');
    expect(stderr).not.toContain('PORT');
  });

  test('no issue can be found while DATABASE_URL is wrong', async () => {
    const { status, stderr } = await run(['issue', 'list'], {
      env: { DATABASE_URL: 'verdicts.db', PORT: 'x' },
    });
    expect(status).toBe(2);
    expect(stderr).toBe(
      'The configuration is wrong:\n  DATABASE_URL must begin with file:, such as file:data/verdicts.db. Write file:verdicts.db\n',
    );
  });
});

describe('a command stops only for the settings it needs:', () => {
  const SERVER_ONLY = {
    PORT: 'abc',
    HOST: 'localhost:1',
    STUDIO_PASSWORD: 'short',
    API_TOKEN: 'short',
    TRUSTED_PROXIES: 'nginx',
    ALLOWED_ORIGINS: '*',
    SIGN_UP_CHECKS: 'captcha',
    RESEND_WEBHOOK_SECRET: 'secret',
  };
  const SENDING = {
    TRANSPORT: 'resend',
    PUBLIC_URL: 'verdicts',
    NEWSLETTER_FROM: 'nobody',
    MAX_ITEMS: 'many',
  };
  const SECRET = { SIGNING_SECRET: 'short' };
  const SCHEDULE = { SCHEDULE: 'weekly', TIMEZONE: 'Mars/Olympus' };

  test.each([
    ['subscribers show ada@verdicts.test', { ...SERVER_ONLY, ...SENDING, ...SECRET, ...SCHEDULE }],
    ['subscribers export', { ...SERVER_ONLY, ...SENDING, ...SECRET, ...SCHEDULE }],
    ['subscribers unsubscribe ada@verdicts.test', { ...SERVER_ONLY, ...SENDING, ...SECRET, ...SCHEDULE }],
    ['comparisons list', { ...SERVER_ONLY, ...SENDING, ...SECRET, ...SCHEDULE }],
    ['subscribers erase ada@verdicts.test', { ...SERVER_ONLY, ...SENDING, ...SCHEDULE }],
    ['subscribers add ben@verdicts.test', { ...SERVER_ONLY, ...SENDING, ...SCHEDULE }],
    ['subscribers import -', { ...SERVER_ONLY, ...SENDING, ...SCHEDULE }],
    ['import -', { ...SERVER_ONLY, ...SENDING, ...SECRET, SCHEDULE: 'weekly' }],
    ['backup backups', { ...SERVER_ONLY, ...SENDING, ...SCHEDULE }],
    ['draft', SERVER_ONLY],
    ['send --dry-run', SERVER_ONLY],
    ['issue edit 2099-W01 --subject Ours', SERVER_ONLY],
  ])('%s succeeds while unrelated settings are wrong', async (command, env) => {
    await begin();
    const input = command.startsWith('import') ? '[]' : LIST;
    const { status, stderr } = await run(command.split(' '), { env, input });
    expect([status, stderr.includes('The configuration is wrong')]).toEqual([0, false]);
  });

  test('restore succeeds while everything but the database and the schedule is wrong', async () => {
    await begin();
    await run(['backup', 'backups']);
    const { status, stderr } = await run(['restore', 'backups', '--yes'], {
      env: { ...SERVER_ONLY, ...SENDING, ...SECRET },
    });
    expect([status, stderr]).toEqual([0, '']);
  });

  test.each([
    ['subscribers erase ada@verdicts.test', SECRET],
    ['subscribers import -', SECRET],
    ['backup backups', SECRET],
    ['import -', { TIMEZONE: 'Mars/Olympus' }],
    ['restore backups', SCHEDULE],
    ['draft', SENDING],
  ])('%s stops for %j, names it, and changes nothing', async (command, env) => {
    await begin();
    const before = await filesIn();
    const { status, stderr } = await run(command.split(' '), { env, input: LIST });
    expect(status).toBe(2);
    for (const name of Object.keys(env)) if (name !== 'TRANSPORT') expect(stderr).toContain(`  ${name} `);
    expect((await filesIn()).filter((name) => !/-(wal|shm)$/.test(name))).toEqual(before);
  });

  test('a command that stops names every wrong variable, even those it does not need', async () => {
    await begin();
    const { status, stderr } = await run(['draft'], { env: { MAX_ITEMS: 'many', PORT: 'abc' } });
    expect(status).toBe(2);
    expect(stderr).toContain('  MAX_ITEMS must');
    expect(stderr).toContain('  PORT must');
  });

  test('nothing is created while a needed setting is wrong', async () => {
    for (const command of ['subscribers import -', 'subscribers add ada@verdicts.test', 'import -'])
      await run(command.split(' '), { env: { ...SECRET, TIMEZONE: 'Mars/Olympus' }, input: LIST });
    expect(await filesIn()).toEqual([]);
  });

  test.each(['serve', 'doctor'])('%s needs all settings', async (command) => {
    await begin();
    const { status, stdout, stderr } = await run([command], { env: SERVER_ONLY });
    expect(status).toBe(2);
    for (const name of Object.keys(SERVER_ONLY)) expect(stdout + stderr).toContain(`  ${name} `);
  });
});

test('backup and restore also report a misspelled name in .env', async () => {
  await begin();
  const file = 'SEND_DAYLY_LIMIT=100\n';
  for (const command of ['backup', 'restore'])
    expect((await run([command, 'backups'], { file })).stderr).toContain('did you mean SEND_DAILY_LIMIT?');
});

describe('a DATABASE_URL that names', () => {
  test.each([
    ['a folder', 'home', 'is a folder, and DATABASE_URL must name a file, such as file:'],
    ['a file in a file', 'file/x.db', 'is a file where a folder is needed'],
    ['a file far below a file', 'file/a/b/x.db', 'is a file where a folder is needed'],
    ['a file in what is no folder', '/dev/null/x.db', 'is a file where a folder is needed'],
    ['a name that is too long', `${'n'.repeat(300)}.db`, 'name too long'],
    ['a file where no folders can be made', '/proc/verdicts/x.db', 'No folder can be made there'],
    ["another program's database", 'theirs.db', 'belongs to another program'],
    ['a text', 'file', 'is not an SQLite database'],
  ])(
    'a DATABASE_URL that names %s is refused with what to do, and changes nothing',
    async (_, path, message) => {
      await mkdir(join(place.folder, 'home'));
      await writeFile(join(place.folder, 'file'), 'Only words.\n');
      new Database(join(place.folder, 'theirs.db')).exec('create table posts (title)').close();
      const before = await filesIn();
      const env = { DATABASE_URL: `file:${path}`, SIGNING_SECRET: 's'.repeat(32) };
      const { status, stderr } = await run(['subscribers', 'import', '-'], { env, input: LIST });
      expect([status, stderr]).toEqual([1, expect.stringContaining(message)]);
      expect((await filesIn()).filter((name) => !/-(wal|shm)$/.test(name)).sort()).toEqual(before.sort());
    },
  );
});

test.each(['file/x.db', 'file/a/b/x.db', 'home', `${'n'.repeat(300)}.db`])(
  'a DATABASE_URL that cannot hold a database (%s) is reported in the same words by every command, doctor included',
  async (path) => {
    await mkdir(join(place.folder, 'home'));
    await writeFile(join(place.folder, 'file'), 'Only words.\n');
    const env = { DATABASE_URL: `file:${path}` };
    const { status, stderr } = await run(['import', '-'], { env, input: '[]' });
    expect([status, stderr]).toEqual([1, expect.stringMatching(/needed|must name a file|name too long/)]);
    for (const command of ['send', 'draft']) expect((await run([command], { env })).stderr).toBe(stderr);
    const { stdout } = await run(['doctor'], { env });
    expect(stdout.replace(/\s+(?:→ )?/g, ' ')).toContain(`STOP database: ${stderr.trim()}`);
  },
);

test('a DATABASE_URL that is refused creates no folder', async () => {
  await mkdir(join(place.folder, 'home'));
  for (const url of ['file://data/x.db', 'file:~/x.db', 'file:x.db?mode=ro', 'sqlite:x.db', 'x.db']) {
    const { status } = await run(['subscribers', 'import', '-'], { env: { DATABASE_URL: url }, input: LIST });
    expect([url, status]).toEqual([url, 2]);
  }
  expect(existsSync(join(place.folder, 'data'))).toBe(false);
  expect(await filesIn()).toEqual(['home']);
});
