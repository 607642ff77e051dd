import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addWeeks } from '../../src/schedule/slot.ts';
import { formatNumber } from '../../src/shared/counted.ts';
import { aComparison } from '../support/comparisons.ts';
import { preparedPlaces } from '../support/prepared-places.ts';
import type { Place } from '../support/processes.ts';
import { runCommand } from '../support/run-command.ts';

const SLOT = '2026-W47';
const NEXT_SLOT = '2026-W48';
const comparisons = [
  aComparison({ tools: ['Kiln', 'Loom'] }),
  aComparison({ tools: ['Forge', 'Anvil'] }),
].map((comparison) => ({ ...comparison, publishedAt: '2026-11-16T09:00:00Z' }));
const [first = '', second = ''] = comparisons.map(({ slug }) => slug);

const placeWithComparisons = preparedPlaces(({ env }) =>
  runCommand(['import', '-'], { env, input: JSON.stringify(comparisons) }),
);
let place: Place;
beforeEach(async () => {
  place = await placeWithComparisons();
});
afterEach(() => place.remove());

const run = (parameters: string[], given: { env?: Record<string, string>; input?: string } = {}) =>
  runCommand(parameters, { ...given, env: { ...place.env, ...given.env }, cwd: place.folder });

/** Runs SQL on the database directly, for states that would take long to reach. */
function execute(sql: string) {
  const database = new Database(place.database);
  database.exec(sql);
  database.close();
}

const query = (sql: string) => {
  const database = new Database(place.database);
  const rows = database.prepare(sql).all();
  database.close();
  return rows;
};

describe('approving', () => {
  test('approving an approved issue changes nothing and succeeds; approving a later one is refused', async () => {
    await run(['issue', 'approve', SLOT]);
    const frozen = query('select freeze_id from issues');
    const again = await run(['issue', 'approve', SLOT]);
    expect(again).toMatchObject({ status: 0, stdout: expect.stringContaining(`${SLOT}  approved`) });
    expect(query('select freeze_id from issues')).toEqual(frozen);
    execute(`update issues set status = 'paused'`);
    const paused = await run(['issue', 'approve', SLOT]);
    expect(paused).toMatchObject({ status: 1, stderr: expect.stringContaining(`${SLOT} is paused.`) });
  });

  test('approving a skipped slot leaves it skipped while it has too few comparisons, and approves it otherwise', async () => {
    await run(['send', '--slot', SLOT], { env: { MIN_ITEMS: '3' } });
    const early = await run(['issue', 'approve', SLOT], { env: { MIN_ITEMS: '3' } });
    expect(early).toMatchObject({ status: 1, stderr: expect.stringContaining('2 of at least 3') });
    expect(query('select status from issues')).toEqual([{ status: 'skipped' }]);
    expect((await run(['issue', 'approve', SLOT])).status).toBe(0);
    expect(query('select status from issues')).toEqual([{ status: 'approved' }]);
  });
});

test('an editor’s skip remains, however often a send is tried, until it is undone', async () => {
  await run(['subscribers', 'add', 'ada@verdicts.test', '--confirmed']);
  await run(['issue', 'skip', SLOT, '--reason', 'A holiday']);
  for (const parameters of [['send'], ['send', '--dry-run'], ['send']]) {
    const { status, stdout } = await run([...parameters, '--slot', SLOT, '--json']);
    expect([status, JSON.parse(stdout)]).toMatchObject([
      0,
      {
        status: 'skipped',
        reason: `An editor skipped Week 47: A holiday. Take it back: verdicts issue resume ${SLOT}`,
      },
    ]);
  }
  expect(query('select status, reason from issues')).toEqual([{ status: 'skipped', reason: 'A holiday' }]);
  await run(['issue', 'resume', SLOT]);
  await run(['send', '--slot', SLOT]);
  expect(query('select status from issues')).toEqual([{ status: 'sent' }]);
});

test('every command tells times in the time zone of the newsletter, and of UTC if that is wrong', async () => {
  await run(['settings', 'set', 'TIMEZONE=Europe/Berlin']);
  const shown = [await run(['issue', 'hold', SLOT]), await run(['issue', 'show', SLOT])];
  for (const { stdout } of shown) expect(stdout).toMatch(/^goes out {4}Tue 17 Nov, 09:00 CET /m);
  const { status, stdout } = await run(['issue', 'show', SLOT], { env: { TIMEZONE: 'Mars/Olympus' } });
  expect([status, stdout]).toEqual([0, expect.stringMatching(/^goes out {4}Tue 17 Nov, 08:00 UTC /m)]);
});

