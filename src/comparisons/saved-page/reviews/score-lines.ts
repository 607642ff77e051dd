import type { Review } from '../../comparison.ts';
import { continuesSentence, lineKey, type PageLine } from '../page-lines.ts';
import { isBlankValue, scoreOf } from './said-values.ts';

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
/** In place of a missing review: `Abstained`, `Not tested`, `Has not reviewed this tool`. */
const NOT_REVIEWED = new RegExp(String.raw`^[([]?(?:${NO_REVIEWS.join('|')})[)\].…!]*$`, 'u');

/** A score line and the lines above it, back to the previous score line. */
export interface Scored extends Pick<Review, 'score' | 'verdict'> {
  line: PageLine;
  above: PageLine[];
}

/** Only the labelled form has scores, or at least placeholders for them. */
export function scoresIn(lines: readonly PageLine[]): 'some' | 'placeholders' | 'none' {
  const { scored } = scoredLines(lines);
  if (scored.some(({ score, verdict }) => score !== null || verdict !== null)) return 'some';
  return scored.length > 0 ? 'placeholders' : 'none';
}

export function scoredLines(lines: readonly PageLine[]): { scored: Scored[]; rest: PageLine[] } {
  const scored: Scored[] = [];
  let above: PageLine[] = [];
  for (const line of splitScores(lines)) {
    const found = scoreOf(line.key);
    const last = scored.at(-1);
    if (found === undefined) above.push(line);
    else if (last !== undefined && above.length === 0 && found.score === null && lacksVerdict(last))
      last.verdict = found.verdict;
    else if (last !== undefined && above.length === 0 && found.verdict === null && isVerdict(last.line)) {
      last.score = found.score;
      last.line = { ...line, blanksAbove: last.line.blanksAbove };
    } else {
      scored.push({ ...found, line, above });
      above = [];
    }
  }
  return { scored, rest: above };
}

/** Puts each score, and each "no review", on a line of its own. */
export function splitScores(lines: readonly PageLine[]): PageLine[] {
  return splitNames(joinScores(lines));
}

/** A score whose verdict may be on the next line. */
function lacksVerdict({ line, verdict }: Scored): boolean {
  return verdict === null && /\/ ?100$/.test(line.key);
}

/** Splits `Builder · 88/100 · ship` into two lines, and turns "no review" into a score line without a score. */
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
        { ...line, text: score, key: lineKey(score), blanksAbove: 0 },
      ];
    }
    if (marksNoReview(line) && endsBlock(lines, index)) return [{ ...line, key: NO_REVIEW }];
    return line.role === 'empty' ? [] : [line];
  });
}

/** Joins a figure and its scale from separate elements, `81`, `/100`. */
function joinScores(lines: readonly PageLine[]): PageLine[] {
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

/** A verdict alone: a figure above it can only be its score. */
function isVerdict(line: PageLine | undefined): boolean {
  return line !== undefined && /^(?:ship|skip)$/.test(line.key);
}

/** A placeholder for a review: a dash, `N/A`, `No review`, `Not reviewed yet`. */
export function marksNoReview(line: PageLine): boolean {
  const { text, key } = line;
  return key === NO_REVIEW || isBlankValue(text) || (!continuesSentence(line) && NOT_REVIEWED.test(key));
}

export function isScoreLine({ key }: PageLine): boolean {
  return scoreOf(key) !== undefined;
}

export function namesScore({ text }: PageLine): boolean {
  return NAME_AND_SCORE.test(text);
}

export function endsSentence(text: string): boolean {
  return /[.!?…。！？؟।]["”'’»)\]]{0,3}$/.test(text.trimEnd());
}

/** A few words that are neither a sentence nor a comparison. */
export function looksLikeName(text: string): boolean {
  return (
    text.length <= 40 &&
    text.split(' ').length <= 4 &&
    !/ vs\.? /i.test(text) &&
    !/[.!?…:;,。！？؟]$/.test(text) &&
    !/^[-–—•*\p{Ll}]/u.test(text)
  );
}

const ABBREVIATED = /(?:^|[\s.])(?:\p{L}|inc|ltd|corp|co|llc|jr|sr|ph\.?d|m\.?d|esq|dr|prof|gmbh)\.$/iu;
const MAX_NAME_LENGTH = 60;

/** Unusual names count: “J. R.”, “Acme Inc.”, “dhh”, “Ana María de la Cruz”. Only long lines and sentences do not. */
export function mayBeName(text: string): boolean {
  return text.length <= MAX_NAME_LENGTH && (!endsSentence(text) || ABBREVIATED.test(text));
}

/** A score, a name above one, or the end follows; a dash between two paragraphs is part of a text. */
function endsBlock(lines: readonly PageLine[], at: number): boolean {
  const beginsBlock = (line: PageLine | undefined) =>
    line === undefined || marksNoReview(line) || scoreOf(line.key) !== undefined || namesScore(line);
  const [next, afterNext] = [lines[at + 1], lines[at + 2]];
  if (beginsBlock(next)) return true;
  return next !== undefined && afterNext !== undefined && looksLikeName(next.text) && beginsBlock(afterNext);
}
