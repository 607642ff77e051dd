import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutText } from '../../src/digest/cut-text.ts';
import { splitSentences } from '../../src/digest/quotations/sentences.ts';

describe('cutting a text', () => {
  test('a text that fits is not cut', () => {
    expect(cutText('A short one.', 12)).toBe('A short one.');
  });

  test('a text is cut after a clause that ends late enough, else between two words', () => {
    const text = 'It bakes the bricks quickly enough, and then it lets them cool for a whole day.';
    expect(cutText(text, 45)).toBe('It bakes the bricks quickly enough…');
    expect(cutText(text, 30)).toBe('It bakes the bricks quickly…');
  });

  test('a text that is cut ends with no opening bracket and no comma', () => {
    expect(cutText('Bakes bricks (all sizes), slowly', 15)).toBe('Bakes bricks…');
  });

  test('a text is not cut inside code', () => {
    expect(cutText('Run `kiln bake --all --hot` and wait for it', 24)).toBe('Run…');
  });

  test('a single long word cannot be cut, but a script without spaces can be cut anywhere', () => {
    expect(cutText('x'.repeat(200), 50)).toBeNull();
    expect(cutText('我们的工具可以帮助你更快地完成工作并节省时间', 10)).toMatch(/^我们的工具.{0,4}…$/u);
  });

  test('a cut text is the beginning of the whole one, ends between words, and has no half characters', () => {
    const word = fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
      fc.constant('👩‍🚀👩‍🚀'),
    );
    const texts = fc.array(word, { maxLength: 40 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 80 }), (text, maxLength) => {
        const cut = cutText(text, maxLength);
        if (cut === null || cut === text) return;
        expect(cut.length).toBeLessThanOrEqual(maxLength);
        expect(cut.endsWith('…')).toBe(true);
        expect(text.startsWith(cut.slice(0, -1))).toBe(true);
        expect(cut).not.toMatch(/\p{Surrogate}/u);
      }),
    );
  });
});

describe('sentences', () => {
  test.each([
    ['an abbreviation', 'It beats others, e.g. Loom. Buy it.', ['It beats others, e.g. Loom.', 'Buy it.']],
    ['a rival after "vs."', 'Kiln vs. Loom is close. Take Kiln.', ['Kiln vs. Loom is close.', 'Take Kiln.']],
    ['a version', 'Since Kiln 4.2.1 it bakes. Good.', ['Since Kiln 4.2.1 it bakes.', 'Good.']],
    ['code', 'Call `Kiln.bake(). Wait()` twice. Done.', ['Call `Kiln.bake(). Wait()` twice.', 'Done.']],
    [
      'brackets',
      'It bakes (slowly. Very slowly.) every brick. Fine.',
      ['It bakes (slowly. Very slowly.) every brick.', 'Fine.'],
    ],
    [
      'quotation marks',
      'They say “It bakes. It cools.” and lie. No.',
      ['They say “It bakes. It cools.” and lie.', 'No.'],
    ],
    ['a name that ends in a mark', 'Bake! is quick. Nice.', ['Bake! is quick.', 'Nice.']],
    ['an initial', 'As J. Baker says, it bakes. True.', ['As J. Baker says, it bakes.', 'True.']],
  ])('a sentence does not end at %s', (_, text, sentences) => {
    expect(splitSentences(text)).toEqual(sentences);
  });

  test('a sentence ends at a mark that is never closed, and at a blank line', () => {
    expect(splitSentences('A 5" screen. It (glows. Good.')).toEqual(['A 5" screen.', 'It (glows.', 'Good.']);
    expect(splitSentences('Bakes bricks\n\nCools them\nslowly.')).toEqual([
      'Bakes bricks',
      'Cools them slowly.',
    ]);
  });

  test('the sentences of a text, joined, are the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        const spaceless = (value: string) => value.replace(/[\s\p{Cc}\p{Cn}\p{Cs}]/gu, '');
        expect(spaceless(splitSentences(text).join(''))).toBe(spaceless(text));
      }),
    );
  });
});
