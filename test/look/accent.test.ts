import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accentColours, MIN_CONTRAST, MIN_HUE_DISTANCE } from '../../src/look/accent.ts';
import { contrast, hueDistance, hueOf } from '../../src/look/colour.ts';
import { DEFAULT_BRAND, GROUNDS } from '../../src/look/grounds.ts';

const SCHEMES = ['light', 'dark'] as const;
const anyColour = fc
  .integer({ min: 0, max: 0xff_ff_ff })
  .map((value) => `#${value.toString(16).padStart(6, '0')}`);

test('contrast is computed as WCAG defines it', () => {
  expect(contrast('#ffffff', '#000000')).toBeCloseTo(21, 5);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  expect(contrast('#ffffff', '#ffffff')).toBe(1);
});

test('every colour there is gives text that can be read, in both schemes', () => {
  fc.assert(
    fc.property(anyColour, (accent) => {
      const { brand, onBrand, link } = accentColours(accent);
      for (const scheme of SCHEMES) {
        expect(contrast(brand[scheme], onBrand[scheme])).toBeGreaterThanOrEqual(MIN_CONTRAST);
        for (const ground of [GROUNDS.sheet, GROUNDS.canvas, GROUNDS.sunken])
          expect(contrast(link[scheme], ground[scheme])).toBeGreaterThanOrEqual(MIN_CONTRAST);
      }
      expect(contrast(brand.dark, GROUNDS.sheet.dark)).toBeGreaterThanOrEqual(MIN_CONTRAST);
    }),
    { numRuns: 3_000 },
  );
});

test('links never take a colour that means a verdict', () => {
  fc.assert(
    fc.property(anyColour, (accent) => {
      const { link } = accentColours(accent);
      for (const scheme of SCHEMES)
        for (const verdict of [GROUNDS.ship, GROUNDS.skip, GROUNDS.split])
          expect(
            hueDistance(hueOf(link[scheme]) ?? Number.NaN, hueOf(verdict[scheme]) ?? Number.NaN),
          ).toBeGreaterThan(MIN_HUE_DISTANCE);
    }),
    { numRuns: 3_000 },
  );
});

test('without an accent, the colours are the standard ones', () => {
  expect(accentColours(null)).toEqual({ ...DEFAULT_BRAND, notes: [] });
});

test('a colour that is adjusted is never left without a reason', () => {
  fc.assert(
    fc.property(anyColour, (accent) => {
      const { brand, link, notes } = accentColours(accent);
      const isAsGiven = brand.light === accent && brand.dark === accent && link.light === accent;
      if (!isAsGiven) expect(notes).not.toEqual([]);
      for (const scheme of SCHEMES)
        if (brand[scheme] !== accent) expect(notes.join(' ')).toContain(brand[scheme]);
    }),
  );
});

describe('strange colours', () => {
  test('yellow keeps dark text, and links stay blue', () => {
    const { brand, onBrand, link, notes } = accentColours('#ffff00');
    expect(brand).toEqual({ light: '#ffff00', dark: '#ffff00' });
    expect(onBrand.light).toBe(GROUNDS.ink.light);
    expect(link).toEqual(DEFAULT_BRAND.link);
    expect(notes).toEqual([
      '#ffff00 hardly stands out from the light sheet (1 to 1). The text on the button is dark and underlined, so it is found anyway.',
      'Links keep the standard blue: as thin text, this colour would be hard to read.',
    ]);
  });

  test('black is lightened for the dark scheme, and links stay blue', () => {
    const { brand, onBrand, link, notes } = accentColours('#000000');
    expect(brand.light).toBe('#000000');
    expect(onBrand.light).toBe(GROUNDS.sheet.light);
    expect(link).toEqual(DEFAULT_BRAND.link);
    expect(notes).toEqual([
      `#000000 is too dark for dark mail and pages (1.2 to 1). There it is lightened to ${brand.dark}.`,
      'Links keep the standard blue: a grey link would look like text.',
    ]);
  });

  test('magenta keeps its colour under dark text', () => {
    const { brand, onBrand, link } = accentColours('#ff00ff');
    expect(brand.light).toBe('#ff00ff');
    expect(onBrand.light).toBe(GROUNDS.ink.light);
    expect(link).toEqual(DEFAULT_BRAND.link);
  });

  test('the orange of the design has ink on it, and its links stay blue', () => {
    const { brand, onBrand, link } = accentColours('#f06a1a');
    expect(brand.light).toBe('#f06a1a');
    expect(onBrand).toEqual({ light: GROUNDS.ink.light, dark: GROUNDS.sheet.dark });
    expect(link).toEqual(DEFAULT_BRAND.link);
  });

  test('a colour on which neither ink nor sheet can be read is darkened until one can', () => {
    const { brand, onBrand, notes } = accentColours('#7a7a7a');
    expect(brand.light).not.toBe('#7a7a7a');
    expect(onBrand.light).toBe(GROUNDS.sheet.light);
    expect(notes[0]).toMatch(/^No text is easy to read on #7a7a7a \(4\.\d to 1\)/);
  });

  test('a deep purple is taken for links too', () => {
    const { brand, link } = accentColours('#6a1b9a');
    expect(link.light).toBe(brand.light);
    expect(hueDistance(hueOf(link.dark) ?? 0, hueOf(brand.dark) ?? 0)).toBeLessThan(5);
  });
});
