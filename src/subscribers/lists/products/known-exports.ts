import type { KnownExport } from './export-form.ts';
import { NEWSLETTER_EXPORTS } from './newsletter-exports.ts';
import { SELF_HOSTED_EXPORTS } from './self-hosted-exports.ts';
import { SERVICE_EXPORTS } from './service-exports.ts';

/**
 * The exports that an import recognises; `docs/subscriber-imports.md` says the same to operators, and where it is known from.
 * Anyone who was let in by nobody, or was removed there, does not get mail here either.
 */
export const KNOWN_EXPORTS: readonly KnownExport[] = [
  ...NEWSLETTER_EXPORTS,
  ...SERVICE_EXPORTS,
  ...SELF_HOSTED_EXPORTS,
].toSorted((one, other) => (one.name.toLowerCase() < other.name.toLowerCase() ? -1 : 1));

/** How `--from` names an export. */
export function formOf({ name }: KnownExport): string {
  return name.toLowerCase().replace(/ /g, '-');
}

/** Our own columns, as `--from` names them. */
export const PLAIN = 'plain';

/** How `--from` names an export, or our own columns. */
export const IMPORT_FORMS: readonly string[] = [PLAIN, ...KNOWN_EXPORTS.map(formOf)];

/** The products by name, as a sentence lists them. */
export const PRODUCTS = new Intl.ListFormat('en').format(KNOWN_EXPORTS.map(({ name }) => name));
