import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toolKey } from '../../src/comparisons/comparison.ts';
import { disagreementOn } from '../../src/digest/answers/disagreement.ts';
import { MAX_PREHEADER_LENGTH } from '../../src/digest/compose-preheader.ts';
import { MAX_SUBJECT_LENGTH } from '../../src/digest/compose-subject.ts';
import { countWords } from '../../src/digest/count-words.ts';
import { cutNames } from '../../src/digest/cut-names.ts';
import { lineText } from '../../src/digest/line.ts';
import { cutFact } from '../../src/digest/sections/tool-facts.ts';
import { shortNames } from '../../src/digest/short-names.ts';
import { aComparison, aJudgedSide, aReview, aSide } from '../support/comparisons.ts';
import { LONG_NAME, LONG_WORD } from '../support/samples/awkward-names.ts';
import { aWeek } from '../support/samples/digests.ts';

describe('a short name', () => {
  test.each([
    ['Sluicegate: Policy Proxy', 'Sluicegate'],
    ['Kiln (by Ovens Inc.)', 'Kiln'],
    ['It: the one', 'It: the one'],
    ['v0.dev', 'v0.dev'],
    [LONG_NAME, 'The Extremely Patient Debugger…'],
    [LONG_WORD, 'Wortverbindungverbindungverbindun…'],
  ])('%s is called %s', (name, short) => {
    expect(shortNames([name, 'Loom'])(name)).toBe(short);
    expect(short.length).toBeLessThanOrEqual(34);
  });

  test('two tools that begin alike keep their whole names', () => {
    const names = ['Kiln: the fast one', 'Kiln: the slow one', 'Kilnery'];
    expect(names.map(shortNames(names))).toEqual(names);
  });

  test('two tools never get the same name', () => {
    const name = fc.constantFrom(
      'Kiln',
      'Kiln: a',
      'Kiln (b)',
      LONG_NAME,
      `${LONG_NAME} 2`,
      `${LONG_WORD}1`,
      'It: x',
    );
    fc.assert(
      fc.property(fc.uniqueArray(name, { selector: toolKey }), (names) => {
        const short = names.map(shortNames(names)).map(toolKey);
        expect(new Set(short).size).toBe(names.length);
      }),
    );
  });
});

