import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openDatabase } from '../../src/sqlite/open-database.ts';
import { aComparison } from '../support/comparisons.ts';
import { sqlOn } from '../support/database/tables.ts';
import { makePlace, type Place } from '../support/processes.ts';
import { runCommand } from '../support/run-command.ts';
import { setAge } from '../support/scheduler.ts';

let place: Place;
beforeEach(async () => {
  place = await makePlace();
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(async () => {
  vi.useRealTimers();
  await place.remove();
});

/** The database is made at this time. */
async function begin(now: string): Promise<void> {
  vi.setSystemTime(new Date(now));
  const db = openDatabase(place.database);
  await setAge({ sql: sqlOn(db) }, Date.now());
  db.$client.close();
}

const run = (...parameters: string[]) => runCommand(parameters, { env: place.env });

async function json(...parameters: string[]) {
  return JSON.parse((await run(...parameters, '--json')).stdout);
}

async function importOne(publishedAt: string | null = null, names: [string, string] = ['Kiln', 'Loom']) {
  const file = join(place.folder, 'comparison.json');
  await writeFile(file, JSON.stringify({ ...aComparison({ tools: names }), publishedAt }));
  return json('import', file);
}

const addReader = () => run('subscribers', 'add', 'reader@verdicts.test', '--confirmed');

test('a first import on a Sunday is sent at once, as the coming week’s issue', async () => {
  await begin('2026-11-29T20:00:00Z');
  expect(await importOne()).toMatchObject({ added: 1 });
  await addReader();
  const draft = await run('draft');
  expect(draft.stdout).toContain('2026-W49  draft');
  expect(draft.stderr).toContain(
    'Week 49 (2026-W49), which goes out Tue 1 Dec, 09:00 UTC. The time for week 48 (Tue 24 Nov, 09:00 UTC) has passed.',
  );
  expect(await json('send', '--yes')).toMatchObject({ slot: '2026-W49', status: 'sent' });
  expect(await json('issue', 'list')).toMatchObject([{ slot: '2026-W49', status: 'sent' }]);
  expect((await run('draft')).stdout).toContain('2026-W50  draft');
  const { stderr } = await run('issue', 'list');
  expect(stderr).toContain('Next: 2026-W50, Tue 8 Dec, 09:00 UTC');
  const { checks } = await json('doctor');
  const schedule = checks.find(({ name }: { name: string }) => name === 'schedule');
  expect(schedule.message).toContain('Next: Tue 8 Dec, 09:00 UTC');
});

test('a second send, with nothing new, loses nothing: the next import makes the week a draft again', async () => {
  await begin('2026-11-29T20:00:00Z');
  await importOne('2026-11-29T19:00:00Z');
  await addReader();
  await run('send', '--yes');
  expect((await run('issue', 'show', '2026-W49')).stdout).toContain(
    'sent        Sun 29 Nov, 20:00 UTC (week 49)',
  );
  const again = await run('send', '--yes');
  expect(again).toMatchObject({ status: 0, stdout: expect.stringContaining('2026-W50  skipped') });
  expect(again.stdout).toContain(
    'nothing is lost: as soon as it has enough comparisons, it is a draft again',
  );
  expect((await run('issue', 'show')).stdout).toContain('To add one: verdicts import <file>');
  const empty = await run('draft');
  expect(empty.stdout).toContain('There is no new comparison yet');
  expect(empty.stdout).not.toContain('lower MIN_ITEMS');
  await importOne('2026-11-29T19:00:00Z', ['Sieve', 'Rake']);
  expect(await json('issue', 'list')).toMatchObject([
    { slot: '2026-W50', status: 'draft', reason: null },
    {},
  ]);
  expect(await json('draft')).toMatchObject({ slot: '2026-W50', status: 'draft' });
});

test('a week skipped for MIN_ITEMS is a draft again as soon as somebody looks after lowering it', async () => {
  await begin('2026-11-29T20:00:00Z');
  await importOne('2026-11-29T19:00:00Z');
  await addReader();
  await run('settings', 'set', 'MIN_ITEMS=2');
  expect(await json('send', '--yes')).toMatchObject({ status: 'skipped' });
  expect(await json('draft')).toMatchObject({ status: 'skipped' });
  await run('settings', 'set', 'MIN_ITEMS=');
  expect(await json('draft')).toMatchObject({ status: 'draft' });
});

test('an import works, and says no word of it, where the schedule is wrong', async () => {
  await begin('2026-11-29T20:00:00Z');
  place.env.SCHEDULE = 'every day';
  expect(await importOne()).toMatchObject({ added: 1 });
});

test('a draft says when it goes out, to how many, and the command that sends it now', async () => {
  await begin('2026-11-29T20:00:00Z');
  await importOne('2026-11-29T19:00:00Z');
  await addReader();
  const { stdout } = await run('draft');
  expect(stdout).toContain('goes out      Tue 1 Dec, 09:00 UTC, by itself where verdicts serve runs');
  expect(stdout).toContain('readers       1 confirmed = 1 get it');
  expect(stdout).toContain('to send it now: verdicts send --slot 2026-W49');
  await run('issue', 'skip', '2026-W49', '--reason', 'A holiday');
  const skipped = await run('draft', '--slot', '2026-W49');
  expect(skipped.stdout).toContain('An editor skipped Week 49: A holiday.');
  expect(skipped.stdout).toContain('verdicts issue resume 2026-W49');
});

test('what a comparison need not have is called optional, and its fields are named', async () => {
  await begin('2026-11-29T20:00:00Z');
  const file = join(place.folder, 'short.json');
  await writeFile(
    file,
    JSON.stringify({
      url: 'https://tools.test/a',
      tools: [
        { name: 'A', verdict: 'ship', pricing: 'Free' },
        { name: 'B', verdict: 'ship', pricing: 'Free', category: 'Chat', tagline: 'Talks', bestFor: 'All' },
      ],
    }),
  );
  await run('import', file);
  const { stdout } = await run('draft');
  expect(stdout).toContain('optional: a-vs-b: A has no category, no tagline and no “best for”');
  expect(stdout).toContain('import it again with category, tagline and bestFor.');
  expect(stdout).not.toContain('worth a look');
});

test('all weeks that were sent ahead are named, not only this one', async () => {
  await begin('2026-11-30T08:00:00Z');
  await addReader();
  for (const names of [
    ['Kiln', 'Loom'],
    ['Sieve', 'Rake'],
  ] as [string, string][]) {
    await importOne('2026-11-29T19:00:00Z', names);
    await run('send', '--yes');
  }
  expect((await run('draft')).stderr).toContain('Weeks 49 and 50 were sent.');
});

test.each([
  ['2026-12-24T00:00:00Z', '1 comparison dated in the future: each waits for its date.'],
  ['2026-11-01T00:00:00Z', '1 comparison older than LOOKBACK_DAYS.'],
])(
  'if the only comparison is dated %s, draft and send say why it is not in, and what to do',
  async (publishedAt, words) => {
    await begin('2026-11-29T20:00:00Z');
    await importOne(publishedAt);
    await addReader();
    expect((await run('draft')).stdout).toContain(words);
    expect((await run('send', '--dry-run')).stdout).toContain(words);
    const sent = await json('send', '--yes');
    expect(sent).toMatchObject({ slot: '2026-W49', status: 'skipped' });
    expect(sent.reason).toContain(words);
    expect(sent.reason).toMatch(/import it again with the right publishedAt/i);
    await importOne('2026-11-29T19:00:00Z');
    expect(await json('send', '--yes')).toMatchObject({ slot: '2026-W49', status: 'sent' });
  },
);

test.each([
  ['Monday', '2026-11-23T08:00:00Z', '2026-W48', '2026-W49'],
  ['Tuesday', '2026-11-24T15:00:00Z', '2026-W49', '2026-W50'],
  ['Sunday', '2026-11-29T20:00:00Z', '2026-W49', '2026-W50'],
])(
  'the demo on a %s has eight of twelve samples, and leaves four for the next issue',
  async (_, now, slot, next) => {
    await begin(now);
    expect((await run('demo')).stderr).not.toContain('If you already had one');
    expect(await json('demo')).toMatchObject({ slot, status: 'sent' });
    expect(await json('demo')).toMatchObject({ slot, status: 'sent', added: { comparisons: 0 } });
    const draft = await json('draft');
    expect(draft.slot).toBe(next);
    expect(draft.items).toHaveLength(4);
    const [issue] = await json('issue', 'list');
    expect((await json('issue', 'show', issue.slot)).items).toHaveLength(8);
  },
);

test('what names no slot twice must not skip two weeks, so skip, resume and cancel ask for one', async () => {
  await begin('2026-11-29T20:00:00Z');
  for (const action of ['skip', 'resume', 'cancel']) {
    const { status, stderr } = await run('issue', action);
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: expect.stringContaining('Something is missing: <slot>.'),
    });
  }
});
