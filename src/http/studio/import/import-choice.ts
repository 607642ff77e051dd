import { COLUMN_ROLES, type ImportChoice } from '../../../subscribers/lists/import-plan.ts';
import { LIST_STATUSES, type ListStatus } from '../../../subscribers/lists/products/export-form.ts';
import { IMPORT_FORMATS } from '../../../subscribers/lists/products/known-exports.ts';

/** The form field for a column's role. */
export const roleField = (place: number) => `c${place}`;

/** The form field for what a word in a column means: an empty word is an empty cell, `*` any other. */
export const wordField = (place: number, word: string) => `w${place}:${word}`;

const ROLE_FIELD = /^c(\d{1,5})$/;
const WORD_FIELD = /^w(\d{1,5}):(.*)$/s;

/** Encodings other than UTF-8 and UTF-16. */
export const LIST_ENCODINGS = {
  'windows-1252': 'Western Europe and the Americas (windows-1252)',
  'windows-1250': 'Central Europe (windows-1250)',
  'windows-1251': 'Cyrillic (windows-1251)',
  'windows-1253': 'Greek (windows-1253)',
  'windows-1254': 'Turkish (windows-1254)',
  'windows-1255': 'Hebrew (windows-1255)',
  'windows-1256': 'Arabic (windows-1256)',
  'windows-1257': 'Baltic (windows-1257)',
  macintosh: 'old Macs (macintosh)',
  shift_jis: 'Japanese (shift_jis)',
  gb18030: 'Simplified Chinese (gb18030)',
  big5: 'Traditional Chinese (big5)',
  'euc-kr': 'Korean (euc-kr)',
} as const;

/** Reads how an editor wants a list read; unknown fields and values are ignored. */
export function readImportChoice(fields: Readonly<Record<string, readonly string[]>>): ImportChoice {
  const entries = Object.entries(fields).flatMap(([name, values]) =>
    values.map((value) => [name, value] as const),
  );
  const byPlace = (place: string | undefined) => `#${Number(place) + 1}`;
  return {
    surface: 'studio',
    from: readFrom(fields.from?.at(-1)),
    encoding: Object.keys(LIST_ENCODINGS).find((label) => label === fields.encoding?.at(-1)),
    columns: entries.flatMap(([name, value]) => {
      const [, place] = ROLE_FIELD.exec(name) ?? [];
      const role = COLUMN_ROLES.find((one) => one === value);
      return place === undefined || role === undefined ? [] : { column: byPlace(place), role };
    }),
    words: entries.flatMap(([name, value]) => {
      const [, place, word = ''] = WORD_FIELD.exec(name) ?? [];
      const means = LIST_STATUSES.find((standing): standing is ListStatus => standing === value);
      return place === undefined || means === undefined ? [] : { column: byPlace(place), word, means };
    }),
  };
}

/** The product whose export a list is; null to detect it from the header. */
export function readFrom(text: string | undefined): string | null {
  return IMPORT_FORMATS.find((form) => form === text) ?? null;
}
