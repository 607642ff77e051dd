/** Inline formatting: even an unpaired tag of these is markup. */
const INLINE = words('b i em strong u s strike span font small big mark sub sup ins del');
const VOID = words('br hr img wbr');
const BLOCK = words(
  'address article aside blockquote br caption center dd details div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody tfoot thead tr ul',
);
const OTHER = words('a abbr acronym cite code iframe kbd label q samp script style td th tt var');
const OPTIONAL_END = words('p li');

/** A tag in one case, whose attributes have values: not `<Inlet/>`, not `a <b and c> d`. */
const TAG =
  /<(\/?)([a-z][a-z\d]*|[A-Z][A-Z\d]*)((?:\s+[\w:-]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>=]+))*)\s*\/?>/g;

const COMMENT = /<!--[^<>]*-->/g;

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
  partner: Tag | null;
}

/**
 * Removes HTML tags, comments, scripts and styles; block elements become line breaks. A tag that is only mentioned
 * stays ("no more <div> soup"), as does anything unknown to HTML. With `pairedOnly`, only elements with both tags, or
 * without an end tag in HTML, are markup.
 */
export function withoutTags(text: string, { pairedOnly = false } = {}): string {
  const uncommented = text.replace(COMMENT, '');
  const found = pairUp(tagsOf(uncommented));
  const writesTags = ESCAPED_TAG.test(uncommented) || found.some(isMentionOnly);
  const all = found.filter((tag) => !(writesTags && isBreakInSentence(tag, uncommented)));
  const isHtml = all.some(isElement) || /^\s*<p>/i.test(uncommented);
  const tags = all.filter(
    (tag) => isElement(tag) || (!pairedOnly && isUnpairedMarkup(tag, { text: uncommented, isHtml })),
  );
  if (tags.length === 0) return uncommented;
  let result = '';
  let from = 0;
  for (const { name, start, end, closes, partner } of tags) {
    if (start < from) continue;
    result += uncommented.slice(from, start) + replacementFor({ name, start, end }, uncommented);
    from = /^(script|style)$/.test(name) && !closes && partner !== null ? partner.end : end;
  }
  return tidied(result + uncommented.slice(from));
}

/** Replaces a tag by a line break between lines, or a space inside a sentence or a row. */
function replacementFor(tag: Pick<Tag, 'name' | 'start' | 'end'>, text: string): string {
  const { name } = tag;
  if (isBreakInSentence(tag, text)) return ' ';
  if (BLOCK.has(name)) return '\n';
  return /^t[dh]$/.test(name) ? ' ' : '';
}

/** A `<br>` inside a sentence: the text before has not ended, and the text after starts in lower case. */
function isBreakInSentence({ name, start, end }: Pick<Tag, 'name' | 'start' | 'end'>, text: string): boolean {
  const before = text.slice(Math.max(0, start - 20), start).trimEnd();
  return name === 'br' && /[\p{L}\p{N},>]$/u.test(before) && /^[ \t]*\p{Ll}/u.test(text.slice(end, end + 20));
}

/** A tag that is only mentioned, such as `<div>` without an end; then a `<br>` may be, too. */
function isMentionOnly(tag: Tag): boolean {
  return (BLOCK.has(tag.name) || OTHER.has(tag.name)) && !OPTIONAL_END.has(tag.name) && !isElement(tag);
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

/** An unpaired formatting tag, as in a truncated text, or one that may be unpaired; but not `Box<i>`. */
function isUnpairedMarkup(
  { name, start, closes }: Tag,
  { text, isHtml }: { text: string; isHtml: boolean },
): boolean {
  const before = text.slice(Math.max(0, start - 1), start);
  if (INLINE.has(name)) return closes || !/[\p{L}\p{N}_]/u.test(before);
  return OPTIONAL_END.has(name) && (isHtml || /^\n?$/.test(before));
}

function tidied(text: string): string {
  return text
    .replace(/[ \t]{2,}/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
