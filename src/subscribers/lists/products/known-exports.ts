import type { KnownExport } from './export-form.ts';
import { NEWSLETTER_EXPORTS } from './newsletter-exports.ts';
import { SELF_HOSTED_EXPORTS } from './self-hosted-exports.ts';
import { SERVICE_EXPORTS } from './service-exports.ts';

/**
 * The exports that an import recognises; `docs/subscribers.md` describes them to operators, with sources. Anyone
 * not admitted or removed there gets no email here.
 */
export const KNOWN_EXPORTS: readonly KnownExport[] = [
  ...NEWSLETTER_EXPORTS,
  ...SERVICE_EXPORTS,
  ...SELF_HOSTED_EXPORTS,
].toSorted((one, other) => (one.name.toLowerCase() < other.name.toLowerCase() ? -1 : 1));

export function exportId({ name }: KnownExport): string {
  return name.toLowerCase().replace(/ /g, '-');
}

/** Our own columns, as `--from` names them. */
export const PLAIN = 'plain';

export const IMPORT_FORMATS: readonly string[] = [PLAIN, ...KNOWN_EXPORTS.map(exportId)];

export const PRODUCTS = new Intl.ListFormat('en').format(KNOWN_EXPORTS.map(({ name }) => name));
