import { Marked, type Token, type Tokens } from 'marked';
import { exceedNestingLimit, MAX_BLOCKS } from './intro-limits.ts';

export type IntroBlock =
  | { kind: 'paragraph'; spans: IntroSpan[] }
  | { kind: 'list'; isOrdered: boolean; start: number; items: IntroSpan[][] };

export type IntroSpan =
  | { kind: 'text'; text: string }
  | { kind: 'break' }
  | { kind: 'emphasis' | 'strong'; spans: IntroSpan[] }
  | { kind: 'link'; href: string; spans: IntroSpan[] }
  /** A link that cannot be opened: only its words are shown. */
  | { kind: 'broken-link'; href: string; spans: IntroSpan[] };

const off = () => undefined;

/** Everything else stays as typed, HTML above all. */
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

const LINKABLE = ['http:', 'https:', 'mailto:'];

interface Reading {
  blocks: IntroBlock[];
  isWhole: boolean;
}

let last: (Reading & { text: string }) | null = null;

/** CommonMark paragraphs, lists, emphasis and links; none of it can become HTML markup. */
export function readIntro(text: string | null): IntroBlock[] {
  return text === null ? [] : readOnce(text).blocks;
}

/** Whether part of an intro is too intricate and shown as typed. */
export function isShownAsTyped(text: string | null): boolean {
  return text !== null && !readOnce(text).isWhole;
}

/** An issue is composed several times until it fits, with the same intro. */
function readOnce(text: string): Reading {
  if (last?.text !== text) last = { text, ...read(text) };
  return last;
}

function read(text: string): Reading {
  const parts = text.split(/\n[^\S\n]*\n\s*/).filter((part) => part.trim() !== '');
  if (parts.length > MAX_BLOCKS) return { blocks: [asTyped(text)], isWhole: false };
  const isIntricate = exceedNestingLimit(parts);
  const readings = parts.map((part, index) => (isIntricate[index] ? null : readBlock(part)));
  return {
    blocks: readings.flatMap((blocks, index) => blocks ?? [asTyped(parts[index] ?? '')]),
    isWhole: !readings.includes(null),
  };
}

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

/** Null if the library fails: the editor must still be able to fix the intro. */
function readBlock(text: string): IntroBlock[] | null {
  try {
    return MARKDOWN.lexer(text).flatMap(toBlocks);
  } catch {
    return null;
  }
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

/** Line breaks only where the editor put them. */
export function wordsOf(spans: readonly IntroSpan[]): string {
  return spans
    .map((span) => {
      if (span.kind === 'break') return '\n';
      return span.kind === 'text' ? span.text.replace(/\s+/g, ' ') : wordsOf(span.spans);
    })
    .join('');
}
