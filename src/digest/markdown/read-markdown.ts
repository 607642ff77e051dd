import { Marked, type Token, type Tokens } from 'marked';
import { exceedNestingLimit, MAX_BLOCKS } from './markdown-limits.ts';

export type MarkdownBlock =
  | { kind: 'paragraph'; spans: MarkdownSpan[] }
  | { kind: 'list'; isOrdered: boolean; start: number; items: MarkdownSpan[][] };

export type MarkdownSpan =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'break' }
  | { kind: 'emphasis' | 'strong'; spans: MarkdownSpan[] }
  | { kind: 'link'; href: string; spans: MarkdownSpan[] }
  /** A link that cannot be opened: only its words are shown. */
  | { kind: 'broken-link'; href: string; spans: MarkdownSpan[] };

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
    del: off,
    // A fence begins a block of code, which stays as typed.
    codespan: (src) => (src.startsWith('```') ? undefined : false),
  },
});

const LINKABLE = ['http:', 'https:', 'mailto:'];

interface Reading {
  blocks: MarkdownBlock[];
  isWhole: boolean;
}

/** An issue is composed several times until it fits, with the same few texts. */
const MAX_KEPT = 8;
const kept = new Map<string, Reading>();

/** CommonMark paragraphs, lists, emphasis, links and code in a line; none of it can become HTML markup. */
export function readMarkdown(text: string | null): MarkdownBlock[] {
  return text === null ? [] : readOnce(text).blocks;
}

/** Whether part of a text is too intricate and shown as typed. */
export function isShownAsTyped(text: string | null): boolean {
  return text !== null && !readOnce(text).isWhole;
}

function readOnce(text: string): Reading {
  const reading = kept.get(text) ?? read(text);
  if (kept.size >= MAX_KEPT) kept.clear();
  kept.set(text, reading);
  return reading;
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

export function brokenLinksOf(blocks: readonly MarkdownBlock[]): string[] {
  const inSpans = (spans: readonly MarkdownSpan[]): string[] =>
    spans.flatMap((span) => [
      ...(span.kind === 'broken-link' ? [span.href] : []),
      ...('spans' in span ? inSpans(span.spans) : []),
    ]);
  return blocks.flatMap((block) =>
    block.kind === 'list' ? block.items.flatMap(inSpans) : inSpans(block.spans),
  );
}

/** Null if the library fails: the editor must still be able to fix the text. */
function readBlock(text: string): MarkdownBlock[] | null {
  try {
    return MARKDOWN.lexer(text).flatMap(toBlocks);
  } catch {
    return null;
  }
}

const asTyped = (text: string): MarkdownBlock => ({ kind: 'paragraph', spans: [{ kind: 'text', text }] });

function toBlocks(token: Token): MarkdownBlock[] {
  if (token.type === 'space') return [];
  if (token.type === 'list') {
    const { ordered, start, items } = token as Tokens.List;
    const spans = items.map(itemSpans);
    return [{ kind: 'list', isOrdered: ordered, start: Number(start) || 1, items: spans }];
  }
  const spans = toSpans((token as Tokens.Paragraph).tokens);
  return spans.length === 0 ? [] : [{ kind: 'paragraph', spans }];
}

/** The library takes the box out of "- [x] done". */
const itemSpans = ({ task, checked, tokens }: Tokens.ListItem): MarkdownSpan[] => [
  ...(task ? [{ kind: 'text', text: checked === true ? '☑ ' : '☐ ' } as const] : []),
  ...tokens.flatMap(toItemSpans),
];

function toItemSpans(token: Token): MarkdownSpan[] {
  if (token.type !== 'list') return toSpans((token as Tokens.Text).tokens);
  return (token as Tokens.List).items.flatMap((item) => [
    { kind: 'break' } as const,
    { kind: 'text', text: '– ' } as const,
    ...itemSpans(item),
  ]);
}

function toSpans(tokens: readonly Token[] | undefined): MarkdownSpan[] {
  return (tokens ?? []).map((token): MarkdownSpan => {
    switch (token.type) {
      case 'em':
        return { kind: 'emphasis', spans: toSpans(token.tokens) };
      case 'strong':
        return { kind: 'strong', spans: toSpans(token.tokens) };
      case 'codespan':
        return { kind: 'code', text: String(token.text) };
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
export function wordsOf(spans: readonly MarkdownSpan[]): string {
  return spans
    .map((span) => {
      if (span.kind === 'break') return '\n';
      if (span.kind === 'code') return span.text;
      return span.kind === 'text' ? span.text.replace(/\s+/g, ' ') : wordsOf(span.spans);
    })
    .join('');
}