describe('the list of issues', () => {
  /** The slot that the list calls next, and what it says about it. */
  const next = async () => {
    const { stderr } = await run(['issue', 'list']);
    const [, slot = '', rest = ''] = /^Next: (\S+), (.*)$/m.exec(stderr) ?? [];
    return { slot, rest };
  };

  test.each([
    ['skip', 'skipped'],
    ['cancel', 'cancelled'],
    ['approve', 'sending'],
    ['approve', 'paused'],
    ['approve', 'sent'],
  ])(
    'after "issue %s", the list does not call an issue next that is %s ahead of its time',
    async (action, status) => {
      const fresh = { ...aComparison({ tools: ['Sieve', 'Rake'] }), publishedAt: new Date().toISOString() };
      await run(['import', '-'], { input: JSON.stringify([fresh]) });
      const { slot } = await next();
      expect((await run(['issue', action, slot])).status).toBe(0);
      execute(`update issues set status = '${status}' where slot = '${slot}'`);
      expect(await next()).toMatchObject({ slot: addWeeks(slot, 1) });
    },
  );

  test('the list of issues says that a held next issue does not go out by itself', async () => {
    const { slot, rest } = await next();
    expect(rest).not.toContain('held');
    await run(['issue', 'hold', slot]);
    expect(await next()).toEqual({ slot, rest: `${rest}. It is on hold, so it does not go out by itself.` });
    const shown = await run(['issue', 'show', slot]);
    expect(shown.stdout).toContain(
      `to make it a draft again, which waits for its time, run: verdicts issue resume ${slot}\nto send it now, run: verdicts issue approve ${slot}`,
    );
    await run(['issue', 'resume', slot]);
    expect(await next()).toEqual({ slot, rest });
  });
});

test('an approval with example settings lists what a real send would refuse, even with the outbox', async () => {
  const { status, stderr } = await run(['issue', 'approve', SLOT]);
  expect(status).toBe(0);
  expect(stderr).toMatch(
    /^It can go to the test mailbox, but not to readers\. Week 47 was approved with the example sender, .*then approve it again: verdicts issue hold/,
  );
});

test('resuming a paused issue says how to continue with its slot', async () => {
  await run(['issue', 'approve', SLOT]);
  execute(`update issues set status = 'paused', sending_at = 1`);
  const { status, stderr } = await run(['issue', 'resume', SLOT]);
  expect([status, stderr]).toEqual([0, `To continue sending it, run: verdicts send --slot ${SLOT}\n`]);
});

