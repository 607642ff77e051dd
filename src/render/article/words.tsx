import type { ReactNode } from 'react';
import type { Line } from '../../digest/line.ts';
import { hasRightToLeft } from '../../shared/clean-text.ts';
import { languageOf } from '../../shared/language-of.ts';

/** A language for screen readers and a direction, for text in another script. */
export function scriptOf(text: string): { lang?: string; dir?: 'auto' } {
  const lang = languageOf(text);
  return { ...(lang !== null && { lang }), ...(hasRightToLeft(text) && { dir: 'auto' as const }) };
}

/** A name: it does not reorder the text around it. */
export function Name({ children }: { children: string }) {
  const { lang } = scriptOf(children);
  return <bdi lang={lang}>{children}</bdi>;
}

interface LineWordsProps {
  line: Line;
  /** How names are shown. */
  name?: (tool: string, index: number) => ReactNode;
}

export function LineWords({ line, name }: LineWordsProps): ReactNode[] {
  return line.map((part, index) => {
    if (typeof part === 'string') return part;
    // biome-ignore lint/suspicious/noArrayIndexKey: a name may occur twice, and parts are rendered once
    return name?.(part.tool, index) ?? <Name key={index}>{part.tool}</Name>;
  });
}

const CODE = /`([^`\n]+)`/;
/** As in emails: the asterisk of a footnote or a product stays. */
const EMPHASIS = /(?<=^|[\s(“"'])\*{1,2}(\S(?:[^*\n]*\S)?)\*{1,2}(?=[\s.,;:!?)”"']|$)/u;

/** A text of a source: `code` in backticks and *emphasis* are set as such, line breaks stay. */
export function Prose({ children }: { children: string }): ReactNode[] {
  return split(children, CODE, {
    within: (code, key) => <code key={key}>{code}</code>,
    between: (text) =>
      split(text, EMPHASIS, {
        within: (words, key) => <em key={key}>{words}</em>,
        between: (words) =>
          split(words, /(\n)/, { within: (_, key) => <br key={key} />, between: (line) => line }),
      }),
  });
}

interface Parts {
  within: (text: string, key: string) => ReactNode;
  between: (text: string) => ReactNode;
}

/** Renders what a pattern captures, and what stands between. */
function split(text: string, pattern: RegExp, { within, between }: Parts): ReactNode[] {
  return text
    .split(pattern)
    .map((part, index) => (index % 2 === 1 ? within(part, String(index)) : between(part)));
}

/** Paragraphs of a source, each in its own language and direction. */
export function Paragraphs({ of, className }: { of: readonly string[]; className?: string }): ReactNode {
  return of.map((text, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs have nothing else, and are rendered once
    <p key={index} className={className} {...scriptOf(text)}>
      <Prose>{text}</Prose>
    </p>
  ));
}
