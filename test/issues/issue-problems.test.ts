import { expect, test } from 'vitest';
import type { PublishedComparison } from '../../src/comparisons/comparison-store.ts';
import { composeDigest } from '../../src/digest/compose-digest.ts';
import { DIGEST_LIMITS } from '../../src/digest/digest-limits.ts';
import type { EditedTexts } from '../../src/digest/edited-texts.ts';
import { type IssueToCheck, issueProblems } from '../../src/issues/problems/issue-problems.ts';
import { MAX_HTML_BYTES } from '../../src/issues/problems/max-html-size.ts';
import { aComparison, aJudgedSide, anOpenComparison, aSide } from '../support/comparisons.ts';

function anIssue(
  comparison: PublishedComparison,
  edited: Partial<EditedTexts> = {},
  given: Partial<IssueToCheck> = {},
): IssueToCheck {
  const digest = composeDigest({
    slot: '2026-W47',
    date: '17 November 2026',
    comparisons: [{ comparison, featured: false, position: null }],
    edited,
    limits: DIGEST_LIMITS[0],
  });
  const items = [{ slug: comparison.slug }];
  return {
    slot: '2026-W47',
    isAhead: false,
    digest,
    edited,
    items,
    heldBack: [],
    open: [],
    minItems: 1,
    bytes: { html: 40_000 },
    obstacles: [],
    ...given,
  };
}

const SOUND = aComparison({ tools: ['Kiln', 'Loom'] });
const codesOf = (issue: IssueToCheck) => issueProblems(issue).map(({ level, code }) => `${level} ${code}`);

test('a sound issue has no problems, nor has one with default texts', () => {
  expect(issueProblems(anIssue(SOUND))).toEqual([]);
});

test('a subject and a preheader that are too long are reported, with how much too long', () => {
  const problems = issueProblems(
    anIssue(SOUND, { subject: `Of ${'x'.repeat(70)}`, preheader: 'y'.repeat(111) }),
  );
  expect(problems).toEqual([
    {
      level: 'error',
      code: 'subject-too-long',
      message: 'The subject has 73 characters of at most 70. Shorten it by 3.',
      place: 'subject',
    },
    {
      level: 'error',
      code: 'preheader-too-long',
      message: 'The preview text has 111 characters of at most 110. Shorten it by 1.',
      place: 'preheader',
    },
  ]);
  expect(codesOf(anIssue(SOUND, { subject: 'x'.repeat(70), preheader: 'y'.repeat(110) }))).toEqual([]);
});

test.each([
  [{ subject: 'RE: bricks' }, 'warning subject-looks-like-reply'],
  [{ subject: 'BRICKS FOR ALL' }, 'warning subject-shouts'],
  [{ subject: 'Of bricks', preheader: 'Of bricks and pots' }, 'warning preheader-repeats-subject'],
])('words that filters or readers dislike are reported: %o', (edited, problem) => {
  expect(codesOf(anIssue(SOUND, edited))).toEqual([problem]);
});

test('long HTML is a warning, and HTML that would be clipped an error', () => {
  const codesAt = (html: number) => codesOf(anIssue(SOUND, {}, { bytes: { html } }));
  expect(codesAt(80 * 1024)).toEqual([]);
  expect(codesAt(80 * 1024 + 1)).toEqual(['warning html-large']);
  expect(codesAt(MAX_HTML_BYTES)).toEqual(['warning html-large']);
  expect(codesAt(MAX_HTML_BYTES + 1)).toEqual(['error html-too-large']);
  const atMost = (html: number, edited: Partial<EditedTexts>) =>
    issueProblems(anIssue(SOUND, edited, { bytes: { html } })).find(({ code }) => code.startsWith('html'));
  expect(atMost(MAX_HTML_BYTES + 1, {})?.message).toBe(
    'The HTML has 90.1 KiB of at most 90, and Gmail clips what is longer. Leave out its comparison: it is too large by itself.',
  );
  const words = 'brick '.repeat(300);
  const edited = { intro: words, closing: words.repeat(2), sponsorText: 'Bricks.', sponsorTitle: 'x' };
  expect(atMost(MAX_HTML_BYTES + 1, edited)).toMatchObject({
    place: 'closing',
    message:
      'The HTML has 90.1 KiB of at most 90, and Gmail clips what is longer. Shorten the closing note (3.6 KiB as typed) or the intro (1.8 KiB as typed): with them, not even one comparison fits.',
  });
  expect(atMost(MAX_HTML_BYTES, edited)?.message).toBe(
    'The HTML has 90.0 KiB of at most 90. Shorten the closing note (3.6 KiB as typed) or the intro (1.8 KiB as typed), or lower MAX_ITEMS.',
  );
});

