import type { Site } from './pages/site.ts';

/** White space, control characters and backslashes, which URL parsers ignore or take for slashes. */
const AMBIGUOUS = /[\s\\\p{Cc}]/u;

/**
 * Where a form wants to redirect after a sign-up, as a normalized URL.
 *
 * @returns Null unless it is clearly a page of ours or of a listed origin, so that we are no open redirect.
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
