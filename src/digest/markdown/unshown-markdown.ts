import { marked, type Token } from 'marked';
import { isShownAsTyped } from './read-markdown.ts';

const UNSHOWN_KINDS = ['heading', 'image', 'table', 'blockquote', 'code', 'html', 'hr'] as const;

export type UnshownKind = (typeof UNSHOWN_KINDS)[number];

export interface UnshownMarkdown {
  kind: UnshownKind;
  /** From 1. */
  line: number;
}

/**
 * The Markdown in an editor's text that readers would see as it was typed, from the top, once a kind and line. Nothing if
 * the text is too intricate to read.
 */
export function unshownMarkdown(text: string | null): UnshownMarkdown[] {
  if (text === null || isShownAsTyped(text)) return [];
  const found = new Map<string, UnshownMarkdown>();
  let at = 0;
  const visit = (token: Token) => {
    const whole = token.raw.trim();
    const [start = ''] = whole.split('\n', 1);
    at = Math.max(at, text.indexOf(start, at));
    const kind = UNSHOWN_KINDS.find((one) => one === token.type);
    const line = text.slice(0, at).split('\n').length;
    if (kind !== undefined) found.set(`${kind} ${line}`, { kind, line });
    const parts = kind === undefined ? partsOf(token) : [];
    for (const part of parts) visit(part);
    // The lexer takes the indents of lists and quotations out of what is in them.
    if (parts.length === 0) at += text.startsWith(whole, at) ? whole.length : start.length;
  };
  for (const token of lexed(text)) visit(token);
  return [...found.values()];
}

/** Nothing if the library fails on it. */
function lexed(text: string): readonly Token[] {
  try {
    return marked.lexer(text);
  } catch {
    return [];
  }
}

function partsOf(token: Token): readonly Token[] {
  if (token.type === 'list') return token.items;
  return 'tokens' in token ? (token.tokens ?? []) : [];
}
