import type { PageLine, PageProblem } from '../page-lines.ts';
import type { QuotedText } from './quoted-texts.ts';
import { isPanelName, MAX_FILLER, shortened } from './reviewer-names.ts';
import { looksLikeName, namesScore } from './score-lines.ts';

const SCORE = /\d\s*(?:\/|out of)\s*100\b/;
/** `“…” — Builder`, or a score after the closing mark. */
const BEHIND_TEXT =
  /(?:[—–-]\s*(?:the )?(?:builder|skeptic|futurist|founder|creator)\b.{0,40}|["”»“]\s*(?:[—–-]\s*\p{L}|\(?\d{1,3}\s*\/\s*100).{0,40})$/u;

/** A page with names or scores below its texts is not one without labels: its texts do not alternate. */
export function labelsBelow(texts: readonly QuotedText[]): PageProblem | undefined {
  const label = texts.flatMap(({ lines, marks }) => lines.filter((line, at) => isLabel(line, at, marks)))[0];
  const signed = texts.find(({ lines, marks }) => marks !== 'absent' && isSigned(lines));
  const line = label ?? signed?.lines.at(-1);
  if (line === undefined) return undefined;
  const problem = `“${shortened(line.text)}” is not part of a review: on this page, names or scores are below the texts, and we do not read them there. Write the comparison as JSON, with each review under its tool`;
  return { problem, line: line.number };
}

function isLabel(line: PageLine, at: number, marks: QuotedText['marks']): boolean {
  if (isPanelName(line) || BEHIND_TEXT.test(line.key)) return true;
  const isBelow = at > 0 || marks === 'none';
  return isBelow && line.text.length <= MAX_FILLER && (SCORE.test(line.key) || namesScore(line));
}

function isSigned(lines: readonly PageLine[]): boolean {
  const last = lines.at(-1);
  const isName = last !== undefined && looksLikeName(last.text) && !/[\p{P}]$/u.test(last.text);
  return lines.length > 1 && last?.quotation !== undefined && isName;
}
