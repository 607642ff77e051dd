import {
  comparisonsIn,
  editionWords,
  leagueToolOf,
  NOT_STATED,
  shareWords,
  verdictWords,
} from '../../emails/_components/digest/wording.ts';
import type { Digest, DigestComparison, DigestSide } from '../digest/digest.ts';
import type { Line } from '../digest/line.ts';
import type { ImageAnswer, ImageFigure, IssueImageContent } from '../images/issue/issue-image-content.ts';

/**
 * What an issue's picture says: the answers as in the email. Where there is one comparison, a line for each of its
 * tools; where one tool is compared with many, a line for it and for each rival.
 */
export function issueImageContent(
  digest: Digest,
  { name, accent }: { name: string; accent: string },
): IssueImageContent {
  const { subject } = digest;
  return { name, edition: editionWords(digest), subject, accent, answers: answersIn(digest) };
}

function answersIn(digest: Digest): ImageAnswer[] {
  const comparisons = comparisonsIn(digest);
  const [first] = comparisons;
  const shared = leagueToolOf(digest);
  if (shared !== null) return [shared, ...comparisons.map(({ sides }) => sides[1])].map(toolLine);
  return comparisons.length === 1 && first !== undefined
    ? first.sides.map(toolLine)
    : comparisons.map(answerLine);
}

function toolLine(side: DigestSide): ImageAnswer {
  return { words: [{ text: side.shortName, isBold: true }], figures: [figureOf(side)] };
}

function answerLine({ answer, sides }: DigestComparison): ImageAnswer {
  const isUnknown = sides.every(({ panelShare, verdict }) => panelShare === null && verdict === null);
  const figures = isUnknown ? [{ text: NOT_STATED, verdict: null }] : sides.map(figureOf);
  return { words: wordsOf(answer), figures };
}

/** As in the email: the leading name alone stands out, or both where neither leads. */
function wordsOf(answer: Line): ImageAnswer['words'] {
  const startsWithName = typeof answer[0] !== 'string';
  return answer.map((part, index) =>
    typeof part === 'string'
      ? { text: part, isBold: false }
      : { text: part.tool, isBold: !startsWithName || index === 0 },
  );
}

function figureOf(side: DigestSide): ImageFigure {
  const { verdict } = side;
  const share = shareWords(side);
  return { text: share ?? (verdict === null ? NOT_STATED : verdictWords(verdict)), verdict };
}
