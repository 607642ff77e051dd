import {
  comparisonsIn,
  reviewsWords,
  scoreWords,
  shareWords,
  stanceWords,
  verdictWords,
} from '../../../emails/_components/digest/wording.ts';
import type { Digest, DigestComparison, DigestSide, Voice } from '../../../src/digest/digest.ts';
import { lineText } from '../../../src/digest/line.ts';

const ENDS = /^Forwarded to you\?/;

/**
 * What a listener misses in an issue: the answers, and of each comparison the result, the reason, who said what, each
 * tool with its verdict right after it and every reviewer's score, and a link that says where it leads. Empty if nothing
 * is missing.
 *
 * @param lines The whole issue, as returned by `spoken`.
 */
export function missedByEar(lines: readonly string[], digest: Digest): string[] {
  const isAlone = comparisonsIn(digest).length === 1;
  return digest.sections.flatMap(({ shared, comparisons }) => [
    ...(shared === null
      ? []
      : missing(partOf(lines, shared.side.name), [
          lineText(shared.sentence),
          ...shared.voices.map(saidByVoice),
          ...saidOfSide({ ...shared.side, name: 'The panel' }, true),
        ])),
    ...comparisons.flatMap((comparison) =>
      missing(
        isAlone ? lines : partOf(lines, lineText(comparison.title)),
        expected(comparison, shared !== null),
      ),
    ),
  ]);
}

function expected(comparison: DigestComparison, isRival: boolean): string[] {
  const { sentence, voices, sides, url, featured } = comparison;
  return [
    ...(isRival ? saidOfSide(sides[1], false).slice(0, 1) : []),
    lineText(sentence),
    ...voices.map(saidByVoice),
    ...(isRival ? saidOfSide(sides[1], false).slice(1) : sides.flatMap((side) => saidOfSide(side, featured))),
    `[link] ${reviewsWords(comparison)}`,
    ...(url === null ? [] : ['[link] Source']),
  ];
}

function saidByVoice(voice: Voice): string {
  const { label, tool } = stanceWords(voice);
  const by = voice.reviewer === null ? '' : ` · ${voice.reviewer}`;
  return `${label}${tool === null ? '' : ` ${tool}`}${by} “${voice.text}”`;
}

function saidOfSide(side: DigestSide, inDetail: boolean): string[] {
  const { name, verdict, scores } = side;
  const panel = [verdict === null ? [] : verdictWords(verdict), shareWords(side, { inDetail }) ?? []].flat();
  return [
    [`] ${name}`, ...panel].join(' '),
    ...scores.map((score) => [score.reviewer, scoreWords(score)].join(' ')),
  ];
}

/** Those of these words that are not heard, or not in this order. */
function missing(lines: readonly string[], words: readonly string[]): string[] {
  const heard = asHeard(lines);
  let from = 0;
  return words.filter((expectedWords) => {
    const at = heard.indexOf(asHeard([expectedWords]), from);
    if (at === -1) return true;
    from = at;
    return false;
  });
}

/** From a heading of the second level to the next. */
function partOf(lines: readonly string[], title: string): string[] {
  const begin = lines.findIndex((line) => asHeard([line]) === asHeard([`[heading 2] ${title}`]));
  const rest = lines.slice(begin + 1);
  const end = rest.findIndex((line) => line.startsWith('[heading 2]') || ENDS.test(line));
  return begin === -1 ? [] : lines.slice(begin, begin + 1 + end);
}

/** Without what is not heard: separators between lines, marks of code and emphasis, places to break a long word. */
const asHeard = (lines: readonly string[]): string =>
  lines
    .join(' ')
    .replace(/[\u200b\u2068\u2069`*]/g, '')
    .replace(/\[link\] (?!All|The|Both|Source)/g, '')
    .replace(/\s+/g, '');
