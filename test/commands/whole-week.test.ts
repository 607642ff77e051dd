import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { oneLine } from '../../src/shared/clean-text.ts';
import { aComparison, aJudgedSide } from '../support/comparisons.ts';
import { makePlace, type Place } from '../support/processes.ts';
import { runCommand } from '../support/run-command.ts';
import { inventedComparison } from '../support/samples/invented-comparison.ts';
import { labelledPage, plainPage } from '../support/samples/saved-pages.ts';

const SLOT = '2026-W47';

let place: Place;
beforeEach(async () => {
  place = await makePlace();
});
afterEach(() => place.remove());

const run = (parameters: string[], given: { env?: Record<string, string>; input?: string } = {}) =>
  runCommand(parameters, { ...given, env: { ...place.env, ...given.env }, cwd: place.folder });

async function json(parameters: string[], given: { env?: Record<string, string>; input?: string } = {}) {
  const { stdout, stderr } = await run([...parameters, '--json'], given);
  try {
    return JSON.parse(stdout);
  } catch {
    throw new Error(`${parameters.join(' ')} printed no JSON: ${stdout}${stderr}`);
  }
}

const importList = (comparisons: unknown[]) => json(['import', '-'], { input: JSON.stringify(comparisons) });

async function messages() {
  const names = await place.messages();
  return Promise.all(
    names.map(async (name) => PostalMime.parse(await readFile(join(place.outbox, 'new', name)))),
  );
}

test('the demo delivers the samples to every confirmed subscriber, and emails nobody a second time', async () => {
  const first = await json(['demo']);
  expect(first).toMatchObject({ status: 'sent', added: { comparisons: 12, subscribers: 14 } });
  const { candidates, prepared, excluded } = first.audience;
  expect(candidates).toBe(prepared + excluded.suppressed + excluded.paused);
  expect(first.deliveries).toEqual({
    pending: 0,
    submitted: prepared,
    rejected: 0,
    uncertain: 0,
    excluded: 0,
  });
  const mails = await messages();
  expect(new Set(mails.map(({ to }) => to?.[0]?.address)).size).toBe(prepared);

  const { status, stdout } = await run(['demo']);
  expect(status).toBe(0);
  expect(stdout).toMatch(/Nobody was mailed\. Week \d+ is done/);
  expect(await place.messages()).toHaveLength(prepared);
});

test.each([
  ['subscribers', ['subscribers', 'add', 'real@verdicts.test', '--confirmed'], undefined],
  ['comparisons', ['import', '-'], JSON.stringify(aComparison({ tools: ['Kiln', 'Loom'] }))],
])('the demo leaves a database alone that holds real %s', async (_, parameters, input) => {
  await run(parameters, input === undefined ? {} : { input });
  const { status, stderr } = await run(['demo']);
  expect(status).toBe(1);
  expect(stderr).toContain('DATABASE_URL=file:data/demo.db');
  expect(await json(['issue', 'list'])).toEqual([]);
});

test('saved pages of both forms become an issue with all that they say', async () => {
  const comparison = inventedComparison();
  const other = inventedComparison((changed) => {
    changed.tools[1].name = 'Another tool';
  });
  await writeFile(join(place.folder, 'plain.txt'), plainPage(other));
  await writeFile(join(place.folder, 'labelled.txt'), labelledPage(comparison));
  const files = ['plain.txt', 'labelled.txt', '--published-at', '2026-11-16T09:00:00Z'];
  expect(await json(['import', ...files])).toEqual({
    added: 2,
    updated: 0,
    unchanged: 0,
    rejected: [],
    warnings: [],
  });
  expect(await json(['import', ...files])).toEqual({
    added: 0,
    updated: 0,
    unchanged: 2,
    rejected: [],
    warnings: [],
  });
  await run(['render', '--slot', SLOT, '--out', 'preview']);
  const html = await readFile(join(place.folder, 'preview', 'issue.html'), 'utf8');
  const text = await readFile(join(place.folder, 'preview', 'issue.txt'), 'utf8');
  const [one, two] = comparison.tools;
  for (const part of [
    one.name.replace('&', '&amp;'),
    two.name,
    'SHIP',
    '67%, 2 of 3',
    '33%',
    one.pricing ?? '',
    two.pricing ?? '',
    '81 ship',
    '44 skip',
    'Skeptic',
    '61% of 1,240',
  ]) {
    expect(oneLine(html.replace(/<[^>]+>/g, ' '))).toContain(part);
    expect(oneLine(text)).toContain(part.replace('&amp;', '&'));
  }
});

