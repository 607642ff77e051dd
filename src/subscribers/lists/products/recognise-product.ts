import type { KnownExport } from './export-form.ts';
import { formOf, KNOWN_EXPORTS, PLAIN } from './known-exports.ts';

/** What only our own export has. */
const OWN_COLUMNS = ['suppressed', 'paused_until'];

/**
 * Whose export a header is, in the form of `exportWord`. Null for our own columns, which win where both could be meant:
 * where the header has `email` and `status`, and the status is none of the product's, or fits two products.
 *
 * @param from Whose export it is, where somebody said so.
 */
export function recogniseProduct(names: readonly string[], from: string | null): KnownExport | null {
  if (from === PLAIN) return null;
  if (from !== null) return KNOWN_EXPORTS.find((known) => formOf(known) === from) ?? null;
  if (OWN_COLUMNS.some((column) => names.includes(column))) return null;
  const scored = KNOWN_EXPORTS.map((known) => ({ known, score: scoreOf(known, names) }));
  const best = Math.max(...scored.map(({ score }) => score));
  const [owner, ...others] = scored.filter(({ score }) => score === best && score > 0);
  if (owner === undefined || others.length > 0) return null;
  return hasForeignStatus(owner.known, names) ? null : owner.known;
}

/** How many columns of the header are signs of the product; the more, the surer. */
function scoreOf({ signs, whole = [], email }: KnownExport, names: readonly string[]): number {
  if (!email.some((column) => names.includes(column))) return 0;
  const complete = signs.filter((sign) => sign.every((column) => names.includes(column)));
  const exact = whole.filter(
    (columns) => columns.length === names.length && columns.every((column) => names.includes(column)),
  );
  return Math.max(0, ...[...complete, ...exact].map((sign) => sign.length));
}

function hasForeignStatus({ standings }: KnownExport, names: readonly string[]): boolean {
  const isOwn = standings.some(({ columns }) => columns.includes('status'));
  return names.includes('status') && names.includes('email') && !isOwn;
}
