import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countWords } from '../../src/digest/count-words.ts';
import type { Stance } from '../../src/digest/digest.ts';
import { type QuotationRequest, quote as quoted } from '../../src/digest/quotations/quotation.ts';
import { isWholeSentence } from '../../src/digest/quotations/whole-sentence.ts';
import { oneLine } from '../../src/shared/clean-text.ts';

const quote = (text: string, request: QuotationRequest) => quoted(text, request)?.text ?? null;

const REVIEW = [
  'Kiln bakes the bricks of a small house in the time that others need for its chimney.',
  'But the door is the same as that of last year, which nobody asked for.',
  'The handle gets hot, and the first thing that breaks is the hinge, which is a risk in any workshop.',
  'The decision that earns the ship is the fan, which is genuinely useful on humid days.',
].join(' ');

describe('quoting a review', () => {
  test('a quotation is one sentence, on one line; of one word only if the review has no more', () => {
    const request = { stance: 'for', maxWords: 45 } as const;
    expect(quote('It bakes the bricks\nof a house.\n\nCools.', request)).toBe(
      'It bakes the bricks of a house.',
    );
    expect(quote('Bakes.', request)).toBe('Bakes.');
    expect(quote('Bakes.\n\nCools.', request)).toBeNull();
  });

  test('a quotation of a longer review is the one whole sentence that best supports its stance', () => {
    expect(quote(REVIEW, { stance: 'for', maxWords: 21 })).toMatch(/^The decision .* humid days\.$/);
    expect(quote(REVIEW, { stance: 'against', maxWords: 21 })).toMatch(/^The handle .* workshop\.$/);
  });

  test('a quotation does not begin with "But" if another sentence fits', () => {
    expect(quote(REVIEW, { stance: 'unknown', maxWords: 17 })).not.toMatch(/^But/);
  });

  test.each([
    ['an opening', 'Without one it is a genuine, useful thing that works, and the best of all that I tried.'],
    [
      'an end',
      'Nobody believed that such a small kiln was useful or sound in practice, and neither had they.',
    ],
  ])('a quotation is not a sentence that depends on another by %s', (_, leaning) => {
    const plain = 'The oven stays warm for nine hours on a single log of birch wood.';
    const text = `${plain} ${leaning} ${'Its colour is that of a brick, which is a matter of taste. '.repeat(2)}`;
    expect(quote(text, { stance: 'unknown', maxWords: 21 })).toBe(plain);
  });

  test('a quotation is the beginning of a sentence, up to a dash or colon, rather than a whole one that says nothing', () => {
    const long = 'and it has been so for every one of the nine weeks in which we tried it with the bricks.';
    const request = { stance: 'for', maxWords: 10 } as const;
    for (const mark of [' —', ' –', ':', ';'])
      expect(quote(`Yes. The fan cools the bricks within the hour${mark} ${long}`, request)).toBe(
        'The fan cools the bricks within the hour…',
      );
    expect(quote('Yes. '.repeat(90), request)).toBeNull();
  });

  test.each([
    'The fan cools the bricks within the hour — but the kiln does not survive it, and it is the kiln that costs money.',
    'The fan cools the bricks within the hour; the third one, however, set the fan and the curtains of the shop on fire.',
    'The fan cools the bricks within the hour: that is the claim, and it is wrong by two hours on the days we measured.',
    'The fan cools the bricks within the hour — unless you bake more than two of them, which is what a kiln is there for.',
    'The fan cools the bricks within the hour; on the second day it breaks and there is nobody who repairs the thing.',
    'If the fan is on and the door of the kiln is open: it cools the bricks within the hour, as the shop says it does.',
    'They promised a fan that cools it within the hour; the fan that came with the kiln is the size of a small coin.',
    'The fan (which they sell to you apart from it — in two sizes) cools the bricks of this kiln within the hour of baking.',
    'Der Ventilator kühlt die Steine in einer Stunde — jedenfalls dann, wenn der Ofen leer ist und draußen Frost herrscht.',
  ])('a quotation is not the beginning of a sentence whose end may reverse it: %s', (sentence) => {
    expect(quote(sentence, { stance: 'for', maxWords: 12 })).toBeNull();
  });

  test('a quotation does not begin after the full stop of an abbreviation', () => {
    const sentence =
      'A report for the U.S. Government by Dr. J. Kiln says vs. whom it never works, e.g. at 3.5 GB.';
    const text = `${'It has a door. '.repeat(9)}${sentence}`;
    expect(quote(text, { stance: 'against', maxWords: 21 })).toBe(sentence);
  });

  test('a quotation leaves out quotation marks around the review', () => {
    const request = { stance: 'for', maxWords: 10 } as const;
    expect(quote('“Bakes bricks.”', request)).toBe('Bakes bricks.');
    expect(quote('"Bakes bricks."', request)).toBe('Bakes bricks.');
    expect(quote('“Bakes” is “a word.”', request)).toBe('“Bakes” is “a word.”');
    expect(quote('""', request)).toBeNull();
  });

  test('a quotation never cuts a sentence at a comma or between two words', () => {
    expect(quote(REVIEW, { stance: 'for', maxWords: 8 })).toBeNull();
    expect(quote(REVIEW, { stance: 'for', maxWords: 3 })).toBeNull();
    expect(quote(REVIEW, { stance: 'for', maxWords: 0 })).toBeNull();
  });

  test('a quotation repeats the review literally, or its beginning with an ellipsis, within the length', () => {
    const words = fc.constantFrom(
      'Kiln',
      '`bake. All`',
      'e.g.',
      'it',
      'ships.',
      'breaks!',
      '👩‍🚀',
      '(see',
      'there)',
      '砖',
    );
    const texts = fc.array(words, { maxLength: 80 }).map((all) => all.join(' '));
    const stances = fc.constantFrom<Stance>('for', 'against', 'reserved', 'unknown');
    fc.assert(
      fc.property(texts, stances, fc.nat(40), (text, stance, maxWords) => {
        const quotation = quote(text, { stance, maxWords });
        if (quotation === null) return;
        expect(countWords(quotation)).toBeLessThanOrEqual(maxWords);
        expect(quotation).not.toMatch(/\p{Surrogate}/u);
        expect(oneLine(text)).toContain(quotation.replace(/…$/, ''));
        expect(isWholeSentence(quotation) || quotation.endsWith('…')).toBe(true);
        expect((quotation.split('`').length - 1) % 2).toBe(0);
      }),
    );
  });

  test.each(['A `span and (a bracket. ', '.', '(.', ' ', ' . ', '…', '(', 'a - ', 'a: ', '"', 'Read more '])(
    'quoting the longest review of %j is fast',
    (part) => {
      const text = `${part.repeat(20_000 / part.length)}x`;
      const begin = performance.now();
      quote(text, { stance: 'for', maxWords: 45 });
      expect(performance.now() - begin).toBeLessThan(1_000);
    },
  );
});

