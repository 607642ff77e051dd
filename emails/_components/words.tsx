import { createContext, Fragment, type ReactNode, useContext } from 'react';
import type { Line } from '../../src/digest/line.ts';
import { hasRightToLeft } from '../../src/shared/clean-text.ts';
import { languageOf } from '../../src/shared/language-of.ts';

/** Where a name leads that email clients would otherwise turn into a link to a stranger. */
export const OwnPage = createContext<string | null>(null);

/** Word does not break a longer word, and widens the column. In UTF-16 code units. */
const MAX_UNBROKEN = 30;
const UNBROKEN = new RegExp(`\\S{${MAX_UNBROKEN}}(?=\\S)`, 'gu');
const ZERO_WIDTH_SPACE = '\u200b';

export const breakable = (text: string): string => text.replace(UNBROKEN, `$&${ZERO_WIDTH_SPACE}`);

/**
 * Attributes for text in another script: its language for screen readers, and its own direction, so that it does not
 * reorder the line around it. Gmail, Outlook and Yahoo drop `bdi`; all but Gmail's mobile page keep `dir`.
 */
function scriptOf(text: string) {
  const lang = languageOf(text);
  const dir = hasRightToLeft(text) ? { dir: 'auto' as const } : {};
  return lang === null && !('dir' in dir) ? null : { ...(lang !== null && { lang }), ...dir };
}

export function Isolated({ children }: { children: string }) {
  const script = scriptOf(children);
  return script === null ? breakable(children) : <span {...script}>{breakable(children)}</span>;
}

/** Attributes that give a paragraph its own language and direction. */
export function ownDirection(text: string) {
  const script = scriptOf(text);
  return script === null
    ? {}
    : { ...script, ...('dir' in script && { style: { textAlign: 'start' as const } }) };
}

/** "v0.dev", "Cal.com": what email clients take for an address. */
const LIKE_DOMAIN = /[\p{L}\p{N}]\.\p{L}{2,}/u;
const PLAIN_LINK = { color: 'inherit', textDecoration: 'none' };

/** A tool's name. One that looks like a domain stands inside a link of ours, unless it is in one already. */
export function Name({ children, isInLink = false }: { children: string; isInLink?: boolean }) {
  const page = useContext(OwnPage);
  const name = <Isolated>{children}</Isolated>;
  if (page === null || isInLink || !LIKE_DOMAIN.test(children)) return name;
  return (
    <a href={page} style={PLAIN_LINK}>
      {name}
    </a>
  );
}

const CODE = /`([^`\n]+)`/;
/** Emphasis in a review; the asterisk of a footnote or a product stays. */
const EMPHASIS = /(^|[\s(“"'])\*{1,2}(\S(?:[^*\n]*\S)?)\*{1,2}(?=[\s.,;:!?)”"']|$)/gu;

/** A sentence of a source: `code` in backticks is set as such, asterisks are dropped. */
export function Prose({ children }: { children: string }): ReactNode {
  return children.split(CODE).map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts have nothing else, and are rendered once
      <code key={index}>{breakable(part)}</code>
    ) : (
      breakable(part.replace(EMPHASIS, '$1$2'))
    ),
  );
}

interface LineWordsProps {
  line: Line;
  /** How names are shown; as text by default. */
  name?: (tool: string, index: number) => ReactNode;
}

export function LineWords({ line, name }: LineWordsProps): ReactNode {
  return line.map((part, index) => {
    if (typeof part === 'string') return part;
    // biome-ignore lint/suspicious/noArrayIndexKey: a name may occur twice, and parts are rendered once
    return <Fragment key={index}>{name?.(part.tool, index) ?? <Name>{part.tool}</Name>}</Fragment>;
  });
}

/** A plain text of the owner's, in its own lines. */
export function Lines({ children }: { children: string }): ReactNode {
  return children.split('\n').map((line, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: lines may repeat, and are rendered once
    <span key={index}>
      {index > 0 && <br />}
      <Isolated>{line}</Isolated>
    </span>
  ));
}
