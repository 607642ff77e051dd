import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayWidth, isolated, MAX_COLUMNS, wrapped } from '../../../src/render/plain-text/lines.ts';

describe('wrapping', () => {
  const word = fc.stringMatching(/^[a-z\u0590-\u05ea日本語é🚀]{1,90}$/u);

  it('wrapping loses no letter and exceeds no column', () => {
    fc.assert(
      fc.property(fc.array(word), fc.integer({ min: 4, max: MAX_COLUMNS }), (words, columns) => {
        const lines = wrapped(isolated(words.join(' ')), { columns, rest: '  ' });
        const letters = (text: string) => text.replace(/[\s\u2068\u2069]/g, '');
        expect(letters(lines.join(''))).toBe(letters(words.join('')));
        expect(Math.max(0, ...lines.map(displayWidth))).toBeLessThanOrEqual(columns);
      }),
    );
  });

  it('wrapping leaves URLs whole and breaks other long words between letters', () => {
    const address = `https://verdicts.example/${'a'.repeat(80)}`;
    expect(wrapped(`See ${address}, please`)).toEqual(['See', `${address},`, 'please']);
    expect(wrapped('日本語'.repeat(3), { columns: 8 })).toEqual(['日本語日', '本語日本', '語']);
    expect(wrapped('👩🏽‍🚀👩🏽‍🚀👩🏽‍🚀', { columns: 4 })).toEqual(['👩🏽‍🚀👩🏽‍🚀', '👩🏽‍🚀']);
  });
});
