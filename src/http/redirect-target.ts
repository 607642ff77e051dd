import type { Site } from './pages/site.ts';

/** White space, control characters and backslashes, which readers of addresses pass over or take for slashes. */
const AMBIGUOUS = /[\s\\\p{Cc}]/u;

/**
 * Where a form wants to lead whoever signed up, as an address in its one canonical form.
 *
 * @returns Null where that is no page of ours or of a listed origin, or not clearly one: nobody is led elsewhere.
 */
export function readRedirectTarget(text: string, { newsletter, allowedOrigins }: Site): string | null {
  if (AMBIGUOUS.test(text) || !/^https?:\/\/[^/]/i.test(text)) return null;
  const url = parse(text);
  if (url === null || url.username !== '' || url.password !== '') return null;
  const isKnown = [new URL(newsletter.publicUrl).origin, ...allowedOrigins].includes(url.origin);
  return isKnown ? url.href : null;
}

function parse(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
