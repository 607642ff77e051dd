import type { Review } from '../../comparison.ts';
import { isRest, lineKey, type PageLine } from '../page-lines.ts';
import { saysNothing, scoreOf } from './said-values.ts';

const NAME_AND_SCORE = /^(.{1,60}?)(?:\s*[·•|:–—]\s*|\s+)((?:\d+(?:[.,]\d+)?|[—–-])\s*\/\s*100.*)$/u;
const NO_REVIEW = 'n/a';
const DONE = '(?:(?:review|rate|score|judge|test|assess|evaluate|use|vote|participate)d?(?:ed)?|tr(?:y|ied))';
const WHAT = '(?: (?:on )?(?:it|(?:this|that|the) (?:one|tool|product)))?';
const WHEN = '(?: yet| so far| available| given)?';
const NO_REVIEWS = [
  `no (?:review|verdict|score|rating|opinion|vote)s?${WHEN}`,
  `(?:was )?not (?:yet )?(?:applicable|available|${DONE})${WHAT}${WHEN}`,
  String.raw`(?:\p{L}+ )?(?:has|did|was)(?: not|n[’']t) (?:yet )?(?:been )?${DONE}${WHAT}${WHEN}`,
  'abstain(?:s|ed)|recused|declined|absent|sat (?:this one |it )?out',
  'unreviewed|untested|unrated|none|missing|pending|tbd|tba|coming soon|awaiting review|review (?:pending|missing)',
];
/** What a page shows in the place of a review that is not there: `Abstained`, `Not tested`, `Has not reviewed this tool`. */
const NOT_REVIEWED = new RegExp(String.raw`^[([]?(?:${NO_REVIEWS.join('|')})[)\].…!]*$`, 'u');

/** A score line and the lines above it, up to the score line before. */
export interface Scored extends Pick<Review, 'score' | 'verdict'> {
  line: PageLine;
  above: PageLine[];
}

/** What of a scorecard only the labelled form shows: scores, or at least what stands in place of one. */
export function scoresIn(lines: readonly PageLine[]): 'some' | 'placeholders' | 'none' {
  const { scored } = scoredLines(lines);
  if (scored.some(({ score, verdict }) => score !== null || verdict !== null)) return 'some';
  return scored.length > 0 ? 'placeholders' : 'none';
}

/** The score lines of a scorecard, and the lines below the last. */
export function scoredLines(lines: readonly PageLine[]): { scored: Scored[]; rest: PageLine[] } {
  const scored: Scored[] = [];
  let above: PageLine[] = [];
  for (const line of splitScores(lines)) {
    const found = scoreOf(line.key);
    const last = scored.at(-1);
    if (found === undefined) above.push(line);
    else if (last !== undefined && above.length === 0 && found.score === null && isHalf(last))
      last.verdict = found.verdict;
    else if (last !== undefined && above.length === 0 && found.verdict === null && isVerdict(last.line))
      Object.assign(last, { score: found.score, line: { ...line, blanks: last.line.blanks } });
    else {
      scored.push({ ...found, line, above });
      above = [];
    }
  }
  return { scored, rest: above };
}

/** The lines with each score, and each line that says that there is no review, on a line of its own. */
export function splitScores(lines: readonly PageLine[]): PageLine[] {
  return splitNames(joinedScores(lines));
}

/** A score whose verdict may stand on the next line. */
function isHalf({ line, verdict }: Scored): boolean {
  return verdict === null && /\/ ?100$/.test(line.key);
}

/** `Builder · 88/100 · ship` becomes two lines, and what says that a tool was not reviewed becomes a score without one. */
function splitNames(lines: readonly PageLine[]): PageLine[] {
  return lines.flatMap((line, index) => {
    const [, name = '', score = ''] = NAME_AND_SCORE.exec(line.text) ?? [];
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
    if (marksNoReview(line) && endsBlock(lines, index)) return [{ ...line, key: NO_REVIEW }];
    return line.role === 'empty' ? [] : [line];
  });
}

/** A score whose figure and scale stand in elements of their own, `81`, `/100`, is one line. */
function joinedScores(lines: readonly PageLine[]): PageLine[] {
  return lines.flatMap((line, index) => {
    const [before, next] = [lines[index - 1], lines[index + 1]];
    if (isFigure(line) && (isScale(next) || (/^\d/.test(line.key) && isVerdict(next)))) {
      const text = `${line.key}/100`;
      return [{ ...line, text, key: text }];
    }
    return isScale(line) && before !== undefined && isFigure(before) ? [] : [line];
  });
}

function isFigure({ key }: PageLine): boolean {
  return /^(?:\d{1,3}(?:[.,]\d+)?|[-‐‑‒–—―]|n\/a|\?)$/.test(key);
}

function isScale(line: PageLine | undefined): boolean {
  return line !== undefined && /^(?:\/ ?|out of )?100$/.test(line.key);
}

/** Whether a verdict stands alone, so that a figure above it can only be its score. */
function isVerdict(line: PageLine | undefined): boolean {
  return line !== undefined && /^(?:ship|skip)$/.test(line.key);
}

/** Whether a line can stand in place of a review: a dash, `N/A`, `No review`, `Not reviewed yet`. */
export function marksNoReview(line: PageLine): boolean {
  const { text, key } = line;
  return key === NO_REVIEW || saysNothing(text) || (!isRest(line) && NOT_REVIEWED.test(key));
}

/** Whether a line stands where scores do: a score, a verdict, or what says that there is no review. */
export function isScoreLine({ key }: PageLine): boolean {
  return scoreOf(key) !== undefined;
}

/** Whether a line holds a reviewer's name and a score: `Builder · 88/100`. */
export function namesScore({ text }: PageLine): boolean {
  return NAME_AND_SCORE.test(text);
}

/** Whether a text ends as sentences do, so that a cut in the middle of one shows. */
export function endsSentence(text: string): boolean {
  return /[.!?…。！？؟।]["”'’»)\]]{0,3}$/.test(text.trimEnd());
}

/** Whether a reviewer's name can stand in a line: a few words that are no sentence and no comparison. */
export function looksLikeName(text: string): boolean {
  return (
    text.length <= 40 &&
    text.split(' ').length <= 4 &&
    !/ vs\.? /i.test(text) &&
    !/[.!?…:;,。！？؟]$/.test(text) &&
    !/^[-–—•*\p{Ll}]/u.test(text)
  );
}

/** What the end of a name or a company may be, though a full stop stands there. */
const ABBREVIATED = /(?:^|[\s.])(?:\p{L}|inc|ltd|corp|co|llc|jr|sr|ph\.?d|m\.?d|esq|dr|prof|gmbh)\.$/iu;
const MAX_NAME_LENGTH = 60;

/**
 * Whether a line may be a name, though most names look otherwise: “J. R.”, “Acme Inc.”, “dhh”, “Ana María de la Cruz”. Only
 * long lines and sentences are none.
 */
export function mayBeName(text: string): boolean {
  return text.length <= MAX_NAME_LENGTH && (!endsSentence(text) || ABBREVIATED.test(text));
}

/** Whether a score, a reviewer's name above one, or nothing follows: a dash between two paragraphs is part of a text. */
function endsBlock(lines: readonly PageLine[], at: number): boolean {
  const beginsBlock = (line: PageLine | undefined) =>
    line === undefined || marksNoReview(line) || scoreOf(line.key) !== undefined || namesScore(line);
  const [next, afterNext] = [lines[at + 1], lines[at + 2]];
  if (beginsBlock(next)) return true;
  return next !== undefined && afterNext !== undefined && looksLikeName(next.text) && beginsBlock(afterNext);
}
