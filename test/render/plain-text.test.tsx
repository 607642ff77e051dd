import { describe, expect, it } from 'vitest';
import type { DigestComparison } from '../../src/digest/digest.ts';
import { displayWidth, MAX_COLUMNS } from '../../src/render/plain-text/lines.ts';
import { reviewerTable } from '../../src/render/plain-text/reviewer-table.ts';
import { weeklyIssueText } from '../../src/render/plain-text.ts';
import { issueProps, renderedIssue } from '../emails/parsed-mail.ts';
import { digests, everythingUnknown, oneAgainstFive } from '../support/samples/awkward-digests.ts';
import {
  ARABIC_NAME,
  HEBREW_NAME,
  HOSTILE_NAME,
  hostileNames,
  rightToLeft,
} from '../support/samples/awkward-names.ts';
import { aDigest, aDigestComparison, aDigestSide } from '../support/samples/digests.ts';

const textOf = (digest: Parameters<typeof issueProps>[0]) => weeklyIssueText(issueProps(digest));

const missingLinks = (hrefs: string[], text: string) => {
  const lines = new Set(text.split('\n'));
  return hrefs.filter((href) => !lines.has(href));
};

describe.each(Object.entries(digests))('the text of an issue of %s', (_, digest) => {
  it('the text has every link of the HTML, each on its own line', async () => {
    expect(missingLinks((await renderedIssue(digest)).hrefs, textOf(digest))).toEqual([]);
  });

  it('the text has at most 72 columns, except for URLs, and no spaces at the ends of lines', () => {
    const lines = textOf(digest).split('\n');
    expect(lines.filter((line) => displayWidth(line) > MAX_COLUMNS && !line.includes('https://'))).toEqual(
      [],
    );
    expect(lines.filter((line) => line !== line.trimEnd())).toEqual([]);
  });

  it('the text has no control characters besides line ends', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
    expect(textOf(digest)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });

  it('the text closes every direction isolate on its line', () => {
    for (const line of textOf(digest).split('\n')) {
      expect(line.split('\u2068').length).toBe(line.split('\u2069').length);
    }
  });

  it('the text underlines every heading of the HTML from the title to the comparisons', async () => {
    const lines = textOf(digest)
      .replace(/[\u2068\u2069]/g, '')
      .split('\n');
    const underlinedText = lines
      .filter(
        (_line, index) =>
          /^(=+|-+)$/.test(lines[index + 1] ?? '') || /^(=+|-+)$/.test(lines[index + 2] ?? ''),
      )
      .join(' ');
    const { headings } = await renderedIssue(digest);
    for (const { level, text } of headings.filter((heading) => heading.level <= 2)) {
      const words = text.replace(/[\u2068\u2069]/g, '');
      if (words.length < 50) expect(underlinedText, `level ${level}`).toContain(words);
    }
  });
});