describe('editing an issue', () => {
  const edit = (...parameters: string[]) => run(['issue', 'edit', SLOT, ...parameters]);

  test('an edit without an option is a usage error', async () => {
    expect(await edit()).toMatchObject({ status: 2, stderr: expect.stringContaining('Say what to change.') });
  });

  test('an edit of an approved issue is refused, and told how to take the approval back', async () => {
    await run(['issue', 'approve', SLOT]);
    expect(await edit('--subject', 'Another')).toMatchObject({
      status: 1,
      stderr: `The issue of ${SLOT} is approved. To change it, take the approval back first: verdicts issue hold ${SLOT}\n`,
    });
  });

  test('an edit that repeats a slug in an order counts it once, and an empty order clears it', async () => {
    const positions =
      'select slug, position from item_overrides join comparisons on id = comparison_id order by 2';
    await edit('--order', second, first, second);
    expect(query(positions)).toEqual([
      { slug: second, position: 1 },
      { slug: first, position: 2 },
    ]);
    expect((await edit('--order', '')).status).toBe(0);
    expect(query(positions)).toEqual([]);
  });

  test.each([
    ['subject', '--subject'],
    ['preheader', '--preheader'],
    ['intro', '--intro'],
    ['sponsorTitle', '--sponsor-title'],
    ['sponsorText', '--sponsor-text'],
    ['sponsorUrl', '--sponsor-link', 'https://editor.test/words'],
    ['closing', '--closing'],
  ])(
    'an edit that empties the %s restores the default one, or leaves it out',
    async (text, option, words = 'Words of an editor') => {
      const written = await edit(option, words, '--json');
      expect(JSON.parse(written.stdout).edited[text]).toBe(words);
      for (const empty of ['', '  ']) {
        const { status, stderr } = await edit(option, empty);
        expect([status, stderr]).toEqual([0, '']);
        const { stdout } = await run(['issue', 'show', SLOT, '--json']);
        expect(JSON.parse(stdout).edited[text]).toBeNull();
      }
    },
  );

  test.each(['javascript:alert(1)', 'editor.test', 'mailto:a@editor.test'])(
    'a sponsor’s link that is no web address (%s) is a usage error that says what to write',
    async (link) => {
      expect(await edit('--sponsor-link', link)).toMatchObject({
        status: 2,
        stderr: '--sponsor-link is not a link. Write it in full, with https://.\n',
      });
      expect(query('select * from text_overrides')).toEqual([]);
    },
  );

  test('an issue says which blocks an editor wrote, and a sponsor without a text is a problem', async () => {
    const { stdout } = await edit('--sponsor-title', 'Of bricks', '--closing', 'Until Tuesday.');
    expect(stdout).toContain('\nwritten     closing note\n');
    const problem = 'must fix: The sponsor has a title but no text, so the issue leaves it out.';
    expect((await run(['draft', '--slot', SLOT])).stdout).toContain(problem);
    expect((await edit('--sponsor-text', 'Bricks, by post.')).stdout).toContain(
      '\nwritten     sponsor, closing note\n',
    );
    expect((await run(['draft', '--slot', SLOT])).stdout).not.toContain(problem);
  });

  test('a sponsor of more than thirty words is kept, and the edit and the draft say how many it has', async () => {
    const { status, stderr } = await edit(
      '--sponsor-title',
      'Of bricks',
      '--sponsor-text',
      'brick '.repeat(34),
    );
    const words = 'The sponsor has 36 of 30 words in its title and text. Shorten it by 6.';
    expect([status, stderr]).toEqual([0, `${words}\n`]);
    expect((await run(['draft', '--slot', SLOT])).stdout).toContain(`worth a look: ${words}`);
    expect((await edit('--closing', 'Until Tuesday.')).stderr).toBe('');
  });

  test('an edit says at once which lines of its Markdown the email does not show', async () => {
    const { status, stderr } = await edit('--closing', '# Until\n\nTuesday.');
    expect([status, stderr]).toEqual([
      0,
      'Line 1 of the closing note is a heading, which the email shows as you typed it. Write its words in **bold**, as a paragraph of their own.\n',
    ]);
    expect((await edit('--subject', 'Until Tuesday')).stderr).toBe('');
  });

  test('an edit that empties the feature leaves the choice to the program', async () => {
    expect((await edit('--feature', first)).status).toBe(0);
    expect((await edit('--feature', '')).status).toBe(0);
    expect(query('select 1 from item_overrides where featured = 1')).toEqual([]);
  });

  test('a comparison is left out of one issue, which says so, and put back', async () => {
    const reasons = async (slot: string) =>
      JSON.parse((await run(['draft', '--slot', slot, '--json'])).stdout).heldBack;
    expect((await edit('--leave-out', first)).status).toBe(0);
    expect(await reasons(SLOT)).toContainEqual({ slug: first, reason: 'left-out' });
    expect(await reasons(NEXT_SLOT)).not.toContainEqual({ slug: first, reason: 'left-out' });
    expect((await edit('--put-back', first)).status).toBe(0);
    expect(await reasons(SLOT)).not.toContainEqual({ slug: first, reason: 'left-out' });
    const unknown = await edit('--leave-out', 'nobody');
    expect([unknown.status, unknown.stderr]).toEqual([
      1,
      expect.stringContaining('There is no comparison nobody.'),
    ]);
  });

  test.each([
    ['--hold', '--release'],
    ['--leave-out', '--put-back'],
    ['--pin', '--unpin'],
  ])('an edit that both sets and clears a mark (%s, %s) is a usage error', async (one, other) => {
    const { status, stderr } = await edit(one, first, second, other, second);
    expect([status, stderr]).toEqual([2, expect.stringContaining(`both name ${second}.`)]);
  });

  test.each([
    ['--subject', 500],
    ['--preheader', 500],
    ['--intro', 20_000],
    ['--sponsor-title', 200],
    ['--sponsor-text', 2_000],
    ['--closing', 5_000],
  ])(
    'an edit with a %s longer than the limit is a usage error, and one of exactly the limit is stored',
    async (name, limit) => {
      const { status, stderr } = await edit(name, 'x'.repeat(limit + 1));
      const told = `at most ${formatNumber(limit)} fit. Nothing was changed.`;
      expect([status, stderr]).toEqual([2, expect.stringContaining(told)]);
      expect((await edit(name, '𝒳'.repeat(limit))).status).toBe(0);
    },
  );
});