const WHOLE = 'The kiln bakes bricks in half a day.';
const HALF = 'It is the best kiln that I have tried';

describe('a review that its source has cut', () => {
  test.each([
    ['an ellipsis', `${HALF}…`],
    ['three dots', `${HALF}...`],
    ['dots with spaces', `${HALF} .. .`],
    ['four dots', `${HALF}....`],
    ['an ellipsis and a full stop', `${HALF}….`],
    ['an ellipsis within its quotation marks', `“${HALF}…”`],
    ['an ellipsis in brackets', `${HALF} […]`],
    ['an ellipsis in brackets and a full stop', `${HALF} [...].`],
    ['"(more)"', `${HALF} (more)`],
    ['"[continued]" and a full stop', `${HALF} [continued].`],
    ['a link', `${HALF} Read more`],
    ['a link and a full stop', `${HALF} Show more.`],
    ['an ellipsis and a link', `${HALF}… read more`],
    ['a link with an arrow', `${HALF}...Read more →`],
    ['a link in German', `${HALF}… Weiterlesen`],
    ['a link in German and a full stop', `${HALF}… Weiterlesen.`],
    ['dots and a link in Spanish', `${HALF}... Leer más.`],
    ['a German abbreviation', `Es ist der beste Ofen für Ziegel bzw.`],
    ['a single quotation mark that is never closed', `They call it ‘the best kiln that there is.`],
    ['a conjunction', `${HALF} and`],
    ['a conjunction and a full stop', `${HALF}, but.`],
    ['an article and a full stop', `${HALF} for the.`],
    ['a comma', `${HALF},`],
    ['a dash', `${HALF} —`],
    ['a colon', `${HALF}:`],
    ['an abbreviation', `${HALF}, e.g.`],
    ['a title', `${HALF}, says Dr.`],
    ['no mark at all', HALF],
    ['a quotation that is never closed', `They call it “the best kiln that there is.`],
    ['a straight quotation mark that is never closed', `They call it "the best kiln that there is.`],
    ['a bracket that is never closed', `${HALF} (apart from the old one.`],
    ['code that is never closed', `${HALF} with \`kiln --hot.`],
    ['no mark, in Chinese', '这个窑是我用过的最好的窑因为'],
    ['an ellipsis, in Chinese', '这个窑是我用过的最好的窑……'],
    ['dots, in Japanese', 'この窯は今まで使った中で一番・・・'],
    ['no mark, in Hindi', 'यह भट्ठी सबसे अच्छी है क्योंकि'],
    ['no mark, in Arabic', 'هذا أفضل فرن جربته لأن'],
    ['nothing before it', '…which is why it is the best kiln of all that I have tried.'],
    ['nothing before it but brackets', '[...] which is why it is the best kiln of all.'],
  ])('a truncated review is not quoted as if it were whole, if the cut shows by %s', (_, text) => {
    for (const stance of ['for', 'against', 'reserved', 'unknown'] as const) {
      expect(quote(text, { stance, maxWords: 45 })).toBeNull();
      expect(quote(`${WHOLE}\n\n${text}`, { stance, maxWords: 45 })).toBe(WHOLE);
      expect(quote(`${text}\n\n${WHOLE}`, { stance, maxWords: 45 })).toBe(WHOLE);
    }
  });

  test('a truncated review is quoted up to the cut, however good the cut sentence is', () => {
    const text = `${WHOLE} It is genuinely useful, it ships, and the best of all is the fan, which works…`;
    expect(quote(text, { stance: 'for', maxWords: 45 })).toBe(WHOLE);
    expect(quote(text.replace('…', ''), { stance: 'for', maxWords: 10 })).toBe(WHOLE);
  });

  test('the beginning of a truncated sentence is not quoted, because its end may reverse it', () => {
    const text = `The kiln is genuinely useful and sound: it bakes the bricks of a house within ${'one long '.repeat(20)}…`;
    expect(quote(text, { stance: 'for', maxWords: 21 })).toBeNull();
  });
});

