import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { aComparison } from '../support/comparisons.ts';
import { isMissing } from '../support/needs.ts';
import { type Finished, makePlace, type Place, PROGRAM } from '../support/processes.ts';
import { runCommand } from '../support/run-command.ts';
import { asPlain, inventedComparison } from '../support/samples/invented-comparison.ts';
import { labelledPage, plainPage } from '../support/samples/saved-pages.ts';

let place: Place;
beforeEach(async () => {
  place = await makePlace();
});
afterEach(() => place.remove());

const run = (parameters: string[], env: Record<string, string> = {}) =>
  runCommand(parameters, { env: { ...place.env, ...env }, cwd: place.folder });

const write = async (name: string, content: string) => {
  await writeFile(join(place.folder, name), content);
  return name;
};

const countOf = async () => JSON.parse((await run(['comparisons', 'list', '--json'])).stdout).length;

describe('an import', () => {
  const good = aComparison({ tools: ['Kiln', 'Loom'] });

  test('an import of malformed JSON says where it breaks, and stores nothing', async () => {
    const file = await write('broken.json', '[\n{"tools": [\n');
    const { status, stderr } = await run(['import', file]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^broken\.json:\d+: /);
    expect(await countOf()).toBe(0);
  });

  test('an import of half a page says so, and stores nothing of it', async () => {
    const page = plainPage(good);
    const file = await write('half.txt', page.slice(0, page.length / 2));
    const { status, stderr } = await run(['import', file]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/half\.txt.*cut off/);
    expect(await countOf()).toBe(0);
  });

  test('an import with a score of 101 names the field and its limit, and stores the other lines', async () => {
    const bad = structuredClone(aComparison({ tools: ['Forge', 'Anvil'] }));
    const [review] = bad.tools[0].reviews;
    if (review !== undefined) review.score = 101;
    const file = await write('list.ndjson', `${JSON.stringify(good)}\n${JSON.stringify(bad)}\n`);
    const { status, stdout } = await run(['import', file, '--json']);
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      added: 1,
      rejected: [
        { file, line: 2, path: 'tools[0].reviews[0].score', message: expect.stringContaining('100') },
      ],
    });
  });

  test('a comparison with three faults is one that was refused, and each fault is named', async () => {
    const faulty = {
      ...good,
      tools: [{ ...good.tools[0], name: '', verdict: 'maybe', pricing: 5 }, good.tools[1]],
    };
    for (const file of [
      await write('faulty.json', JSON.stringify([faulty, good])),
      await write('faulty.ndjson', `${JSON.stringify(faulty)}\n${JSON.stringify(good)}\n`),
    ]) {
      const { status, stdout, stderr } = await run(['import', file]);
      expect([status, stdout]).toEqual([1, expect.stringContaining(', 1 refused')]);
      expect(stderr.trim().split('\n')).toHaveLength(3);
      const { rejected, refused } = JSON.parse((await run(['import', file, '--json'])).stdout);
      expect([rejected.length, refused]).toEqual([3, undefined]);
    }
  });

  test('an import of a missing file says so and reads the other files', async () => {
    const file = await write('good.json', JSON.stringify(good));
    const { status, stdout } = await run(['import', 'missing.json', file, '--json']);
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ added: 1, rejected: [{ file: 'missing.json' }] });
  });

  test('an import of a less complete copy keeps what is known, and says so in words and as JSON', async () => {
    const rich = inventedComparison();
    const labelled = await write('labelled.txt', labelledPage(rich));
    const plain = await write('plain.txt', plainPage(asPlain(rich)));
    await run(['import', labelled]);
    const before = (await run(['comparisons', 'list', '--json'])).stdout;
    const { status, stdout, stderr } = await run(['import', plain]);
    expect([status, stdout]).toEqual([0, '0 added, 0 updated, 1 unchanged, 0 refused, 1 warning\n']);
    expect(stderr).toMatch(/plain\.txt:\d+: .*leaves out what an earlier one said, so we kept that.*verdict/);
    expect(JSON.parse((await run(['import', plain, '--json'])).stdout)).toMatchObject({
      unchanged: 1,
      warnings: [{ file: plain, line: expect.any(Number), path: '', message: expect.any(String) }],
    });
    expect((await run(['comparisons', 'list', '--json'])).stdout).toBe(before);
  });

  test('an import with a date is published when that day begins in TIMEZONE', async () => {
    const undated = { tools: [{ name: 'Kiln' }, { name: 'Loom' }] };
    const dated = { publishedAt: '2026-11-12', tools: [{ name: 'Forge' }, { name: 'Anvil' }] };
    const file = await write('dates.json', JSON.stringify([undated, dated]));
    const zone = { TIMEZONE: 'Asia/Tokyo' };
    expect((await run(['import', file, '--published-at', '2026-11-17'], zone)).status).toBe(0);
    const listed = JSON.parse((await run(['comparisons', 'list', '--json'])).stdout);
    expect(listed.map(({ publishedAt }: { publishedAt: string }) => publishedAt)).toEqual([
      '2026-11-16T15:00:00.000Z',
      '2026-11-11T15:00:00.000Z',
    ]);
  });

  test('an import of a panel that contradicts itself names the tool and the reviewer, and stores nothing of it', async () => {
    const reviews = [
      { reviewer: 'Builder', verdict: 'ship', text: 'It works.' },
      { reviewer: 'Skeptic', verdict: 'skip', text: 'I lost my file twice.' },
    ];
    const wrong = { tools: [{ name: 'Kiln', panelShare: 100, reviews }, { name: 'Loom' }] };
    const file = await write('wrong.json', JSON.stringify(wrong));
    const { status, stderr } = await run(['import', file]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/Kiln: panelShare is 100, but the reviews are .*1 skip \(Skeptic\)/);
    expect((await run(['comparisons', 'list', '--json'])).stdout).toBe('[]\n');
  });

  test('an import with an invalid instant is a usage error', async () => {
    const { status, stderr } = await run(['import', '-', '--published-at', 'yesterday']);
    expect(status).toBe(2);
    expect(stderr).toContain('2026-11-17T09:00:00Z');
  });
});

