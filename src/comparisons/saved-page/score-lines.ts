import type { Review } from '../comparison.ts';
import { lineKey, type PageLine } from './page-lines.ts';
import { saysNothing, scoreOf } from './said-values.ts';

/** A score line and the lines above it, up to the score line before. */
export interface Scored extends Pick<Review, 'score' | 'verdict'> {
  line: PageLine;
  above: PageLine[];
}

/** Whether any line of a scorecard is a score, which only the labelled form shows. */
export function hasScores(lines: readonly PageLine[]): boolean {
  return scoredLines(lines).scored.length > 0;
}

/** The score lines of a scorecard, and the lines below the last. */
export function scoredLines(lines: readonly PageLine[]): { scored: Scored[]; rest: PageLine[] } {
  const scored: Scored[] = [];
  let above: PageLine[] = [];
  for (const line of splitNames(lines)) {
    const found = scoreOf(line.key);
    const last = scored.at(-1);
    if (found === undefined) above.push(line);
    else if (last !== undefined && above.length === 0 && found.score === null && isHalf(last))
      last.verdict = found.verdict;
    else {
      scored.push({ ...found, line, above });
      above = [];
    }
  }
  return { scored, rest: above };
}

/** A score whose verdict may stand on the next line. */
function isHalf({ line, verdict }: Scored): boolean {
  return verdict === null && line.key.includes('/');
}

/** `Builder · 88/100 · ship` becomes two lines; a dash above a score is a tool that was not reviewed. */
function splitNames(lines: readonly PageLine[]): PageLine[] {
  return lines.flatMap((line, index) => {
    const [, name = '', score = ''] =
      /^(.{1,60}?)(?:\s*[·•|:–—]\s*|\s+)((?:\d+(?:[.,]\d+)?|[—–-])\s*\/\s*100.*)$/u.exec(line.text) ?? [];
    if (
      scoreOf(line.key) === undefined &&
      scoreOf(lineKey(score)) !== undefined &&
      name.split(' ').length <= 3
    ) {
      return [
        { ...line, text: name, key: lineKey(name) },
        { ...line, text: score, key: lineKey(score), blanks: 0 },
      ];
    }
    const next = lines[index + 1];
    const dash = saysNothing(line.text) && next !== undefined && scoreOf(next.key) !== undefined;
    return [dash ? { ...line, key: 'n/a' } : line];
  });
}