test('a comparison without a URL, a verdict or other expected facts is reported', () => {
  const comparison = aComparison({ tools: [aSide({ name: 'Kiln', tagline: 'Fires' }), 'Loom'], url: null });
  expect(issueProblems(anIssue(comparison)).map(({ message }) => message)).toEqual([
    expect.stringMatching(
      /^kiln-vs-loom has no link.* Add the link in the studio, at \/studio\/comparisons\/kiln-vs-loom\.$/,
    ),
    expect.stringMatching(/^kiln-vs-loom: Kiln has no verdict\. Add it in the studio/),
    'kiln-vs-loom: Kiln has no category, no price and no “best for”, so the issue leaves them out. Add them in the studio, at /studio/comparisons/kiln-vs-loom, or import it again with category, pricing and bestFor.',
  ]);
  expect(issueProblems(anIssue(comparison)).map(({ place }) => place)).toEqual(
    Array.from({ length: 3 }, () => ({ slug: 'kiln-vs-loom' })),
  );
});

test.each([
  ['skip', 100, true],
  ['skip', 51, true],
  ['skip', 50, false],
  ['ship', 49, true],
  ['ship', 50, false],
  ['split', 100, true],
  ['split', 0, true],
  ['split', 33, false],
] as const)('a verdict of %s with %i%% ship is contradictory: %j', (verdict, panelShare, isOdd) => {
  const kiln = aSide({ ...aJudgedSide('Kiln', 3), verdict, panelShare, shipCount: 0, skipCount: 4 });
  const problems = issueProblems(anIssue(aComparison({ tools: [kiln, 'Loom'] })));
  const message = `kiln-vs-loom: the verdict on Kiln is ${verdict}, but ${panelShare}% of its panel say ship. Find out which is right and correct it in the studio, at /studio/comparisons/kiln-vs-loom, or leave the comparison out.`;
  expect(problems).toEqual(
    isOdd
      ? [{ level: 'warning', code: 'contradictory-panel', message, place: { slug: 'kiln-vs-loom' } }]
      : [],
  );
});

test('an editor’s choice that could not be followed is explained', () => {
  const open = [
    anOpenComparison({ slug: 'a', pinned: true }),
    anOpenComparison({ slug: 'b', featured: true }),
    anOpenComparison({ slug: 'c' }),
  ];
  const heldBack = ['a', 'b', 'c'].map((slug) => ({ slug, reason: 'over-max-items' as const }));
  expect(issueProblems(anIssue(SOUND, {}, { open, heldBack })).map(({ message }) => message)).toEqual([
    'a is pinned but stays out: the issue is full; raise MAX_ITEMS, or leave out another.',
    'b is featured but stays out: the issue is full; raise MAX_ITEMS, or leave out another.',
  ]);
});

test('too few comparisons and settings that a real send refuses are listed first', () => {
  const given = { minItems: 2, obstacles: ['NEWSLETTER_FROM is still the example: set it.'], digest: null };
  expect(issueProblems(anIssue(SOUND, {}, given))).toEqual([
    { level: 'error', code: 'real-send-refused', message: given.obstacles[0], place: 'settings' },
    {
      level: 'warning',
      code: 'too-few-items',
      message: expect.stringMatching(/^1 of at least 2 comparisons/),
      place: 'items',
    },
  ]);
});