describe('a wrong configuration', () => {
  test('a wrong configuration is reported completely, in one message, before anything is created', async () => {
    const wrong = {
      TIMEZONE: 'Mars/Olympus',
      SCHEDULE: '0 9 * * *',
      MAX_ITEMS: 'many',
      NEWSLETTER_FROM: 'nobody',
    };
    const { status, stderr } = await run(['draft'], wrong);
    expect(status).toBe(2);
    for (const name of Object.keys(wrong)) expect(stderr).toContain(name);
  });

  test('doctor reports a wrong configuration instead of failing because of it', async () => {
    const { status, stdout } = await run(['doctor', '--json'], { TIMEZONE: 'Mars/Olympus' });
    expect(status).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, checks: [{ name: 'configuration', ok: false }] });
  });

  test('a slot that does not exist is a usage error', async () => {
    const { status, stderr } = await run(['draft', '--slot', '2025-W53']);
    expect(status).toBe(2);
    expect(stderr).toContain('2025-W52');
  });

  test('with --json, an error is one JSON document', async () => {
    const { status, stdout } = await run(['issue', 'show', '2026-W47', '--json']);
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'not-found' } });
  });
});

describe('a place that cannot be written to', () => {
  const approve = async () => {
    const file = await write('good.json', JSON.stringify(aComparison({ tools: ['Kiln', 'Loom'] })));
    await run(['import', file, '--published-at', '2026-11-16T09:00:00Z']);
    await run(['subscribers', 'add', 'ada@verdicts.test', '--confirmed']);
    expect((await run(['issue', 'approve', '2026-W47'])).status).toBe(0);
  };

  test('an outbox that cannot be written to is reported before anything is sent', async () => {
    await approve();
    await writeFile(join(place.folder, 'file'), '');
    const { status, stderr } = await run(['send', '--slot', '2026-W47'], {
      OUTBOX_DIR: join(place.folder, 'file'),
    });
    expect(status).toBe(1);
    expect(stderr).toContain('set OUTBOX_DIR to another one');
    expect((await run(['send', '--slot', '2026-W47'])).status).toBe(0);
    expect(await place.messages()).toHaveLength(1);
  });

  test('a newer version’s database is left alone', async () => {
    await approve();
    const database = new Database(place.database);
    database.exec(`insert into __drizzle_migrations (hash, created_at) values ('later', 9999999999999)`);
    database.close();
    const { status, stderr } = await run(['draft']);
    expect(status).toBe(1);
    expect(stderr).toContain('newer version');
  });

  test('a file that is no database is left alone', async () => {
    await write('verdicts.db', 'These are not the bytes that you are looking for. '.repeat(100));
    const { status, stderr } = await run(['draft']);
    expect(status).toBe(1);
    expect(stderr).toContain('set DATABASE_URL to another file');
  });

  describe.skipIf(
    isMissing({ tool: 'unshare', present: canMount(), install: 'apt-get install util-linux, as root' }),
  )('a full disk', () => {
    /** Runs commands with a disk of this many kibibytes at `folder`, and returns what they print. */
    const onSmallDisk = (kibibytes: number, folder: string, script: string): Finished => {
      const mounted = `mount -t tmpfs -o size=${kibibytes}k tmpfs '${folder}' && ${script}`;
      return finishedOf(['-r', '-m', 'sh', '-c', mounted], { ...place.env, PATH: process.env.PATH ?? '' });
    };
    const verdicts = `'${process.execPath}' '${PROGRAM}'`;

    test('a full disk under the outbox pauses the issue, which continues when there is space', async () => {
      await approve();
      await mkdir(place.outbox);
      const { stdout } = onSmallDisk(
        4,
        place.outbox,
        `(${verdicts} send --slot 2026-W47 --json; echo "exit $?")`,
      );
      expect(stdout).toContain('exit 1');
      expect(stdout).toContain('Free some space');
      expect((await run(['issue', 'resume', '2026-W47'])).status).toBe(0);
      expect((await run(['send', '--slot', '2026-W47'])).status).toBe(0);
      expect(await place.messages()).toHaveLength(1);
    });

    test('a full disk is reported at every step of the first start, and the next start succeeds', async () => {
      const disk = join(place.folder, 'disk');
      await mkdir(disk);
      const list = join(place.folder, 'list.csv');
      await writeFile(list, 'email\nada@verdicts.test\n');
      const env = `DATABASE_URL='file:${disk}/data/verdicts.db'`;
      const steps = [0, 4, 8, 16, 32, 64, 128, 256, 340].map(
        (kibibytes) =>
          `rm -rf '${disk}'/*; head -c ${1000 - kibibytes}k /dev/zero > '${disk}/ballast'; ${env} ${verdicts} subscribers import '${list}' 2>&1; echo "exit $?"`,
      );
      const last = `rm '${disk}/ballast'; ${env} ${verdicts} subscribers import '${list}' > /dev/null 2>&1; ${env} ${verdicts} comparisons list --json`;
      const { stdout } = onSmallDisk(1000, disk, `(${[...steps, last].join('; ')})`);
      expect(stdout.match(/The disk is full: free some space/g)).toHaveLength(steps.length);
      expect(stdout.match(/exit 1/g)).toHaveLength(steps.length);
      expect(stdout.trim()).toMatch(/\[\]$/);
    });

    test('a full disk is reported if the database exists and the secret cannot be written', async () => {
      await run(['comparisons', 'list']);
      const disk = join(place.folder, 'disk');
      await mkdir(disk);
      const env = `DATABASE_URL='file:${disk}/verdicts.db'`;
      const fill = `cp '${place.database}' '${disk}/verdicts.db'; head -c 9999k /dev/zero > '${disk}/ballast'`;
      const { stdout } = onSmallDisk(
        2000,
        disk,
        `(${fill}; ${env} ${verdicts} draft 2>&1; echo "exit $?"; ls '${disk}')`,
      );
      expect(stdout).toMatch(/signing secret in .*The disk is full: free some space/);
      expect(stdout).not.toMatch(/^signing-secret/m);
    });

    test.each(['subscribers export', 'backup backups', 'issue list'])(
      'a disk that became read-only is called so by %s, with how to save what is there',
      async (command) => {
        const disk = join(place.folder, 'disk');
        await mkdir(disk);
        const fill = `cp '${place.database}' '${disk}/verdicts.db'; mount -o remount,ro '${disk}'`;
        const { stdout } = onSmallDisk(
          2000,
          disk,
          `(cd '${place.folder}'; ${fill}; DATABASE_URL='file:${disk}/verdicts.db' ${verdicts} ${command} 2>&1; echo "exit $?")`,
        );
        expect(stdout).toContain('The disk is read-only: make it writable. To save what is there');
        expect(stdout).toContain('exit 1');
      },
    );

    test('a full disk under a backup is reported, and leaves the other backups alone', async () => {
      await approve();
      const disk = join(place.folder, 'disk');
      await mkdir(disk);
      const make = `${verdicts} backup '${disk}' --keep 1 2>&1`;
      const { stdout } = onSmallDisk(
        900,
        disk,
        `(${make}; head -c 9999k /dev/zero > '${disk}/ballast' 2>&1; ${make}; echo "exit $?"; ls -a '${disk}')`,
      );
      expect(stdout).toMatch(/disk\/verdicts-.*The disk is full: free some space.*\nexit 1\n/);
      expect(stdout.match(/^verdicts-\w+$/gm)).toHaveLength(1);
      expect(stdout).not.toMatch(/^verdicts-.*part$/m);
    });

    test('a full disk under a restore is reported, and leaves the database as it was', async () => {
      await approve();
      await run(['backup', 'backups']);
      const disk = join(place.folder, 'disk');
      await mkdir(disk);
      const env = `DATABASE_URL='file:${disk}/verdicts.db'`;
      const { stdout } = onSmallDisk(
        1500,
        disk,
        `(${env} ${verdicts} subscribers add ben@verdicts.test >/dev/null; head -c 9999k /dev/zero > '${disk}/ballast' 2>/dev/null; ${env} ${verdicts} restore '${place.folder}/backups' 2>&1; echo "exit $?"; ls '${disk}'; rm '${disk}/ballast'; ${env} ${verdicts} subscribers show ben@verdicts.test)`,
      );
      expect(stdout).toMatch(/The disk is full: free some space.*\nexit 1\n/);
      expect(stdout).not.toContain('restoring');
      expect(stdout).not.toMatch(/^replaced/m);
      expect(stdout).toContain('ben@verdicts.test');
    });

    test('a full disk under the database is reported, and what was committed is kept', async () => {
      const list = Array.from({ length: 400 }, (_, index) =>
        aComparison({ tools: [`Kiln ${index}`, `Loom ${index}`] }),
      );
      const file = await write(
        'many.ndjson',
        list.map((comparison) => JSON.stringify(comparison)).join('\n'),
      );
      const disk = join(place.folder, 'disk');
      await mkdir(disk);
      const env = `DATABASE_URL='file:${disk}/verdicts.db'`;
      const script = `(${env} ${verdicts} import '${join(place.folder, file)}' 2>&1; echo "exit $?"; rm -f '${disk}/ballast'; ${env} ${verdicts} comparisons list --json)`;
      const { stdout } = onSmallDisk(1500, disk, `head -c 600k /dev/zero > '${disk}/ballast'; ${script}`);
      expect(stdout).toContain('exit 1');
      expect(stdout).toContain('free some space');
      const kept = JSON.parse(stdout.slice(stdout.indexOf('[\n')));
      expect(kept.length).toBeGreaterThan(0);
      expect(kept.length).toBeLessThan(400);
    });
  });
});

function finishedOf(parameters: string[], env: Record<string, string>): Finished {
  try {
    const stdout = execFileSync('unshare', parameters, {
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return { status: 0, signal: null, stdout, stderr: '' };
  } catch (error) {
    const { status, stdout, stderr } = error as { status: number; stdout: string; stderr: string };
    return { status, signal: null, stdout, stderr };
  }
}

function canMount(): boolean {
  return finishedOf(['-r', '-m', 'true'], { PATH: process.env.PATH ?? '' }).status === 0;
}
