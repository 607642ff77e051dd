import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PublishedComparison } from '../../src/comparisons/comparison-store.ts';
import { fillTemplate } from '../../src/issues/mail-template.ts';
import { MAX_HTML_BYTES } from '../../src/issues/problems/max-html-size.ts';
import { draftIssue } from '../../src/render/draft-issue.ts';
import { freezeIssue } from '../../src/render/freeze-issue.ts';
import { previewIssue } from '../../src/render/preview-issue.ts';
import { parseSchedule } from '../../src/schedule/schedule.ts';
import { aComparison, aJudgedSide, TUESDAY } from '../support/comparisons.ts';
import { openWithTables } from '../support/database/tables.ts';
import { SLOT, type Stores } from '../support/issues.ts';
import { longestComparisons } from '../support/samples/longest-comparisons.ts';

const TOKENS = { unsubscribe: 'uuuu', preferences: 'pppp' };

let stores: Stores;
beforeEach(async () => {
  stores = await openWithTables();
});
afterEach(() => stores.close());

function deps(maxItems = 8) {
  const schedule = parseSchedule({ pattern: '0 9 * * 2', zone: 'UTC' });
  if (!schedule.ok) throw new Error('The schedule is the default one.');
  return {
    comparisonStore: stores.comparisonStore,
    issueStore: stores.issueStore,
    lookStore: stores.lookStore,
    config: {
      schedule: schedule.schedule,
      review: 'auto' as const,
      selection: { minItems: 1, maxItems, lookbackDays: 14 },
      newsletter: {
        name: 'Digest',
        from: { name: null, email: 'd@verdicts.test' },
        replyTo: null,
        postalAddress: '1 Street',
        publicUrl: 'https://verdicts.test',
      },
      transportName: 'outbox' as const,
      obstacles: [],
    },
  };
}

async function save(comparisons: Iterable<PublishedComparison>) {
  for (const comparison of comparisons) await stores.comparisonStore.saveComparison(comparison, TUESDAY);
}

async function draftOf(maxItems: number) {
  const draft = await draftIssue({ slot: SLOT, now: TUESDAY }, deps(maxItems));
  if (draft.content === null) throw new Error('There is something to draft.');
  return { ...draft, content: draft.content };
}

test('eight comparisons of the longest texts fit, and the text has every link of the HTML', async () => {
  await save(longestComparisons(8));
  const { content, selection } = await draftOf(8);
  expect(selection.items).toHaveLength(8);
  expect(content.rendered.bytes.html).toBeLessThanOrEqual(MAX_HTML_BYTES);
  const html = fillTemplate(content.rendered.html, TOKENS);
  const text = fillTemplate(content.rendered.text, TOKENS);
  const links = [...html.matchAll(/href="([^"]+)"/g)].map(([, link = '']) => link.replaceAll('&amp;', '&'));
  expect(links.length).toBeGreaterThanOrEqual(11);
  for (const link of links) expect(text).toContain(link);
});

test('quotations shrink before a comparison is left out', async () => {
  await save(longestComparisons(13));
  const thirteen = await draftOf(13);
  expect(thirteen.selection.items).toHaveLength(13);
  expect(thirteen.content.rendered.bytes.html).toBeLessThanOrEqual(MAX_HTML_BYTES);
});

test('a comparison that does not fit even without quotations is held back for its size, and listed', async () => {
  await save(longestComparisons(20));
  const { selection, content } = await draftOf(20);
  expect(content.rendered.bytes.html).toBeLessThanOrEqual(MAX_HTML_BYTES);
  expect(selection.items.length).toBeLessThan(20);
  const dropped = selection.heldBack.filter(({ reason }) => reason === 'over-max-bytes');
  expect(dropped.length + selection.items.length).toBe(20);
});

test('an issue in which not even one comparison fits says so, and is not frozen', async () => {
  await save(longestComparisons(3));
  const intro = '&'.repeat(20_000);
  await stores.issueStore.editIssue({ slot: SLOT, scheduledAt: TUESDAY, at: TUESDAY, intro });
  const preview = await previewIssue({ slot: SLOT, now: TUESDAY }, deps());
  expect(preview.items).toHaveLength(1);
  expect(preview.heldBack.map(({ reason }) => reason)).toEqual(['over-max-bytes', 'over-max-bytes']);
  expect(preview.bytes.html).toBeGreaterThan(MAX_HTML_BYTES);
  expect(preview.problems).toContainEqual({
    level: 'error',
    code: 'html-too-large',
    message: expect.stringContaining('Shorten the intro'),
    place: 'intro',
  });
  await expect(freezeIssue({ slot: SLOT, now: TUESDAY }, deps())).rejects.toMatchObject({
    code: 'refused',
    message: expect.stringMatching(/KiB.*Shorten the intro/),
  });
  expect(await stores.issueStore.readFrozenIssue(SLOT)).toBeNull();
});