test('a link in the intro that nobody can open is an error', () => {
  const issue = anIssue(SOUND, {
    intro: 'See [here](javascript:alert(1)) and [there](https://verdicts.test).',
  });
  expect(issueProblems(issue)).toEqual([
    {
      level: 'error',
      code: 'broken-link',
      message:
        'The intro links to “javascript:alert(1)”, which is not a web address. Write it in full, with https://.',
      place: 'intro',
    },
  ]);
});

test('an intro that is shown as it was typed is reported, with how to change that', () => {
  const issue = anIssue(SOUND, { intro: `Good morning.\n\n${'- '.repeat(1_300)}` });
  expect(issueProblems(issue)).toEqual([
    {
      level: 'warning',
      code: 'intro-as-typed',
      message: expect.stringMatching(/shows as you typed it\. Use fewer/),
      place: 'intro',
    },
  ]);
});

const messagesOf = (edited: Partial<EditedTexts>) =>
  issueProblems(anIssue(SOUND, edited)).map(({ level, message, place }) => [place, `${level}: ${message}`]);

test('Markdown that no email shows is reported at its text, with its line and what to write instead', () => {
  expect(
    messagesOf({
      intro: 'Good morning.\n\n# News',
      sponsorText: '![Bricks](https://bricks.test/a.png)',
      closing: '> Until\n\n| a | b |\n| - | - |',
    }),
  ).toEqual([
    [
      'intro',
      'warning: Line 3 of the intro is a heading, which the email shows as you typed it. Write its words in **bold**, as a paragraph of their own.',
    ],
    [
      'sponsorText',
      'warning: Line 1 of the sponsor’s text has an image, which the email shows as you typed it. Link to it instead: [words](https://address).',
    ],
    [
      'closing',
      'warning: Line 1 of the closing note begins a block quote, which the email shows as you typed it. Put the words in quotation marks.',
    ],
    [
      'closing',
      'warning: Line 3 of the closing note begins a table, which the email shows as you typed it. Write its rows as a list, each after a hyphen.',
    ],
  ]);
});

test('a sponsor of more than thirty words is worth a look, with how many it has', () => {
  const sponsorText = '**Bricks** by the [kilo](https://bricks.test), `cheap`, '.repeat(7);
  expect(messagesOf({ sponsorTitle: 'The brick', sponsorText })).toEqual([
    ['sponsorText', 'warning: The sponsor has 37 of 30 words in its title and text. Shorten it by 7.'],
  ]);
  expect(messagesOf({ sponsorText: 'brick '.repeat(30) })).toEqual([]);
});

test('of a text full of headings, five are reported, and how many more there are', () => {
  const messages = messagesOf({ closing: '# One\n\n'.repeat(8) });
  expect(messages).toHaveLength(5);
  expect(messages.at(-1)?.[1]).toMatch(/^warning: Line 9 .*The same goes for 3 more below\.$/);
});

test('a link of the sponsor or the closing note that nobody can open is an error at that text', () => {
  expect(messagesOf({ sponsorText: '[a](b.test)', closing: '[c](d.test)' })).toEqual([
    ['sponsorText', expect.stringContaining('error: The sponsor’s text links to “b.test”')],
    ['closing', expect.stringContaining('error: The closing note links to “d.test”')],
  ]);
});

test.each([
  [{ sponsorTitle: 'Bricks' }, 'a title'],
  [{ sponsorUrl: 'https://bricks.test' }, 'a link'],
  [{ sponsorTitle: 'Bricks', sponsorUrl: 'https://bricks.test' }, 'a title and a link'],
])('a sponsor without a text (%j) is an error, because the issue leaves it out', (edited, has) => {
  expect(messagesOf(edited)).toEqual([
    [
      'sponsorText',
      `error: The sponsor has ${has} but no text, so the issue leaves it out. Write its text, or clear the rest.`,
    ],
  ]);
  expect(messagesOf({ ...edited, sponsorText: 'By post.' })).toEqual([]);
});
