/** Elements that format a few words; of these even a tag without its other half is markup. */
const INLINE = words('b i em strong u s strike span font small big mark sub sup ins del');
const VOID = words('br hr img wbr');
const BLOCK = words(
  'address article aside blockquote br caption center dd details div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody tfoot thead tr ul',
);
const OTHER = words('a abbr acronym cite code iframe kbd label q samp script style td th tt var');
/** Elements whose end tag may be left out. */
const OPEN_ENDED = words('p li');

/** A tag in one case, whose attributes have values: not `<Inlet/>`, not `a <b and c> d`. */
const TAG =
  /<(\/?)([a-z][a-z\d]*|[A-Z][A-Z\d]*)((?:\s+[\w:-]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>=]+))*)\s*\/?>/g;

const COMMENT = /<!--[^<>]*-->/g;

/** A tag that a text writes for its readers. */
const ESCAPED_TAG = /&lt;\/?[a-z][a-z\d]*\s*\/?&gt;/i;

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}

interface Tag {
  start: number;
  end: number;
  name: string;
  closes: boolean;
  hasAttributes: boolean;
  /** The tag at the other end of its element. */
  partner: Tag | null;
}

/**
 * A text without its HTML tags and comments; an element that stands in lines of its own ends a line, and what scripts
 * and styles hold is left out. A tag that is only mentioned stays ("no more <div> soup"), as does what HTML does not
 * know. `pairedOnly`: only elements with both tags, and those that never have an end tag, are markup.
 */
export function withoutTags(text: string, { pairedOnly = false } = {}): string {
  const uncommented = text.replace(COMMENT, '');
  const found = pairUp(tagsOf(uncommented));
  const writesTags = ESCAPED_TAG.test(uncommented) || found.some(isMention);
  const all = found.filter((tag) => !(writesTags && isBreakInSentence(tag, uncommented)));
  const isHtml = all.some(isElement) || /^\s*<p>/i.test(uncommented);
  const tags = all.filter(
    (tag) => isElement(tag) || (!pairedOnly && isHalf(tag, { text: uncommented, isHtml })),
  );
  if (tags.length === 0) return uncommented;
  let result = '';
  let from = 0;
  for (const { name, start, end, closes, partner } of tags) {
    if (start < from) continue;
    result += uncommented.slice(from, start) + gapAt({ name, start, end }, uncommented);
    from = /^(script|style)$/.test(name) && !closes && partner !== null ? partner.end : end;
  }
  return tidied(result + uncommented.slice(from));
}

/** What a tag leaves behind: a break where it stands between lines, and a space inside a sentence or a row. */
function gapAt(tag: Pick<Tag, 'name' | 'start' | 'end'>, text: string): string {
  const { name } = tag;
  if (isBreakInSentence(tag, text)) return ' ';
  if (BLOCK.has(name)) return '\n';
  return /^t[dh]$/.test(name) ? ' ' : '';
}

/** Whether the words before and after a `<br>` are one sentence: it has not ended, and continues in lower case. */
function isBreakInSentence({ name, start, end }: Pick<Tag, 'name' | 'start' | 'end'>, text: string): boolean {
  const before = text.slice(Math.max(0, start - 20), start).trimEnd();
  return name === 'br' && /[\p{L}\p{N},>]$/u.test(before) && /^[ \t]*\p{Ll}/u.test(text.slice(end, end + 20));
}

/** Whether a tag is only mentioned, such as `<div>` with no end; beside it, so may a `<br>` be. */
function isMention(tag: Tag): boolean {
  return (BLOCK.has(tag.name) || OTHER.has(tag.name)) && !OPEN_ENDED.has(tag.name) && !isElement(tag);
}

function tagsOf(text: string): Tag[] {
  return [...text.matchAll(TAG)].map((found) => ({
    start: found.index,
    end: found.index + found[0].length,
    name: (found[2] ?? '').toLowerCase(),
    closes: found[1] === '/',
    hasAttributes: found[3] !== '',
    partner: null,
  }));
}

function pairUp(tags: Tag[]): Tag[] {
  const open = new Map<string, Tag[]>();
  for (const tag of tags) {
    const waiting = open.get(tag.name) ?? [];
    open.set(tag.name, waiting);
    if (!tag.closes) waiting.push(tag);
    else {
      tag.partner = waiting.pop() ?? null;
      if (tag.partner !== null) tag.partner.partner = tag;
    }
  }
  return tags;
}

function isElement({ name, hasAttributes, partner }: Tag): boolean {
  if (VOID.has(name)) return true;
  const isKnown = INLINE.has(name) || BLOCK.has(name) || OTHER.has(name);
  return isKnown && (partner !== null || hasAttributes);
}

/** A tag alone that formats, of a text that was cut off, or one that may stand alone; but not `Box<i>`. */
function isHalf({ name, start, closes }: Tag, { text, isHtml }: { text: string; isHtml: boolean }): boolean {
  const before = text.slice(Math.max(0, start - 1), start);
  if (INLINE.has(name)) return closes || !/[\p{L}\p{N}_]/u.test(before);
  return OPEN_ENDED.has(name) && (isHtml || /^\n?$/.test(before));
}

function tidied(text: string): string {
  return text
    .replace(/[ \t]{2,}/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