describe('names that begin alike', () => {
  const BEGINNING = 'The Extremely Patient Debugger for Teams That Deploy on Fridays and Regret';
  const alike = [`${BEGINNING} It`, `${BEGINNING} Nothing`, BEGINNING, `${BEGINNING} It All`];

  test('keep what tells them apart, within the length of a short name', () => {
    expect(alike.map(shortNames(alike))).toEqual([
      'The Extremely Patient Debugger… It',
      'The Extremely Patient… Nothing',
      'The Extremely Patient… Regret',
      'The Extremely Patient… All',
    ]);
  });

  test('are never the same, too long, or cut within a character', () => {
    const unit = fc.constantFrom(
      '👩🏽‍🚀',
      'é',
      'Kiln',
      ' ',
      'ö',
      '量',
      'x'.repeat(40),
      '🇩🇪',
      'क्षि',
      ':',
      ' (',
      '2',
    );
    const beginning = fc.array(unit, { minLength: 20, maxLength: 60 }).map((units) => `A${units.join('')}`);
    const endings = fc.uniqueArray(
      fc.array(unit, { maxLength: 6 }).map((units) => units.join('')),
      { minLength: 2, maxLength: 5 },
    );
    const graphemes = (text: string) =>
      [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)].map(({ segment }) => segment);
    fc.assert(
      fc.property(beginning, endings, fc.integer({ min: 20, max: 40 }), (start, ends, most) => {
        const names = [...new Map(ends.map((end) => [toolKey(start + end), start + end])).values()];
        const cut = cutNames(names, most);
        expect(new Set(cut.map(toolKey)).size).toBe(names.length);
        for (const [index, name] of cut.entries()) {
          expect(name.length).toBeLessThanOrEqual(most);
          const known = new Set(graphemes(names[index] ?? ''));
          const added = graphemes(name.replace(/ \(\d+\)$/, '')).filter((one) => !known.has(one));
          expect(added.filter((one) => !'… '.includes(one))).toEqual([]);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('lead to a subject and a preheader in which no tool is called like another', () => {
    const [one, other, third, fourth] = alike.map((name, index) => aJudgedSide(name, 4 - index));
    if (!one || !other || !third || !fourth) throw new Error('There are four.');
    const { subject, preheader } = aWeek([
      aComparison({ tools: [one, other] }),
      aComparison({ tools: [third, fourth], slug: 'more' }),
    ]);
    expect(subject.length).toBeLessThanOrEqual(MAX_SUBJECT_LENGTH);
    expect(preheader.length).toBeLessThanOrEqual(MAX_PREHEADER_LENGTH);
    expect([subject, preheader]).toEqual([
      'The Extremely… It over The Extremely… Nothing, and 1 more answer',
      'Four reviewers, prices and the best argument each way.',
    ]);
  });
});

describe('a fact that is cut', () => {
  test.each([
    ['Free for public repositories; $18 a seat each month', 6, 'Free for public repositories'],
    ['Small teams, mostly remote, with bursts of work', 4, 'Small teams, mostly remote'],
    ['Usage-based (with a monthly minimum of ten dollars)', 6, 'Usage-based'],
    ['Free up to 1,500 words a month', 6, 'Free up to 1,500 words…'],
    ['£95 a month up to 5 seats in one team', 6, '£95 a month…'],
    ['$0.90 per finished hour through the hosted queue', 6, '$0.90 per finished hour…'],
    ['Teams that deploy on Fridays', 8, 'Teams that deploy on Fridays'],
    ['Teams', 0, null],
  ])('%s in %i words becomes %s', (text, words, cut) => {
    expect(cutFact(text, words)).toBe(cut);
  });

  test('a cut fact is the beginning of the text, within its words', () => {
    const word = fc.constantFrom(
      '$9',
      'a',
      'seat',
      'for',
      'up',
      'to',
      '5',
      'teams;',
      'and',
      'more,',
      '(free)',
      '量子',
    );
    const texts = fc.array(word, { minLength: 1, maxLength: 30 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(texts, fc.nat(15), (text, words) => {
        const cut = cutFact(text, words);
        if (cut === null) return;
        expect(text.startsWith(cut.replace(/…$/, ''))).toBe(true);
        expect(countWords(cut)).toBeLessThanOrEqual(words);
      }),
    );
  });
});

describe('a disagreement', () => {
  const on = (
    name: string,
    ...reviews: [reviewer: string | null, score: number, verdict?: 'ship' | 'skip'][]
  ) =>
    aSide({
      name,
      reviews: reviews.map(([reviewer, score, verdict = score >= 60 ? 'ship' : 'skip']) =>
        aReview({ reviewer, score, verdict }),
      ),
    });
  const words = (...sides: Parameters<typeof disagreementOn>[0]) => {
    const line = disagreementOn(sides, (name) => name);
    return line && lineText(line);
  };

  test('the widest of both tools is told, with who and how far', () => {
    const kiln = on('Kiln', ['Builder', 90], ['Skeptic', 41]);
    const loom = on('Loom', ['Builder', 82], ['Staff Engineer', 30]);
    expect(words(kiln, loom)).toBe(
      'On Loom, the Builder (82) and the Staff Engineer (30) are 52 points apart.',
    );
    expect(words(kiln)).toBe('On Kiln, the Builder (90) and the Skeptic (41) are 49 points apart.');
  });

  test('nobody disagrees who would both ship it, is near, is not named or has no score', () => {
    expect(words(on('Kiln', ['Builder', 99], ['Skeptic', 60]))).toBeNull();
    expect(words(on('Kiln', ['Builder', 65], ['Skeptic', 50]))).toBeNull();
    expect(words(on('Kiln', ['Builder', 90], [null, 20]))).toBeNull();
    expect(words(aSide({ name: 'Kiln' }))).toBeNull();
  });
});
