import { describe, expect, it } from 'vitest';
import { factWords } from '../../emails/_components/digest/wording.ts';
import type { DigestSide } from '../../src/digest/digest.ts';
import { type Line, lineText } from '../../src/digest/line.ts';
import { displayWidth, MAX_COLUMNS } from '../../src/render/plain-text/lines.ts';
import { weeklyIssueText } from '../../src/render/plain-text.ts';
import { issueProps, renderedIssue } from '../emails/parsed-mail.ts';
import { digests, everythingUnknown, oneAgainstFive, RIVALS } from '../support/samples/awkward-digests.ts';
import {
  ARABIC_NAME,
  HEBREW_NAME,
  HOSTILE_NAME,
  hostileNames,
  rightToLeft,
} from '../support/samples/awkward-names.ts';
import { aDigest } from '../support/samples/digests.ts';

const textOf = (digest: Parameters<typeof issueProps>[0]) => weeklyIssueText(issueProps(digest));

const missingLinks = (hrefs: string[], text: string) => {
  const lines = new Set(text.split('\n'));
  return hrefs.filter((href) => !lines.has(href));
};

const withoutMarks = (text: string) => text.replace(/[\u2068\u2069\u200b]/g, '');

/** Without white space, which wrapping changes, and without marks that only guide the display. */
const sayingOnly = (text: string) => withoutMarks(text).replace(/\s+/g, '');

/** What the text says of a tool, or in a line. */
function wordsOf(part: DigestSide | Line): string[] {
  if (!('name' in part)) return [lineText(part)];
  return [
    ...part.scores.map(({ reviewer, score, verdict }) =>
      [reviewer, score, verdict].filter((known) => known !== null).join(' '),
    ),
    ...factWords(part.facts).map(({ label, value }) => `${label} ${value}`),
  ];
}

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

  it('the text has every heading of the HTML, in the same order, the sections below a rule', async () => {
    const text = sayingOnly(textOf(digest)).toLowerCase();
    const { headings } = await renderedIssue(digest);
    let from = 0;
    for (const { level, text: heading } of headings) {
      const words = sayingOnly(heading).toLowerCase();
      // In the text, the answers are in capitals, and a tool without a title has its own line.
      const at = text.indexOf(words, from);
      expect(at, `level ${level}: ${words}`).toBeGreaterThanOrEqual(from);
      from = at;
    }
    const sections = digest.sections.flatMap(({ shared, comparisons }) => [
      ...(shared === null ? [] : [shared]),
      ...comparisons,
    ]);
    const rules = textOf(digest).match(/^(?:=|-){72}$/gm) ?? [];
    const isAlone = sections.length === 1;
    // Below the head of the answers, above each section, above the last words and above the footer.
    expect(rules).toHaveLength(isAlone ? 2 : sections.length + 3);
  });

  it('the text says all that the HTML says of each comparison, in the same order', async () => {
    const text = sayingOnly(textOf(digest));
    const said = digest.sections.flatMap(({ shared, comparisons }) => [
      ...(shared === null ? [] : [shared.sentence, ...shared.voices.map((voice) => voice.text), shared.side]),
      ...comparisons.flatMap(({ sentence, voices, sides, disagreement }) => [
        sentence,
        ...voices.map((voice) => voice.text),
        ...(shared === null ? sides : [sides[1]]),
        ...(disagreement === null ? [] : [disagreement]),
      ]),
    ]);
    let from = 0;
    for (const part of said) {
      for (const words of typeof part === 'string' ? [part] : wordsOf(part)) {
        const at = text.indexOf(sayingOnly(words), from);
        expect(at, words).toBeGreaterThanOrEqual(from);
        from = at;
      }
    }
  });
});

describe('the text', () => {
  it('the text makes sense without the HTML', () => {
    expect(textOf(aDigest())).toBe(`Weekly AI Tool Verdicts
Week 47 · 17 November 2026

Ship Kelpforge over Marrow Notes
================================

Developer Tools / Writing Aids

Three of four reviewers would ship Kelpforge; two would ship Marrow
Notes.

For Kelpforge (Builder):
  “It does one thing, and the thing works on the first try.”

Against Marrow Notes (Founder):
  “At $14 a seat I would rather write the report myself.”

Kelpforge                                               SHIP 75%, 3 of 4
  Build servers that sleep when you do
  Scores out of 100
  Builder 88 ship | Skeptic 42 skip | Futurist 80 ship | Founder 76 ship
  Price Free up to three projects, then $9 a month
  Best for Small teams with bursts of work
  Community 67% of 12

Marrow Notes                                           SPLIT 50%, 2 of 4
  Notes that grow into reports
  Builder 71 ship | Skeptic 38 skip | Futurist 66 ship | Founder 49 skip
  Price $14 a seat
  Best for People who write the same report every week

Where they disagree. On Kelpforge, the Builder (88) and the Skeptic (42)
are 46 points apart.

All 8 reviews:
https://verdicts.example/issues/2026-W47#kelpforge-vs-marrow-notes
Source:
https://verdicts.example/compare/kelpforge-vs-marrow-notes?ref=digest&week=47

------------------------------------------------------------------------
Forwarded to you? Sign up:
https://verdicts.example/

Reply to this email: a person reads it.

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

All issues:
https://verdicts.example/issues
`);
  });

  it('the text names what the source does not say', () => {
    const text = textOf(everythingUnknown);
    for (const words of [
      'No verdict: Kelpforge, Marrow Notes                        no verdict',
      'No verdict is given on either.',
      'On Marrow Notes:\n  “Somebody on the panel said this.”',
      'The only review:\n',
      'The comparison in full:\n',
    ]) {
      expect(text).toContain(words);
    }
    expect(text).not.toMatch(/null|undefined|NaN|–|no score/);
  });

  it('the text describes a tool with several comparisons once, and lists its rivals', () => {
    const text = textOf(oneAgainstFive);
    expect(text).toContain(`${'='.repeat(72)}\nKelpforge\nIn all five comparisons · Developer Tools\n`);
    for (const once of ['Build servers that sleep', 'Builder 88 ship', '\nKelpforge, beside   '])
      expect(text.split(once)).toHaveLength(2);
    for (const rival of RIVALS) expect(text).toMatch(new RegExp(`^\\d  ${rival} +\\d+%$`, 'm'));
    expect(text.match(/^\d {2}.*%$/gm)?.map((row) => row[0])).toEqual(['1', '2', '3', '4', '5']);
  });

  it('the text keeps names as they are, whatever they contain', () => {
    expect(textOf(hostileNames)).toContain(`\n${HOSTILE_NAME}\nIn both comparisons`);
  });

  it('the text isolates names from right to left', () => {
    const text = textOf(rightToLeft);
    expect(text).toContain(`\u2068${ARABIC_NAME}\u2069 over \u2068כלי הקוד\u2069`);
    expect(text).toContain(`\n\u2068${HEBREW_NAME}\u2069 `);
  });

  it.each(Object.entries(digests))('the figures of an issue of %s end in the same column', (_, digest) => {
    const figures = textOf(digest)
      .split('\n')
      .filter((line) => /\s(?:\d+%|no verdict)$/.test(line) && !/^\S+ of |would ship/.test(line));
    for (const line of figures.filter((shown) => /\S {2,}/.test(shown)))
      expect(displayWidth(line), line).toBe(MAX_COLUMNS);
  });
});

describe('a link that is missing from the text', () => {
  it('a link that is missing from the text is noticed', () => {
    expect(missingLinks(['https://a.invalid/'], 'See https://a.invalid/ there')).toEqual([
      'https://a.invalid/',
    ]);
  });
});