describe('an issue', () => {
  const comparisons = [
    aComparison({ tools: [aJudgedSide('Kiln', 4), aJudgedSide('Loom', 1)] }),
    aComparison({ tools: [aJudgedSide('Forge', 2), aJudgedSide('Anvil', 3)] }),
  ];
  /** Made by the commands once, and copied for each test. */
  let prepared: Place;
  beforeAll(async () => {
    prepared = await makePlace();
    const { env } = prepared;
    await runCommand(['import', '-'], { env, input: JSON.stringify(comparisons) });
    for (const email of ['ada@verdicts.test', 'grace@verdicts.test'])
      await runCommand(['subscribers', 'add', email, '--confirmed'], { env });
  });
  afterAll(() => prepared.remove());
  beforeEach(() => copyFile(prepared.database, place.database));

  test('an issue is drafted with its items, what is held back, its size and its problems', async () => {
    const draft = await json(['draft', '--slot', SLOT], { env: { MAX_ITEMS: '1' } });
    expect(draft).toMatchObject({
      slot: SLOT,
      status: 'draft',
      items: [{ position: 1, featured: true }],
      heldBack: [{ reason: 'over-max-items' }],
      problems: [],
    });
    expect(draft.subject.length).toBeLessThanOrEqual(70);
    expect(draft.preheader.length).toBeLessThanOrEqual(110);
    expect(draft.bytes.html).toBeGreaterThan(draft.bytes.text);
  });

  test('an issue is sent once, to its whole audience, with links of their own', async () => {
    expect(await json(['send', '--slot', SLOT, '--dry-run'])).toMatchObject({
      status: 'draft',
      audience: { candidates: 2, prepared: 2 },
    });
    expect(await place.messages()).toEqual([]);
    expect(await json(['send', '--slot', SLOT])).toMatchObject({
      slot: SLOT,
      status: 'sent',
      audience: { candidates: 2, prepared: 2, excluded: { suppressed: 0, paused: 0 } },
      deliveries: { pending: 0, submitted: 2, rejected: 0, uncertain: 0, excluded: 0 },
    });
    const links = (await messages()).map(
      ({ headers }) => headers.find(({ key }) => key === 'list-unsubscribe')?.value,
    );
    expect(new Set(links).size).toBe(2);
    expect(await json(['send', '--slot', SLOT])).toMatchObject({
      status: 'sent',
      reason: expect.stringContaining('done'),
    });
    expect(await place.messages()).toHaveLength(2);
    expect(await json(['subscribers', 'show', 'ada@verdicts.test'])).toMatchObject({
      status: 'confirmed',
      suppressed: null,
      consent: [{ event: 'added', source: 'command' }],
      deliveries: [{ slot: SLOT, status: 'submitted' }],
    });
    expect(await json(['issue', 'list'])).toMatchObject([
      { slot: SLOT, status: 'sent', cutOff: '2026-11-17T09:00:00.000Z' },
    ]);
  });

  test('an issue goes out as it was approved, whatever is imported afterwards', async () => {
    await run(['issue', 'approve', SLOT]);
    const approved = await json(['draft', '--slot', SLOT]);
    await importList([{ ...comparisons[0], tools: [aJudgedSide('Kiln', 0), aJudgedSide('Loom', 0)] }]);
    await json(['send', '--slot', SLOT]);
    const [mail] = await messages();
    expect(mail?.subject).toBe(approved.subject);
    expect(mail?.html).toContain('100%, 4 of 4');
  });

  test('an issue is not sent before its approval if a review is required, and is sent after it', async () => {
    const env = { REVIEW: 'required' };
    const refused = await run(['send', '--slot', SLOT], { env });
    expect(refused).toMatchObject({
      status: 1,
      stderr: expect.stringContaining(`verdicts issue approve ${SLOT}`),
    });
    await run(['issue', 'approve', SLOT], { env });
    expect(await json(['send', '--slot', SLOT], { env })).toMatchObject({ status: 'sent' });
  });

  test('an issue can be edited, held and released', async () => {
    const [first, second] = comparisons.map(({ slug }) => slug);
    await run([
      'issue',
      'edit',
      SLOT,
      '--subject',
      'Mine',
      '--intro',
      'Hello.',
      '--order',
      `${second}`,
      `${first}`,
    ]);
    expect(await json(['draft', '--slot', SLOT])).toMatchObject({
      subject: 'Mine',
      items: [{ slug: second }, { slug: first }],
    });
    await run(['issue', 'approve', SLOT]);
    expect(await json(['issue', 'hold', SLOT])).toMatchObject({ status: 'draft' });
    expect(await json(['issue', 'hold', SLOT, '--reason', 'wait for legal'])).toMatchObject({
      status: 'held',
      reason: 'wait for legal',
    });
    const { status, stderr } = await run(['send', '--slot', SLOT]);
    expect([status, stderr]).toEqual([1, expect.stringContaining('wait for legal')]);
    await run(['issue', 'resume', SLOT]);
    expect(await json(['send', '--slot', SLOT])).toMatchObject({ status: 'sent' });
    expect((await messages())[0]).toMatchObject({ subject: 'Mine', text: expect.stringContaining('Hello.') });
  });

  test('an issue with too few comparisons is skipped, and says why', async () => {
    const skipped = await run(['send', '--slot', SLOT], { env: { MIN_ITEMS: '3' } });
    expect(skipped).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('2 of at least 3 comparisons'),
    });
    expect(await json(['issue', 'show', SLOT])).toMatchObject({ status: 'skipped' });
    expect(await json(['send', '--slot', SLOT])).toMatchObject({ status: 'sent' });
  });

  test('an issue that is cancelled is not sent', async () => {
    await run(['issue', 'cancel', SLOT]);
    expect(await run(['send', '--slot', SLOT])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('cancelled'),
    });
  });

  test('an issue is tested on an editor without touching any delivery', async () => {
    await json(['send', '--slot', SLOT, '--to', 'editor@verdicts.test,other@verdicts.test']);
    expect((await messages()).map(({ to }) => to?.[0]?.address).toSorted()).toEqual([
      'editor@verdicts.test',
      'other@verdicts.test',
    ]);
    expect(await json(['issue', 'list'])).toEqual([]);
  });

  test('an issue is rendered to four files that agree', async () => {
    const { paths, subject } = await json(['render', '--slot', SLOT, '--out', 'preview']);
    expect(paths.map((path: string) => path.split('/').at(-1))).toEqual([
      'issue.html',
      'issue.txt',
      'issue.eml',
      'issue.json',
    ]);
    const [html, text, eml, facts] = await Promise.all(paths.map((path: string) => readFile(path, 'utf8')));
    const mail = await PostalMime.parse(eml);
    expect(mail.subject).toBe(subject);
    expect(mail.html?.trim()).toBe(html.trim());
    expect(mail.text?.trim()).toBe(text.trim());
    expect(JSON.parse(facts)).toMatchObject({ slot: SLOT, subject });
  });

  test('an issue is rendered to the same bytes each time', async () => {
    await run(['render', '--slot', SLOT, '--out', 'one']);
    await run(['render', '--slot', SLOT, '--out', 'two']);
    for (const file of ['issue.html', 'issue.txt']) {
      const [one, two] = await Promise.all(
        ['one', 'two'].map((folder) => readFile(join(place.folder, folder, file), 'utf8')),
      );
      expect(one).toBe(two);
    }
  });
});

