import type { Review } from '../../comparison.ts';
import type { PageLayout } from '../page-layout.ts';
import { cutOff, type PageLine, type PageProblem, type Parsed } from '../page-lines.ts';
import { fitsPanel, type StatedPanel, type Tally, WRITE_AS_JSON } from '../panel.ts';
import { brokenLines, findBrokenText } from '../wrapped-lines.ts';
import { doubtfulEnd, doubtfulLine } from './after-reviews.ts';
import { labelsBelow } from './labels-below.ts';
import { opensQuotation, type QuotedText, quotedTexts } from './quoted-texts.ts';
import { MAX_FILLER, shortened } from './reviewer-names.ts';
import { endsSentence } from './score-lines.ts';

export interface PlacedReview {
  line: PageLine;
  review: Review;
}

const WITHOUT_REVIEWS =
  'The page states the panel’s share but shows no reviews: save it again once it has loaded';

const WITH_NAMES =
  'Save the page as “Webpage, Complete” (.html) when it shows the reviewers’ names, and import that, or write the comparison as JSON, with each review under its tool';

type Owners = { owners: (0 | 1)[] } | PageProblem;

export type ReviewPair = [PlacedReview[], PlacedReview[]];

/** The order of the site's panel; a plain page names no reviewers, and later ones are unknown (design.md). */
const PANEL = ['Builder', 'Skeptic', 'Futurist'];

/** Texts alternate between the tools. A page that may lack one is refused rather than guessed. */
export function readPlainReviews({
  layout,
  panels,
}: {
  layout: PageLayout;
  panels: readonly [StatedPanel, StatedPanel];
}): Parsed<ReviewPair> {
  const { scorecard, footer } = layout;
  const ended = footer !== 'none';
  const texts = withoutRest(quotedTexts(scorecard));
  const problem =
    unfinished(texts, ended) ??
    brokenTexts(texts) ??
    unquotedEnd(texts) ??
    notReviews(texts, layout.table.length > 0) ??
    labelsBelow(texts) ??
    strayText(texts);
  if (problem !== undefined) return problem;
  const owners = ownersInTurn(texts, panels, layout.table[0]);
  if ('problem' in owners)
    return ended ? owners : cutOff('its reviews are too few for the panel’s share', texts.at(-1)?.line);
  const reviews: ReviewPair = [[], []];
  for (const [index, { line, text, marks }] of texts.entries()) {
    if (marks === 'absent') continue;
    reviews[owners.owners[index] ?? 0].push({ line, review: review(text, Math.floor(index / 2)) });
  }
  return { value: reviews };
}

/**
 * Texts alternate between the tools. A placeholder for a missing review makes that certain. Without one, it holds for
 * the panel's three seats, and for more if the shares allow nothing else. Otherwise someone judged one tool only, and
 * the page does not say who. A page with a decision table names its reviewers, unless it was saved without them.
 */
function ownersInTurn(
  texts: readonly QuotedText[],
  panels: readonly [StatedPanel, StatedPanel],
  table: PageLine | undefined,
): Owners {
  const owners = texts.map((_, index): 0 | 1 => (index % 2 === 0 ? 0 : 1));
  const shown = texts.filter(({ marks }) => marks !== 'absent');
  const fits = (first: number) =>
    fitsPanel(unknown(first), panels[0]) && fitsPanel(unknown(shown.length - first), panels[1]);
  const ways = Array.from({ length: shown.length + 1 }, (_, first) => first).filter(fits);
  if (ways.length === 0) return notThePanel(texts, panels);
  if (shown.length < texts.length) {
    const first = texts.filter(({ marks }, index) => owners[index] === 0 && marks !== 'absent').length;
    if (texts.length % 2 === 1) return openOwner(shown, panels);
    return fits(first) ? { owners } : notThePanel(texts, panels);
  }
  if (table !== undefined) return withoutNames(table);
  const seats = 2 * PANEL.length;
  const half = texts.length / 2;
  if (texts.length < seats || !ways.includes(half)) return openOwner(texts, panels);
  const areStated = panels.every(({ panelShare }) => panelShare !== null);
  const likely = ways.filter((first) => Math.min(first, texts.length - first) >= PANEL.length);
  return areStated || likely.length === 1 ? { owners } : openOwner(texts.slice(seats), panels);
}

function unknown(reviews: number): Tally {
  return { ship: 0, skip: 0, unknown: reviews };
}

function openOwner(
  open: readonly QuotedText[],
  [one, other]: readonly [StatedPanel, StatedPanel],
): PageProblem {
  const [first, ...others] = open.map(({ text }) => `“${shortened(text)}”`);
  const all =
    others.length > 2 ? `${first} and the ${others.length} texts below it` : [first, ...others].join(', ');
  const problem = `It is unclear whether ${all} ${open.length === 1 ? 'is' : 'are'} about “${one.name}” or “${other.name}”: the page names no reviewers, and some may have judged one tool only. ${WITH_NAMES}`;
  return at(problem, open[0]);
}

function withoutNames(table: PageLine): PageProblem {
  const problem = `The page has a decision table, but its “Reviewer scorecard” has no reviewers’ names and scores, so it is unclear who wrote the reviews. ${WITH_NAMES}`;
  return { problem, line: table.number };
}

