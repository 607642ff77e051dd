import { type MarkedToken, marked, type Token, type TokensList } from 'marked';
import { isShownAsTyped } from './read-markdown.ts';

export type UnshownKind =
  | 'heading'
  | 'image'
  | 'table'
  | 'blockquote'
  | 'code'
  | 'html'
  | 'hr'
  | 'struck-out'
  | 'reference'
  | 'footnote'
  | 'entity';

export interface UnshownMarkdown {
  kind: UnshownKind;
  /** From 1. */
  line: number;
}

/** Every kind of token that the library knows: what is reported, or null where readers see it as it is meant. */
export const UNSHOWN_TOKENS: Readonly<Record<MarkedToken['type'], UnshownKind | null>> = {
  heading: 'heading',
  image: 'image',
  table: 'table',
  blockquote: 'blockquote',
  code: 'code',
  html: 'html',
  hr: 'hr',
  del: 'struck-out',
  def: 'reference',
  paragraph: null,
  space: null,
  text: null,
  br: null,
  escape: null,
  em: null,
  strong: null,
  codespan: null,
  link: null,
  list: null,
  list_item: null,
};

/** What the library takes for text, and other Markdown does not. */
const IN_TEXT: readonly (readonly [UnshownKind, RegExp])[] = [
  ['footnote', /\[\^[^\]\s]+\]/g],
  ['entity', /&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,30});/gi],
];

const DEFINITION = /^ {0,3}\[([^\]\n]+)\]:/;

/**
 * The Markdown in an editor's text that readers would see as it was typed, from the top, once a kind and line. Nothing if
 * the text is too intricate to read.
 */
export function unshownMarkdown(text: string | null): UnshownMarkdown[] {
  if (text === null || isShownAsTyped(text)) return [];
  const found = new Map<string, UnshownMarkdown>();
  const report = (kind: UnshownKind, at: number) => {
    const line = text.slice(0, at).split('\n').length;
    found.set(`${kind} ${line}`, { kind, line });
  };
  let at = 0;
  const visit = (token: Token) => {
    const whole = token.raw.trim();
    const [start = ''] = whole.split('\n', 1);
    at = Math.max(at, text.indexOf(start, at));
    const kind = kindOf(token);
    if (kind !== null) report(kind, at);
    const parts = kind === null ? partsOf(token) : [];
    for (const part of parts) visit(part);
    if (parts.length > 0) return;
    if (token.type === 'text') for (const { kind: odd, index } of oddIn(whole)) report(odd, at + index);
    // The lexer takes the indents of lists and quotations out of what is in them.
    at += text.startsWith(whole, at) ? whole.length : start.length;
  };
  const tokens = lexed(text);
  for (const token of tokens) visit(token);
  for (const { kind, index } of definitionsIn(text, tokens)) report(kind, index);
  return [...found.values()].sort((one, other) => one.line - other.line);
}

/** Nothing if the library fails on it. */
function lexed(text: string): readonly Token[] & Partial<Pick<TokensList, 'links'>> {
  try {
    return marked.lexer(text);
  } catch {
    return [];
  }
}

function kindOf(token: Token): UnshownKind | null {
  // "[words][name]" and "[name]" end with a bracket; "[words](address)" does not.
  if (token.type === 'link') return token.raw.endsWith(']') ? 'reference' : null;
  return UNSHOWN_TOKENS[token.type as MarkedToken['type']] ?? null;
}

function partsOf(token: Token): readonly Token[] {
  if (token.type === 'list') return token.items;
  return 'tokens' in token ? (token.tokens ?? []) : [];
}

const oddIn = (text: string) =>
  IN_TEXT.flatMap(([kind, pattern]) => [...text.matchAll(pattern)].map(({ index }) => ({ kind, index })));

/** The library makes no token of "[name]: address". */
function definitionsIn(
  text: string,
  { links = {} }: ReturnType<typeof lexed>,
): { kind: UnshownKind; index: number }[] {
  if (Object.keys(links).length === 0) return [];
  let index = 0;
  return text.split('\n').flatMap((line) => {
    const start = index;
    index += line.length + 1;
    const [, name] = DEFINITION.exec(line) ?? [];
    const isDefined = name !== undefined && Object.hasOwn(links, name.toLowerCase().replace(/\s+/g, ' '));
    return isDefined ? [{ kind: name.startsWith('^') ? 'footnote' : 'reference', index: start }] : [];
  });
}