describe('the text', () => {
  it('the text says how many other panels are as clear, and as divided, as the one it names', () => {
    const numbers = {
      ...aDigest().numbers,
      clearest: { tool: 'Kelpforge', verdict: 'ship', panelShare: 100, alike: 2 },
      mostDivided: { tool: 'Marrow Notes', verdict: 'split', panelShare: 50, alike: 1 },
    } as const;
    const text = textOf(aDigest({ numbers }));
    expect(text).toContain('Clearest verdict: Kelpforge, SHIP, 100% ship, 2 others as clear');
    expect(text).toContain('Most divided panel: Marrow Notes, SPLIT, 50% ship, 1 other as divided');
  });

  it('the text makes sense without the HTML', () => {
    expect(textOf(aDigest())).toBe(`Weekly AI Tool Verdicts
Week 47, 2026

Kelpforge gets the panel’s vote over Marrow Notes
=================================================

The week in numbers
-------------------

1 comparison of 2 tools
Clearest verdict: Kelpforge, SHIP, 75% ship
Most divided panel: Marrow Notes, SPLIT, 50% ship

Featured comparison 1 of 1: Kelpforge vs Marrow Notes
=====================================================

More of the panel would ship Kelpforge: 75% against 50%.

Kelpforge: SHIP
  Panel: 75% ship, 3 of 4
  Category: Developer Tools
  Build servers that sleep when you do
  Community: 67% ship, 12 votes
  Entry: Freemium
  Pricing: Free up to three projects, then $9 a month
  Best for: Small teams with bursts of work
  For (Builder): “It does one thing, and the thing works on the first
    try.”
  Against (Skeptic): “Leave it alone until the second release.”

Marrow Notes: SPLIT
  Panel: 50% ship, 2 of 4
  Category: Developer Tools
  Build servers that sleep when you do
  Community: 67% ship, 12 votes
  Entry: Freemium
  Pricing: Free up to three projects, then $9 a month
  Best for: Small teams with bursts of work
  For (Builder): “It does one thing, and the thing works on the first
    try.”
  Against (Skeptic): “Leave it alone until the second release.”

Reviewer split:

Reviewer  Kelpforge     Marrow Notes
--------  ------------  ------------
Builder   88/100, ship  71/100, ship
Skeptic   42/100, skip  38/100, skip
Futurist  80/100, ship  66/100, ship
Founder   76/100, ship  49/100, skip

Read the full comparison of Kelpforge and Marrow Notes:
https://verdicts.example/compare/kelpforge-vs-marrow-notes?ref=digest&week=47

------------------------------------------------------------------------

You get this because you asked for this weekly digest and confirmed your
address.

Weekly AI Tool Verdicts
Pier 9
4021 Portside

Unsubscribe:
https://5f3a0b.unsubscribe.invalid/

Preferences:
https://5f3a0b.invalid/preferences

View in browser:
https://verdicts.example/issues/2026-W47
`);
  });

  it('the text names what the source does not say', () => {
    const text = textOf(everythingUnknown);
    for (const words of [
      'Kelpforge: Verdict not given',
      'Panel: share not given',
      'no score, verdict not given',
      'Unnamed reviewer',
      'did not review',
      'No reviewer split given.',
      '  Introduced above.',
      'From the panel: “',
    ]) {
      expect(text).toContain(words);
    }
    expect(text).not.toMatch(/null|undefined|NaN/);
  });

  it('the text introduces a tool with several comparisons once', () => {
    const text = textOf(oneAgainstFive);
    expect(text).toContain(`One tool, five comparisons: Kelpforge\n${'='.repeat(37)}\n`);
    expect(text.split('The tool of the week, introduced once')).toHaveLength(2);
    expect(text.split('Introduced above.')).toHaveLength(6);
  });

  it('the text keeps names as they are, whatever they contain', () => {
    expect(textOf(hostileNames)).toContain(`SHIP  ${HOSTILE_NAME}, 75%`);
  });

  it('the text isolates names from right to left, and aligns their columns', () => {
    const text = textOf(rightToLeft);
    expect(text).toContain(`\u2068${ARABIC_NAME}\u2069 vs \u2068${HEBREW_NAME}\u2069`);
    const rows = text.slice(text.indexOf('Reviewer  ')).split('\n').slice(0, 6);
    expect(new Set(rows.map((row) => displayWidth(row.slice(0, row.lastIndexOf('  ') + 2)))).size).toBe(1);
  });
});

describe('the reviewer table', () => {
  it.each([
    ['ideographs', '並列編集の写真館', '量子ノート'],
    ['emoji', 'Otterline 🎙️🎙️', '👩🏽‍🚀 Mission'],
    ['names longer than their columns', '長い名前の道具'.repeat(6), 'Kelpforge for Teams That Do Not Stop'],
  ])('the reviewer table stays aligned within 72 columns with %s', (_, one, other) => {
    const sides: DigestComparison['sides'] = [aDigestSide({ name: one }), aDigestSide({ name: other })];
    const lines = reviewerTable(aDigestComparison({ sides }));
    const rule = lines.find((line) => /^-+ {2}-+ {2}-+$/.test(line)) ?? '';
    const starts = [...rule.matchAll(/-+/g)].map(({ index }) => index);
    expect(starts).toHaveLength(3);
    for (const start of starts) expect(inColumns(lines[0] ?? '')[start]?.trim()).toBeTruthy();
    for (const line of lines) {
      expect(displayWidth(line)).toBeLessThanOrEqual(MAX_COLUMNS);
      for (const start of starts.slice(1)) {
        expect(
          inColumns(line)
            .slice(start - 2, start)
            .join('')
            .trim(),
          line,
        ).toBe('');
      }
    }
  });

  /** The text of each column; a wide character takes two. */
  const inColumns = (line: string): string[] =>
    [...new Intl.Segmenter().segment(line)].flatMap(({ segment }) =>
      [segment, ''].slice(0, displayWidth(segment)),
    );
});

describe('a link that is missing from the text', () => {
  it('a link that is missing from the text is noticed', () => {
    expect(missingLinks(['https://a.invalid/'], 'See https://a.invalid/ there')).toEqual([
      'https://a.invalid/',
    ]);
  });
});