function notThePanel(
  texts: readonly QuotedText[],
  [one, other]: readonly [StatedPanel, StatedPanel],
): PageProblem {
  if (texts.length === 0) return { problem: WITHOUT_REVIEWS };
  const share = ({ name, panelShare }: StatedPanel) => `${panelShare ?? '—'}% for “${name}”`;
  const problem = `The “Reviewer scorecard” has ${texts.filter(({ marks }) => marks !== 'absent').length} texts, which cannot make the panel’s shares, ${share(one)} and ${share(other)}. ${WRITE_AS_JSON}`;
  return at(problem, texts[0]);
}

function at(problem: string, text: QuotedText | undefined): PageProblem {
  return text === undefined ? { problem } : { problem, line: text.line.number };
}

function review(text: string, reviewer: number): Review {
  return { reviewer: PANEL[reviewer] ?? null, score: null, verdict: null, text };
}

function unfinished(texts: readonly QuotedText[], ended: boolean): PageProblem | undefined {
  const last = texts.at(-1);
  const open = texts.find(({ marks }) => marks === 'open');
  if (open !== undefined) return cutOff('a review has no closing quotation mark', open.line);
  if (ended) return undefined;
  if (last === undefined) return cutOff('nothing follows its “Reviewer scorecard”');
  if (texts.length % 2 === 1) return cutOff('the second tool’s last review is missing', last.line);
  const quoted = texts.some(({ marks }) => marks !== 'none');
  const whole = quoted ? last.marks === 'closed' : endsSentence(last.text);
  return whole ? undefined : cutOff('its last review has no end', last.line);
}

/** A text with broken lines; without quotation marks, nothing shows where it ends. */
function brokenTexts(texts: readonly QuotedText[]): PageProblem | undefined {
  const bare = texts.find(
    ({ marks, line }, index) =>
      index > 0 && marks === 'none' && (line.joins === 'wrapped' || line.joins === 'unclear'),
  );
  if (bare !== undefined) return brokenLines(bare.line);
  return texts.map(({ lines }) => findBrokenText(lines)).find((problem) => problem !== undefined);
}

/** Content below the last review looks like one if reviews are unquoted, or if it is a sentence. */
function unquotedEnd(texts: readonly QuotedText[]): PageProblem | undefined {
  if (texts.at(-1)?.marks === 'absent') return undefined;
  const marked = texts.findLastIndex(({ marks }) => marks !== 'none') + 1;
  const rest = texts[marked];
  if (rest !== undefined && marked > 1 && texts.slice(0, marked).every(({ marks }) => marks !== 'none'))
    return doubtfulLine(rest.line);
  const bare =
    texts.every(({ marks }) => marks === 'none' || marks === 'absent') &&
    texts.some(({ text }) => endsSentence(text));
  return bare ? doubtfulEnd(texts.map(({ line }) => line)) : undefined;
}

/** If reviews are quoted, unquoted lines below the last that are not sentences are links or buttons. */
function withoutRest(texts: readonly QuotedText[]): readonly QuotedText[] {
  const last = texts.findLastIndex(({ marks, line }) => marks !== 'none' || opensQuotation(line));
  if (texts.every(({ marks }) => marks === 'none' || marks === 'absent')) return texts;
  const rest = texts.slice(last + 1);
  if (last === -1 || rest.some(({ text }) => endsSentence(text) && !text.endsWith('?'))) return texts;
  return texts.slice(0, last + 1);
}

/** A line that may replace a review: short and unquoted among quoted texts, or a repetition. */
function strayText(texts: readonly QuotedText[]): PageProblem | undefined {
  const areQuoted = texts.some(({ marks }) => marks === 'closed' || marks === 'loose');
  const areSentences = texts.some(({ marks, text }) => marks === 'none' && endsSentence(text));
  const isTwice = ({ text }: QuotedText) => texts.filter((other) => other.text === text).length > 1;
  const stray = texts.find((text) => {
    if (text.marks === 'absent' || text.text.length > MAX_FILLER) return false;
    const isBare = text.marks === 'none' && !opensQuotation(text.line);
    return isBare && (isTwice(text) || areQuoted || (areSentences && !endsSentence(text.text)));
  });
  if (stray === undefined) return undefined;
  const problem = `It is unclear whether “${stray.text}” is a review or says that there is none: a review must be in quotation marks; write “No review” where there is none`;
  return at(problem, stray);
}

/** Lines that cannot be told apart: unknown scores on a labelled page, or paragraphs of an uncertain text. */
function notReviews(texts: readonly QuotedText[], labelled: boolean): PageProblem | undefined {
  const bare = texts.filter(({ marks }) => marks === 'none');
  const score = bare.find(({ text }) => labelled || (text.length < 120 && /\/ ?100\b/.test(text)));
  if (score !== undefined) {
    const problem = 'Below a reviewer’s name, each text needs a line such as “88/100 · ship” above it';
    return { problem, line: score.line.number };
  }
  const run = texts.find(({ marks }, index) => marks === 'none' && texts[index + 1]?.marks === 'none');
  if (run === undefined || texts.length % 2 === 0) return undefined;
  const problem = 'It is unclear which of these lines are one review: put each review in quotation marks';
  return { problem, line: run.line.number };
}
