import { withoutLeftovers } from '../links/token-text.ts';

/** Pages that belong to one person: a token follows. */
const TOKEN_PAGES: readonly string[] = ['unsubscribe', 'preferences', 'confirm', 'data'];

/** Those of them that answer without a token, too. */
const BARE_PAGES: readonly string[] = ['unsubscribe', 'preferences'];

/** Stands in the place of a token that was cut off altogether, and is none. */
const CUT_OFF = 'cut-off';

/** Pages for everybody to which emails lead. */
const OPEN_PAGES: readonly string[] = ['issues', 'subscribe'];

/**
 * Stands in the places of a recipient's tokens in the web view, which belongs to nobody. No token is so short, so it
 * can never do anything; the page behind it says where one's own link is.
 */
export const NOBODYS_TOKEN = 'from-your-mail';

/** What quoted-printable and line breaks may leave between any two characters of a link. */
const LEFTOVER = String.raw`(?:=(?:09|0a|0d|20|3d)?|[\s\p{Cc}\p{Cf}])*`;

/** How the path of each page begins. */
const PAGES = [...TOKEN_PAGES, ...OPEN_PAGES].map((page) => ({
  page,
  beginning: new RegExp(`^${Array.from(`/${page}`).join(LEFTOVER)}${LEFTOVER}`, 'iu'),
}));

const WORD = /[\p{L}\p{N}]/u;
/** A slot, perhaps with the ending of its plain text, and no other. */
const SLOT = /^\/(\d{4}-w\d{2})(\.txt)?(?!\.?[\p{L}\p{N}])/iu;

/** One slash too many, and nothing else: `pages/trailing-slash.ts` leads to the page without it. */
const SLASHED = /^\/(?:issues|subscribe)(?:\/\d{4}-W\d{2}(?:\.txt)?)?\/$/;

/**
 * Finds out which route the path of a link in an email means, whatever email programs did to it: the case of its letters,
 * leftovers of quoted-printable, and characters behind its end do not matter.
 *
 * @returns The route; null where the path is none of a link in an email. The end of a token's route holds the token and
 *   whatever follows it, as one segment: see `readTokens`.
 */
export function routeOfLink(path: string): string | null {
  const text = decoded(path);
  if (SLASHED.test(text)) return null;
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
    return BARE_PAGES.includes(page) ? `/${page}` : `/${page}/${CUT_OFF}`;
  if (token.toLowerCase().startsWith(NOBODYS_TOKEN)) return `/${page}/${NOBODYS_TOKEN}`;
  return `/${page}/${encodeURIComponent(token.replace(/\p{Surrogate}/gu, ''))}`;
}

/** What stands further behind is no part of a link of ours. */
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

/** What follows the name of a page; null where the path names another. */
function restAfter(beginning: RegExp, text: string): string | null {
  const [found] = beginning.exec(text) ?? [];
  if (found === undefined) return null;
  const rest = text.slice(found.length);
  return /^[/&?#]/.test(rest) || !WORD.test(rest) ? rest : null;
}

/** Most times that one program after another escaped what was escaped before. */
const MAX_DECODINGS = 3;

/** The path without escapes. Those that are no UTF-8 are left over from a text in ISO 8859-1. */
function decoded(path: string): string {
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
