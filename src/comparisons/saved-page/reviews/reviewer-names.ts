import type { PageLine, PageProblem } from '../page-lines.ts';
import { WRITE_AS_JSON } from '../panel.ts';
import { isScoreLine, looksLikeName } from './score-lines.ts';

/** The site's panel. Others may join, but these names are never part of a text. */
const PANEL_NAMES = new Set(['builder', 'skeptic', 'futurist', 'founder', 'creator']);

/** Longer than any line that only says that a review is missing. */
export const MAX_FILLER = 60;

export function isPanelName(line: Pick<PageLine, 'key'> | undefined): boolean {
  return line !== undefined && PANEL_NAMES.has(line.key);
}

/** Removes words for "no review" between a panel name and its score; refuses what may be another name. */
export function withoutFillers(lines: readonly PageLine[]): { lines: PageLine[] } | PageProblem {
  const fillers = new Set<PageLine>();
  const words = new Set<string>();
  for (const [at, name] of lines.entries()) {
    if (!isPanelName(name)) continue;
    const length = lines.slice(at + 1).findIndex((line) => isScoreLine(line) || isPanelName(line));
    const end = length === -1 ? lines.length : at + 1 + length;
    const below = lines.slice(at + 1, end);
    const next = lines[end];
    if (below.length === 0 && next !== undefined && isScoreLine(next)) continue;
    if (!isFiller(below, lines)) return notAScore(name, below[0]);
    for (const line of below) {
      fillers.add(line);
      words.add(line.key);
    }
    if (next === undefined || !isScoreLine(next)) fillers.add(name);
  }
  return { lines: withoutWords(lines, { fillers, words }) };
}

function withoutWords(
  lines: readonly PageLine[],
  { fillers, words }: { fillers: ReadonlySet<PageLine>; words: ReadonlySet<string> },
): PageLine[] {
  const isLeftOut = (line: PageLine, at: number) => {
    if (fillers.has(line)) return true;
    const next = lines[at + 1];
    const endsText = next === undefined || isScoreLine(next) || isPanelName(next) || words.has(next.key);
    return words.has(line.key) && endsText;
  };
  return lines.flatMap((line, at) => {
    if (isLeftOut(line, at)) return [];
    const above = lines[at - 1];
    const movesUp = above !== undefined && isScoreLine(line) && isLeftOut(above, at - 1);
    return movesUp ? [{ ...line, blanksAbove: above.blanksAbove }] : [line];
  });
}

/** The lines say once, or once per tool, that there is no review. A name appears only once on a page. */
function isFiller(below: readonly PageLine[], lines: readonly PageLine[]): boolean {
  const [first] = below;
  if (first === undefined || below.length > 2 || first.text.length > MAX_FILLER) return false;
  if (below.some(({ key }) => key !== first.key)) return false;
  return lines.filter(({ key }) => key === first.key).length > 1 || isPhrase(first.text);
}

/** More than one word in lower case: “Sat this one out”, but not “Head of Data”. */
function isPhrase(text: string): boolean {
  return !looksLikeName(text) || (text.match(/(?<=\s)\p{Ll}[\p{Ll}’']*/gu) ?? []).length > 1;
}

function notAScore(name: PageLine, below: PageLine | undefined): PageProblem {
  const found = below === undefined ? 'nothing' : `“${shortened(below.text)}”`;
  const problem = `Below the reviewer’s name “${name.text}” is ${found}. It must be a score such as “88/100 · ship”, or “No review”. ${WRITE_AS_JSON}`;
  return { problem, line: (below ?? name).number };
}

export function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
