import { AppError } from '../errors.ts';
import { KNOWN_EXPORTS } from './known-exports.ts';

/** The columns of a list of subscribers: what `export` writes and `import` knows. */
export const SUBSCRIBER_COLUMNS = [
  'email',
  'name',
  'status',
  'created_at',
  'suppressed',
  'paused_until',
] as const;
export type SubscriberColumn = (typeof SUBSCRIBER_COLUMNS)[number];

/** Where the known columns of a file stand; `width` is how many columns it has in all. */
export type ColumnPlaces = Partial<Record<SubscriberColumn, number>> & {
  email: number;
  width: number;
  /** What the file itself calls `created_at`, where it is not that. */
  createdAtLabel?: string;
};

/**
 * Finds the known columns in a header line, whatever their case. Others are ignored.
 *
 * @throws AppError `input` where there is no column `email`.
 */
export function placesOfColumns(header: readonly string[]): ColumnPlaces {
  const names = header.map((name) =>
    name
      .replace(/^\ufeff/, '')
      .trim()
      .toLowerCase(),
  );
  const places = SUBSCRIBER_COLUMNS.map((column) => [column, names.indexOf(column)] as const);
  const { email, ...others } = Object.fromEntries(places.filter(([, place]) => place !== -1));
  if (email === undefined) throw noHeader(header);
  return { ...others, email, width: header.length };
}

/** The error for a file that does not begin with a header line. */
export function noHeader(found: readonly string[] | null): AppError {
  const seen = found?.join(',').slice(0, 80);
  const what =
    seen === undefined
      ? 'The file is empty.'
      : /[\ufffd\0]/.test(seen)
        ? 'The file is not UTF-8; save it as "CSV UTF-8".'
        : `The first line is "${seen}".`;
  return new AppError(
    'input',
    `${what} A list of subscribers begins with a header line that names the column email, and where present ${SUBSCRIBER_COLUMNS.slice(1).join(', ')}; other columns are ignored. Exports of ${PRODUCTS} are known by their own columns.`,
  );
}

const PRODUCTS = new Intl.ListFormat('en').format(KNOWN_EXPORTS.map(({ name }) => name));
