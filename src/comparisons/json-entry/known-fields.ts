import { formatNumber } from '../../shared/counted.ts';
import { editDistance } from '../../shared/edit-distance.ts';
import { comparisonSchema, LIMITS, reviewSchema, sideSchema } from '../comparison.ts';
import { type EntryPath, pathText } from '../explain-issues.ts';

/** Known, and not read: what `verdicts comparisons show` prints besides. */
const NOT_READ = ['$schema', 'corrected'];

const COMPARISON = [...NOT_READ, ...Object.keys(comparisonSchema.in.shape)];
const SIDE = Object.keys(sideSchema.shape);
const REVIEW = Object.keys(reviewSchema.shape);

/** The deepest nesting of an unknown field's value. */
const MAX_DEPTH = 100;

const TOOLS = 2;

/** A list this many times longer than allowed is refused without reading it. */
const MAX_LENGTH_FACTOR = 10;

const MAX_NAMED = 20;

interface Known {
  value: unknown;
  /** Paths of unknown fields, which are left out. */
  unknown: EntryPath[];
  /** Paths of unknown fields that are refused, as no site would send them. */
  refused: EntryPath[];
  /** Lists too long to be read, which are empty in `value`. */
  tooLong: { path: EntryPath; length: number }[];
}

/** Keeps only known fields; a site may send others besides. */
export function keepKnownFields(entry: unknown): Known {
  const known: Known = { value: entry, unknown: [], refused: [], tooLong: [] };
  known.value = pickFields(entry, COMPARISON, [], known);
  const tools = boundedList(known.value, { at: [], field: 'tools', max: TOOLS }, known);
  if (tools === undefined) return known;
  const sides = tools.map((side, tool) => {
    const kept = pickFields(side, SIDE, ['tools', tool], known);
    const reviews = boundedList(kept, { at: ['tools', tool], field: 'reviews', max: LIMITS.reviews }, known);
    if (reviews === undefined) return kept;
    const of = (review: unknown, index: number) =>
      pickFields(review, REVIEW, ['tools', tool, 'reviews', index], known);
    return { ...(kept as object), reviews: reviews.map(of) };
  });
  return { ...known, value: { ...(known.value as object), tools: sides } };
}

function pickFields(value: unknown, fields: readonly string[], at: EntryPath, found: Known): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const kept: [string, unknown][] = [];
  for (const [field, content] of Object.entries(value)) {
    const path = [...at, field];
    if (fields.includes(field)) {
      if (!NOT_READ.includes(field)) kept.push([field, content]);
    } else if (field === '__proto__' || isTooDeep(content)) found.refused.push(path);
    else found.unknown.push(path);
  }
  return Object.fromEntries(kept);
}

function boundedList(
  value: unknown,
  { at, field, max }: { at: EntryPath; field: string; max: number },
  found: Known,
): unknown[] | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const list: unknown = Reflect.get(value, field);
  if (!Array.isArray(list)) return undefined;
  if (list.length <= MAX_LENGTH_FACTOR * max) return list;
  found.tooLong.push({ path: [...at, field], length: list.length });
  return [];
}

function isTooDeep(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  let level = [value];
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth += 1) {
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  }
  return level.length > 0;
}

/** A warning that names each unknown field once; null if there are none. */
export function unknownFieldsWarning(paths: readonly EntryPath[]): string | null {
  const names = [...new Set(paths.map(fieldName))];
  if (names.length === 0) return null;
  const more = names.length - MAX_NAMED;
  const named = names.slice(0, MAX_NAMED).map(withSuggestion).join(', ');
  const list = more > 0 ? `${named}, and ${formatNumber(more)} more` : named;
  return names.length === 1
    ? `An unknown field was left out: ${list}.`
    : `Unknown fields were left out: ${list}.`;
}

/** `tools[].reviews[].mood`: one name for all tools, reviews and entries. */
function fieldName(path: EntryPath): string {
  const inEntry = typeof path[0] === 'number' ? path.slice(1) : path;
  const start = inEntry[0] === 'comparisons' ? inEntry.slice(2) : inEntry;
  return pathText(start)
    .replace(/\[\d+\]/g, '[]')
    .slice(0, 80);
}

/** A name that differs from a known field in case, punctuation or a slip, such as `panel_share` and `pricng`, probably means it. */
function withSuggestion(name: string): string {
  const plain = (field: string) => field.toLowerCase().replace(/[^a-z]/g, '');
  const field = plain(name.split('.').at(-1) ?? '');
  const fields = name.includes('.reviews[]') ? REVIEW : name.startsWith('tools[]') ? SIDE : COMPARISON;
  const [likely] = fields
    .map((known) => ({ known, distance: editDistance(field, plain(known)) }))
    .filter(({ distance }) => distance <= allowedSlips(field))
    .toSorted((one, other) => one.distance - other.distance);
  return likely === undefined ? name : `${name} (did you mean ${likely.known}?)`;
}

function allowedSlips({ length }: string): number {
  return length < 4 ? 0 : length < 8 ? 1 : 2;
}
