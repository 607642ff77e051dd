import type { SourceLine } from './page-lines.ts';

const HEADING = /^#{1,6}\s+(.*)$/;
const RULE = /^(?:[-=*_] ?){3,}$/;
const ROW = /^\|(.*)\|$/;
const DIVIDER = /^[|:\s-]*-[|:\s-]*$/;
const LINK = /(!?)\[([^[\]]*)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+"[^"]*")?\)/g;

/** Only headings, tables or bold figures reveal Markdown. */
export function isMarkdown(text: string): boolean {
  return /^(?:#{1,6} .{0,80}reviewer scorecard|\| ?:?-{3,}.{0,200}\|\s*$|\*\*\d{1,3}\s?%\*\*)/im.test(text);
}

/**
 * The lines of a Markdown page (https://spec.commonmark.org/, with GitHub's tables) without markup. A table row of
 * three cells becomes three lines, with `N/A` for an empty cell; a block quotation is one quotation.
 */
export function markdownLines(text: string): SourceLine[] {
  let quotation = 0;
  let quoted = false;
  return text.split(/\r\n|\r|\n/).flatMap((raw, index): SourceLine[] => {
    const number = index + 1;
    const line = raw.trim();
    if (line === '') {
      quoted = false;
      return [{ text: '', number }];
    }
    const inQuote = line.startsWith('>');
    if (inQuote && !quoted) quotation += 1;
    quoted = inQuote;
    const mark = inQuote ? { quotation } : {};
    const content = line.replace(/^(?:> ?)+/, '').replace(/^[-*+] +/, '');
    if (DIVIDER.test(content) && content.includes('|')) return [];
    if (RULE.test(content)) return [{ text: '', number }];
    const cells = ROW.exec(content)?.[1]?.split(/(?<!\\)\|/);
    if (cells?.length === 3)
      return cells.map((cell) => ({ text: withoutMarks(cell.trim()) || 'N/A', number, ...mark }));
    const heading = HEADING.exec(content)?.[1];
    const shown = withoutMarks(heading?.replace(/[\s#]{1,50}$/, '') ?? content);
    return [{ text: shown, number, ...mark, ...roleOf(heading, content) }];
  });
}

function roleOf(heading: string | undefined, content: string): Pick<SourceLine, 'role'> {
  if (heading !== undefined) return { role: 'heading' };
  const linked = content.includes('](') && !/[\p{L}\p{N}]/u.test(content.replace(LINK, ''));
  return linked ? { role: 'link' } : {};
}

/** Renders emphasis, links and escapes; code keeps its backticks, as in a page saved as text. */
function withoutMarks(text: string): string {
  return text
    .replace(LINK, (_, image: string, shown: string) => (image === '' ? shown : ''))
    .replace(/(\*\*|__)(?=\S)([^*_]+)\1/g, '$2')
    .replace(/(?<![\p{L}\p{N}*\\])\*(?=\S)([^*]+)\*(?![\p{L}\p{N}*])/gu, '$1')
    .replace(/(?<![\p{L}\p{N}_\\])_(?=\S)([^_]+)_(?![\p{L}\p{N}_])/gu, '$1')
    .replace(/\\([\\`*_{}[\]()#+.!|>~-])/g, '$1')
    .trim();
}
