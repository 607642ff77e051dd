import { Marked, type Token, type Tokens } from 'marked';

/** A part of an intro as all its renderings take it. */
export type IntroBlock =
  | { kind: 'paragraph'; spans: IntroSpan[] }
  | { kind: 'list'; isOrdered: boolean; start: number; items: IntroSpan[][] };

export type IntroSpan =
  | { kind: 'text'; text: string }
  | { kind: 'break' }
  | { kind: 'emphasis' | 'strong'; spans: IntroSpan[] }
  | { kind: 'link'; href: string; spans: IntroSpan[] }
  /** A link whose address nobody can open: its words stand without it. */
  | { kind: 'broken-link'; href: string; spans: IntroSpan[] };

const off = () => undefined;

/** Paragraphs, lists, emphasis and links; all else stands as it was typed, HTML above all. */
const MARKDOWN = new Marked({
  tokenizer: {
    code: off,
    fences: off,
    heading: off,
    lheading: off,
    hr: off,
    blockquote: off,
    html: off,
    table: off,
    def: off,
    reflink: off,
    tag: off,
    codespan: off,
    del: off,
  },
});

/**
 * More marks than this in one block are no prose, and stand as they were typed: the library's time grows with their third
 * power, to minutes.
 */
const MOST_MARKS = 120;

/** The same of all their characters together: a line of underscores is one mark, and the time grows with its square. */
const MOST_MARKED = 1_000;

const LINKABLE = ['http:', 'https:', 'mailto:'];

let last: { text: string; blocks: IntroBlock[] } | null = null;

/**
 * Reads what an editor wrote: Markdown (CommonMark with bare addresses as links) of paragraphs, lists, emphasis and links.
 * Nothing in it can become markup of its own.
 */
export function readIntro(text: string | null): IntroBlock[] {
  if (text === null) return [];
  // An issue is composed several times until it fits, each time with the same intro.
  if (last?.text !== text) last = { text, blocks: text.split(/\n[^\S\n]*\n\s*/).flatMap(readBlock) };
  return last.blocks;
}

/** The addresses of links that nobody can open. */
export function brokenLinksOf(blocks: readonly IntroBlock[]): string[] {
  const inSpans = (spans: readonly IntroSpan[]): string[] =>
    spans.flatMap((span) => [
      ...(span.kind === 'broken-link' ? [span.href] : []),
      ...('spans' in span ? inSpans(span.spans) : []),
    ]);
  return blocks.flatMap((block) =>
    block.kind === 'list' ? block.items.flatMap(inSpans) : inSpans(block.spans),
  );
}

function readBlock(text: string): IntroBlock[] {
  if (text.trim() === '') return [];
  const marks = text.match(/\*+|_+|\[/g) ?? [];
  if (marks.length > MOST_MARKS || marks.join('').length > MOST_MARKED) return [asTyped(text)];
  return MARKDOWN.lexer(text).flatMap(toBlocks);
}

const asTyped = (text: string): IntroBlock => ({ kind: 'paragraph', spans: [{ kind: 'text', text }] });

function toBlocks(token: Token): IntroBlock[] {
  if (token.type === 'space') return [];
  if (token.type === 'list') {
    const { ordered, start, items } = token as Tokens.List;
    const spans = items.map((item) => item.tokens.flatMap(toItemSpans));
    return [{ kind: 'list', isOrdered: ordered, start: Number(start) || 1, items: spans }];
  }
  const spans = toSpans((token as Tokens.Paragraph).tokens);
  return spans.length === 0 ? [] : [{ kind: 'paragraph', spans }];
}

/** A list within a list goes on in its item. */
function toItemSpans(token: Token): IntroSpan[] {
  if (token.type !== 'list') return toSpans((token as Tokens.Text).tokens);
  return (token as Tokens.List).items.flatMap((item) => [
    { kind: 'break' } as const,
    { kind: 'text', text: '– ' } as const,
    ...item.tokens.flatMap(toItemSpans),
  ]);
}

function toSpans(tokens: readonly Token[] | undefined): IntroSpan[] {
  return (tokens ?? []).map((token): IntroSpan => {
    switch (token.type) {
      case 'em':
        return { kind: 'emphasis', spans: toSpans(token.tokens) };
      case 'strong':
        return { kind: 'strong', spans: toSpans(token.tokens) };
      case 'br':
        return { kind: 'break' };
      case 'link':
        return { ...linkTo(String(token.href)), spans: toSpans(token.tokens) };
      case 'escape':
      case 'text':
        return { kind: 'text', text: String(token.text) };
      default:
        return { kind: 'text', text: token.raw };
    }
  });
}

function linkTo(href: string): { kind: 'link' | 'broken-link'; href: string } {
  const url = URL.canParse(href) ? new URL(href) : null;
  const isOpenable = url !== null && LINKABLE.includes(url.protocol) && !/[\s<>"]/.test(href);
  return { kind: isOpenable ? 'link' : 'broken-link', href };
}

/** The words alone; line ends are only where an editor broke the line. */
export function wordsOf(spans: readonly IntroSpan[]): string {
  return spans
    .map((span) => {
      if (span.kind === 'break') return '\n';
      return span.kind === 'text' ? span.text.replace(/\s+/g, ' ') : wordsOf(span.spans);
    })
    .join('');
}
