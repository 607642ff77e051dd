import type { KnownExport } from './export-form.ts';
import { exportId, KNOWN_EXPORTS, PLAIN } from './known-exports.ts';

/** Found only in our own export. */
const OWN_COLUMNS = ['suppressed', 'paused_until'];

/**
 * Whose export a header (in the form of {@link normaliseWord}) is. Null for our own columns, which win if both are possible: if
 * it has `email` and `status`, and the status is not the product's or fits two products.
 * @param from What a person said, if anything.
 */
export function recogniseProduct(names: readonly string[], from: string | null): KnownExport | null {
  if (from === PLAIN) return null;
  if (from !== null) return KNOWN_EXPORTS.find((known) => exportId(known) === from) ?? null;
  if (OWN_COLUMNS.some((column) => names.includes(column))) return null;
  const scored = KNOWN_EXPORTS.map((known) => ({ known, score: scoreOf(known, names) }));
  const best = Math.max(...scored.map(({ score }) => score));
  const [owner, ...others] = scored.filter(({ score }) => score === best && score > 0);
  if (owner === undefined || others.length > 0) return null;
  return hasForeignStatus(owner.known, names) ? null : owner.known;
}

/** How many columns match the product's signatures: more is surer. */
function scoreOf({ signatures, exactHeaders = [], email }: KnownExport, names: readonly string[]): number {
  if (!email.some((column) => names.includes(column))) return 0;
  const complete = signatures.filter((sign) => sign.every((column) => names.includes(column)));
  const exact = exactHeaders.filter(
    (columns) => columns.length === names.length && columns.every((column) => names.includes(column)),
  );
  return Math.max(0, ...[...complete, ...exact].map((sign) => sign.length));
}

function hasForeignStatus({ statusColumns }: KnownExport, names: readonly string[]): boolean {
  const isOwn = statusColumns.some(({ columns }) => columns.includes('status'));
  return names.includes('status') && names.includes('email') && !isOwn;
}
