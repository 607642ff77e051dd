import { withoutLeftovers } from '../links/token-text.ts';

/** Pages for one person: a token follows. */
const TOKEN_PAGES: readonly string[] = ['unsubscribe', 'preferences', 'confirm', 'data'];

/** Those that also answer without a token. */
const TOKENLESS_PAGES: readonly string[] = ['unsubscribe', 'preferences'];

/** Replaces a token that was cut off altogether; never a valid token. */
const MISSING_TOKEN = 'cut-off';

/** Public pages that emails link to. */
const PUBLIC_PAGES: readonly string[] = ['issues', 'subscribe'];

/** Replaces the recipient's tokens in the web view. No valid token is so short; the page behind it explains itself. */
export const ANONYMOUS_TOKEN = 'from-your-mail';

/** What quoted-printable and line breaks may leave between any two characters of a link. */
const LEFTOVER = String.raw`(?:=(?:09|0a|0d|20|3d)?|[\s\p{Cc}\p{Cf}])*`;

const PAGES = [...TOKEN_PAGES, ...PUBLIC_PAGES].map((page) => ({
  page,
  beginning: new RegExp(`^${Array.from(`/${page}`).join(LEFTOVER)}${LEFTOVER}`, 'iu'),
}));

const WORD = /[\p{L}\p{N}]/u;
/** A slot, optionally with `.txt`. */
const SLOT = /^\/(\d{4}-w\d{2})(\.txt)?(?!\.?[\p{L}\p{N}])/iu;

/** Nothing but a trailing slash: `pages/trailing-slash.ts` redirects to the page without it. */
const TRAILING_SLASH = /^\/(?:issues|subscribe)(?:\/\d{4}-W\d{2}(?:\.txt)?)?\/$/;

/**
 * Finds the route that a mangled link from an email was meant for: it ignores case, leftovers of quoted-printable, and
 * trailing characters.
 *
 * @returns Null if the path is not a link from an email. For a token page, the last segment holds the token and
 * whatever follows it: see `readTokens`.
 */
export function routeOfLink(path: string): string | null {
  const text = decodePath(path);
  if (TRAILING_SLASH.test(text)) return null;
  if (/^\/[^/]/.test(text) && !WORD.test(text)) return '/';
  for (const { page, beginning } of PAGES) {
    const rest = restAfter(beginning, text);
    if (rest !== null) return TOKEN_PAGES.includes(page) ? tokenRoute(page, rest) : openRoute(page, rest);
  }
  return null;
}

function tokenRoute(page: string, rest: string): string {
  const token = rest.replace(/^\/+/, '');
  if (token === '' || !rest.startsWith('/'))
    return TOKENLESS_PAGES.includes(page) ? `/${page}` : `/${page}/${MISSING_TOKEN}`;
  if (token.toLowerCase().startsWith(ANONYMOUS_TOKEN)) return `/${page}/${ANONYMOUS_TOKEN}`;
  return `/${page}/${encodeURIComponent(token.replace(/\p{Surrogate}/gu, ''))}`;
}

const MAX_TRAILING_LENGTH = 100;

function openRoute(page: string, rest: string): string | null {
  const readings = withoutLeftovers(rest.slice(0, MAX_TRAILING_LENGTH));
  if (/^[&?#]/.test(rest) || readings.some((reading) => !/[/\p{L}\p{N}]/u.test(reading))) return `/${page}`;
  if (page !== 'issues') return null;
  for (const reading of readings) {
    const [, slot, text = ''] = SLOT.exec(reading) ?? [];
    if (slot !== undefined) return `/issues/${slot.toUpperCase()}${text.toLowerCase()}`;
  }
  return null;
}

/** The rest of the path after the page's name; null if the path names another page. */
function restAfter(beginning: RegExp, text: string): string | null {
  const [found] = beginning.exec(text) ?? [];
  if (found === undefined) return null;
  const rest = text.slice(found.length);
  return /^[/&?#]/.test(rest) || !WORD.test(rest) ? rest : null;
}

/** Several programs in a row may each have percent-encoded a link. */
const MAX_DECODINGS = 3;

/** The decoded path. Escapes that are not UTF-8 are read as ISO 8859-1. */
function decodePath(path: string): string {
  let text = path;
  for (let round = 0; round < MAX_DECODINGS && text.includes('%'); round += 1)
    text = text.replace(/(?:%[\da-f]{2})+/gi, (escapes) => {
      try {
        return decodeURIComponent(escapes);
      } catch {
        return escapes.replace(/%(..)/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
      }
    });
  return text;
}