describe('subscribers', () => {
  test('subscribers come in as CSV, are exported the same, and are unchanged when imported again', async () => {
    const csv =
      'email,name,status\nada@verdicts.test,"Lovelace, Ada",confirmed\nleft@verdicts.test,,unsubscribed\nno address,,\n';
    const first = await json(['subscribers', 'import', '-'], { input: csv });
    expect(first).toMatchObject({ added: 2, updated: 0, unchanged: 0, rejected: [{ line: 4 }] });
    const { stdout } = await run(['subscribers', 'export']);
    expect(stdout).toContain('ada@verdicts.test,"Lovelace, Ada",confirmed,');
    expect(await json(['subscribers', 'import', '-'], { input: stdout })).toMatchObject({
      added: 0,
      updated: 0,
      unchanged: 2,
    });
  });

  test('subscribers who left are not brought back by an import or a command', async () => {
    await run(['subscribers', 'add', 'ada@verdicts.test', '--confirmed']);
    expect(await json(['subscribers', 'unsubscribe', 'ada@verdicts.test'])).toMatchObject({
      status: 'unsubscribed',
    });
    await run(['subscribers', 'import', '-'], { input: 'email\nada@verdicts.test\n' });
    expect(await json(['subscribers', 'show', 'ada@verdicts.test'])).toMatchObject({
      status: 'unsubscribed',
    });
    expect((await run(['subscribers', 'add', 'ada@verdicts.test', '--confirmed'])).status).toBe(1);
  });
});

test.each([
  'import',
  'comparisons show',
  'draft',
  'render',
  'send',
  'issue approve',
  'issue edit',
  'subscribers import',
  'doctor',
])('the help of %s shows an example', async (command) => {
  const { status, stdout } = await run([...command.split(' '), '--help']);
  expect(status).toBe(0);
  expect(stdout).toContain(`Example:\n  verdicts ${command.split(' ')[0]}`);
});