describe('a review that is whole is quoted, whatever mark ends it:', () => {
  test.each([
    'It bakes bricks.',
    'Does it bake bricks!',
    'It bakes bricks (mostly).',
    'It bakes bricks, and I want to see more.',
    'It bakes “bricks.”',
    'It bakes "bricks".',
    'It bakes bricks, tiles, etc.',
    'It was made in the U.S.',
    'It was made by Kiln Inc.',
    'Love it 🎉',
    'It has a 5" door.',
    'It is called "Kiln 3".',
    'It runs `kiln --hot`.',
    'Really...?',
    'I tried... and tried... and it baked.',
    '这个窑很好。',
    'この窯は良い！',
    'यह भट्ठी अच्छी है।',
    'هل هو أفضل فرن؟',
    'یہ بہترین بھٹی ہے۔',
    'Այն լավն է։',
    'เตานี้ดีมาก',
    'Er nennt es „den besten Ofen“.',
    'Il est « bon ».',
    'They call it ‘the best’, and it’s true.',
    'Man nennt es ‚gut‘.',
    '1) It bakes bricks.',
  ])('a review that is whole is quoted: %s', (text) => {
    expect(quote(text, { stance: 'for', maxWords: 45 })).toBe(text);
  });

  test('a link below a review is left out of the quotation', () => {
    for (const link of ['Read more', 'Show less', 'Read more.', 'Continue reading →'])
      expect(quote(`${WHOLE} ${link}`, { stance: 'for', maxWords: 45 })).toBe(WHOLE);
  });
});
