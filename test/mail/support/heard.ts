import {
  cellWords,
  noSplitWords,
  panelWords,
  stanceWords,
  verdictWords,
} from '../../../emails/_components/digest/wording.ts';
import type { DigestComparison, DigestSide } from '../../../src/digest/digest.ts';

/** Where each comparison begins, and where the last one ends, in an issue that is read aloud. */
const BEGINS = /^(?:Featured comparison|Comparison) (\d+) of /;
const ENDS = /^You get this because/;

/**
 * What a listener misses in a comparison: which two tools it is about, each verdict right before its tool, the panel,
 * who said
 * what, every reviewer's scores under the tools' names, and a link that says where it leads. Empty if nothing is
 * missing.
 *
 * @param lines The whole issue, as returned by `spoken`.
 */
export function missedByEar(lines: readonly string[], comparison: DigestComparison): string[] {
  const { position, sides, url } = comparison;
  const heard = asHeard(partOf(lines, position));
  const [one, other] = sides.map(({ name }) => name);
  const expected = [
    `] ${one} vs ${other}`,
    ...sides.flatMap(saidOfSide),
    ...reviewersSaid(comparison),
    ...(url === null ? [] : [`[link] Read the full comparison of ${one} and ${other}`]),
  ];
  return expected.map((words) => asHeard([words])).filter((words) => !heard.includes(words));
}

function saidOfSide(side: DigestSide): string[] {
  const { name, verdict, quotations } = side;
  const panel = panelWords(side);
  return [
    `${verdictWords(verdict)} ${name}${panel === null ? '' : ` Panel: ${panel}`}`,
    ...quotations.map((quotation) => {
      const by = quotation.reviewer === null ? '' : ` · ${quotation.reviewer}`;
      return `${stanceWords(quotation)}${by} “${quotation.text}”`;
    }),
  ];
}

function reviewersSaid({ sides, reviewers }: DigestComparison): string[] {
  const instead = noSplitWords(reviewers);
  if (instead !== null) return [instead];
  const columns = sides.map(({ name }) => `[column] ${name}`).join(' ');
  const rows = reviewers.map(({ reviewer, cells }) => {
    const said = cells.map((cell) => {
      if (cell === null) return '[cell] did not review';
      const { score, verdict } = cellWords(cell);
      return `[cell] ${score}, ${verdict}`;
    });
    return `[row] ${reviewer ?? 'Unnamed reviewer'} ${said.join(' ')}`;
  });
  return [columns, ...rows];
}

function partOf(lines: readonly string[], position: number): string[] {
  const begin = lines.findIndex((line) => BEGINS.exec(line)?.[1] === String(position));
  const rest = lines.slice(begin + 1);
  const end = rest.findIndex((line) => BEGINS.test(line) || ENDS.test(line));
  return begin === -1 ? [] : rest.slice(0, end);
}

/** Without the separators between lines, which are not heard. */
const asHeard = (lines: readonly string[]): string => lines.join(' ').replace(/\s+/g, ' ');
