import { AppError } from '../errors.ts';
import { exportWord, KNOWN_EXPORTS, type KnownExport, type Standing } from './known-exports.ts';
import { noHeader } from './subscriber-columns.ts';

/** A column of a file: its place, and what the file calls it. */
export interface NamedPlace {
  place: number;
  label: string;
}

/** Where the columns of an export stand; `width` is how many columns its file has in all. */
export interface ExportPlaces {
  export: KnownExport;
  width: number;
  email: number;
  /** The parts of a name, in order. */
  name: readonly number[];
  createdAt: readonly NamedPlace[];
  status: (NamedPlace & { words: ReadonlyMap<string, Standing> }) | null;
  marks: readonly (NamedPlace & { standing: Standing })[];
  fileMarks: readonly (NamedPlace & { standing: Standing })[];
}

/** What only our own export has. */
const OWN_COLUMNS = ['suppressed', 'paused_until'];

/**
 * Whose export a header is, and where its columns stand. Null for our own columns, which win where both could be meant: where
 * the header has `email` and `status`, and the status is none of the product's, or fits two products.
 *
 * @param from Whose export it is, where somebody said so: a name in lower case, or `plain`.
 * @throws AppError `input` where the header lacks what an export of that name has, and where it is nobody's and seems to
 *   tell who left in a column that we do not read: they would all be mailed.
 */
export function recogniseExport(header: readonly string[], from: string | null): ExportPlaces | null {
  if (from === 'plain') return null;
  const names = header.map(exportWord);
  const known =
    from === null ? ownerOf(names) : KNOWN_EXPORTS.find(({ name }) => name.toLowerCase() === from);
  if (known !== undefined) return placesOf(known, { header, names });
  refuseUnreadStanding({ header, names });
  return null;
}

/** Columns that say in exports of others who wants no mail. */
const STANDINGS = [
  /^(email_)?(unsubscribed?|opted?_?out|bounced?|cleaned|complained|complaint|disabled)(_(at|on|date|time|reason))?$/,
  /^(is_)?subscribed(_to_\w+)?$/,
  /^(\w+_)?(subscription|subscriber|email|marketing)_status$/,
  /^accepts_(\w+_)?marketing$/,
];

function refuseUnreadStanding({ header, names }: Header): void {
  if ([...OWN_COLUMNS, 'status'].some((column) => names.includes(column))) return;
  const place = names.findIndex((name) => STANDINGS.some((pattern) => pattern.test(name)));
  if (place === -1) return;
  throw new AppError(
    'input',
    `The column ${header[place]?.trim()} seems to say who wants no mail, but not in a way that is known here. Name it status and write confirmed, pending, unsubscribed, bounced or complained in it; or say as what to read the list: the export of a product, or plain (the columns named as ours), by which everybody in it is taken as subscribed.`,
  );
}

function ownerOf(names: readonly string[]): KnownExport | undefined {
  if (OWN_COLUMNS.some((column) => names.includes(column))) return undefined;
  const [owner, ...others] = KNOWN_EXPORTS.filter(
    ({ signs, email }) =>
      signs.some((sign) => sign.every((column) => names.includes(column))) &&
      email.some((column) => names.includes(column)),
  );
  const hasForeignStatus = names.includes('status') && owner?.status?.columns.includes('status') !== true;
  return others.length > 0 || (hasForeignStatus && names.includes('email')) ? undefined : owner;
}

interface Header {
  header: readonly string[];
  names: readonly string[];
}

function placesOf(known: KnownExport, { header, names }: Header): ExportPlaces {
  const find = (columns: readonly string[]): NamedPlace[] =>
    columns
      .map((column) => names.indexOf(column))
      .filter((place) => place !== -1)
      .map((place) => ({ place, label: header[place]?.trim() ?? '' }));
  const marked = (marks: Readonly<Record<string, Standing>> = {}) =>
    Object.entries(marks).flatMap(([column, standing]) =>
      find([column]).map((one) => ({ ...one, standing })),
    );
  const [email] = find(known.email);
  if (email === undefined) throw noHeader(header);
  const [status] = find(known.status?.columns ?? []);
  if (status === undefined && known.status !== undefined && known.status.optional !== true) {
    throw new AppError(
      'input',
      `The header has no column ${known.status.columns.join(' or ')}, which says in an export of ${known.name} who wants mail.`,
    );
  }
  const parts = [...find(FIRST_NAMES).slice(0, 1), ...find(LAST_NAMES).slice(0, 1)];
  return {
    export: known,
    width: header.length,
    email: email.place,
    name: (parts.length > 0 ? parts : find(WHOLE_NAMES).slice(0, 1)).map(({ place }) => place),
    createdAt: find(known.createdAt),
    status:
      status === undefined ? null : { ...status, words: new Map(Object.entries(known.status?.words ?? {})) },
    marks: marked(known.marks),
    fileMarks: marked(known.fileMarks),
  };
}

const FIRST_NAMES = ['first_name', 'fname'];
const LAST_NAMES = ['last_name', 'lname'];
const WHOLE_NAMES = ['name', 'full_name'];