test('a value that another program wrote into the database reaches no email unchecked', async () => {
  const dirty = (text: string) => `${text}\u0007\u0085\u001b[31m\u202e\u0000`;
  const dirtySide = (name: string) => {
    const side = aJudgedSide(name, 2);
    const { category, tagline, entry, pricing, bestFor } = side;
    const texts = { name, category, tagline, description: 'What it is', entry, pricing, bestFor };
    const dirtied = Object.entries(texts).map(([field, text]) => [field, dirty(text ?? '')]);
    const reviews = side.reviews.map((review) => ({
      ...review,
      reviewer: dirty(review.reviewer ?? ''),
      text: dirty(review.text),
    }));
    return { ...side, ...Object.fromEntries(dirtied), reviews };
  };
  const written = ['Loom', 'Forge', 'Anvil'].map((name) =>
    aComparison({
      tools: [dirtySide('Kiln'), dirtySide(name)],
      slug: `kiln-vs-${name.toLowerCase()}`,
      url: `https://verdicts.test/\u0085\u202e "${name}"`,
    }),
  );
  await save(
    written.map((comparison) =>
      aComparison({ ...comparison, tools: ['Kiln', comparison.slug], publishedAt: TUESDAY }),
    ),
  );
  const comparisonStore = { ...stores.comparisonStore, readComparisons: async () => written };
  const { content } = await draftIssue({ slot: SLOT, now: TUESDAY }, { ...deps(), comparisonStore });
  if (content === null) throw new Error('There is something to draft.');
  const { html, text } = content.rendered;
  for (const mail of [fillTemplate(html, TOKENS), fillTemplate(text, TOKENS), content.digest.subject]) {
    expect(mail).toContain('Kiln[31m');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
    expect(mail).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  }
  expect(content.digest.sections[0]?.comparisons[0]?.sides[0].name).toBe('Kiln[31m');
  expect(fillTemplate(html, TOKENS)).toContain('href="https://verdicts.test/%C2%85%E2%80%AE%20%22Loom%22"');
});

test('a preview changes nothing, and shows what would be frozen', async () => {
  await save([aComparison({ tools: ['Kiln', 'Loom'] })]);
  const preview = await previewIssue({ slot: SLOT, now: TUESDAY }, deps());
  expect(await stores.issueStore.listIssues()).toEqual([]);
  await freezeIssue({ slot: SLOT, now: TUESDAY }, deps());
  const frozen = await stores.issueStore.readFrozenIssue(SLOT);
  expect(frozen).toEqual({ ...preview.copy, id: frozen?.id, article: expect.stringContaining('Kiln') });
});

test('content that looks like a marker or a placeholder stays content', async () => {
  await save([aComparison({ tools: ['Kiln', 'Loom'] })]);
  const plain = (await draftOf(8)).content.rendered.html;
  const marker = `unsubscribe-${'a'.repeat(32)}`;
  await save([aComparison({ tools: [{ ...aJudgedSide('Kiln', 3), pricing: `${marker} $& uuuu` }, 'Loom'] })]);
  const { html } = (await draftOf(8)).content.rendered;
  expect(html.places).toEqual(plain.places);
  expect(fillTemplate(html, TOKENS).replaceAll('\u200b', '')).toContain(`${marker} $&amp; uuuu`);
});

test('a draft that an editor changes while it is being frozen is composed again', async () => {
  await save([aComparison({ tools: ['Kiln', 'Loom'] })]);
  const { issueStore } = stores;
  let edits = 0;
  const nervous = {
    ...issueStore,
    freezeIssue: async (freeze: Parameters<typeof issueStore.freezeIssue>[0]) => {
      edits += 1;
      if (edits === 1)
        await issueStore.editIssue({
          slot: SLOT,
          scheduledAt: TUESDAY,
          at: TUESDAY,
          subject: 'In the last moment',
        });
      return issueStore.freezeIssue(freeze);
    },
  };
  expect(await freezeIssue({ slot: SLOT, now: TUESDAY }, { ...deps(), issueStore: nervous })).toMatchObject({
    kind: 'frozen',
  });
  expect((await issueStore.readFrozenIssue(SLOT))?.subject).toBe('In the last moment');
});

test('a frozen issue keeps its sponsor and closing note, and neither reaches the subject or the preheader', async () => {
  await save([aComparison({ tools: ['Kiln', 'Loom'] })]);
  const edit = { slot: SLOT, scheduledAt: TUESDAY, at: TUESDAY };
  await stores.issueStore.editIssue({ ...edit, sponsorText: 'Bricks, by post.', closing: 'Until Tuesday.' });
  expect((await freezeIssue({ slot: SLOT, now: TUESDAY }, deps())).kind).toBe('frozen');
  const frozen = await stores.issueStore.readFrozenIssue(SLOT);
  if (frozen === null) throw new Error('It was frozen.');
  for (const part of [frozen.html, frozen.text])
    for (const words of ['Sponsored', 'Bricks, by post.', 'Until Tuesday.'])
      expect(fillTemplate(part, TOKENS)).toContain(words);
  expect(`${frozen.subject} ${frozen.preheader}`).not.toMatch(/bricks|sponsor|until/i);
  expect(await stores.issueStore.editIssue({ ...edit, sponsorText: 'Too late' })).toMatchObject({
    kind: 'not-editable',
  });
  expect(await stores.issueStore.readFrozenIssue(SLOT)).toEqual(frozen);
});
