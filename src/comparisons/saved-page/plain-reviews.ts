import type { Review } from '../comparison.ts';
import { doubtful, doubtfulEnd } from './after-reviews.ts';
import type { PageLayout } from './page-layout.ts';
import { cutOff, type PageLine, type PageProblem, type Parsed } from './page-lines.ts';
import { fitsPanel, type StatedPanel, type Tally, WRITE_AS_JSON } from './panel.ts';
import { opensQuotation, type QuotedText, quotedTexts } from './quoted-texts.ts';
import { endsSentence } from './score-lines.ts';
import { broken, brokenText } from './wrapped-lines.ts';

export interface PlacedReview {
  line: PageLine;
  review: Review;
}

const WITHOUT_REVIEWS =
  'The page tells the panel’s share but shows no reviews: save it again when it has loaded';

type Owners = { owners: (0 | 1)[] } | PageProblem;

/** The reviews of both tools. */
export type ReviewPair = [PlacedReview[], PlacedReview[]];

/** The site's panel sits in this order; a plain page names no reviewers, and later ones are unknown (design.md). */
const PANEL = ['Builder', 'Skeptic', 'Futurist'];

/**
 * Reviews of a page without labels: texts in turn for the first and the second tool, reviewer by reviewer. A reviewer
 * of one tool only can be told by the panels' figures alone, among the last ones; what fits both tools or neither is
 * refused.
 */
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
    bareEnd(texts) ??
    notReviews(texts, layout.table.length > 0);
  if (problem !== undefined) return problem;
  const owners = ownersInTurn(texts, panels);
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
 * The tool of each text. Where a line keeps the place of a review that is not there, they simply take turns. Otherwise the
 * first pairs are those of the panel's seats; of the rest, the figures must say whose it is. Where both shares are stated
 * and allow it, the rest are pairs, too; without them, two reviewers of one tool each look like a pair.
 */
function ownersInTurn(texts: readonly QuotedText[], panels: readonly [StatedPanel, StatedPanel]): Owners {
  const inTurn = texts.map((_, index): 0 | 1 => (index % 2 === 0 ? 0 : 1));
  if (texts.some(({ marks }) => marks === 'absent')) {
    const [one, other] = ([0, 1] as const).map((tool) =>
      unknown(texts.filter(({ marks }, index) => inTurn[index] === tool && marks !== 'absent').length),
    );
    const fits = fitsPanel(one ?? unknown(0), panels[0]) && fitsPanel(other ?? unknown(0), panels[1]);
    return fits ? { owners: inTurn } : notThePanel(texts, panels);
  }
  const rest = texts.length - Math.min(2 * PANEL.length, texts.length - (texts.length % 2));
  const pairs = (texts.length - rest) / 2;
  const fitting = Array.from({ length: rest + 1 }, (_, first) => first).filter(
    (first) =>
      fitsPanel(unknown(pairs + first), panels[0]) && fitsPanel(unknown(pairs + rest - first), panels[1]),
  );
  const areStated = panels.every(({ panelShare }) => panelShare !== null);
  if (fitting.includes(rest / 2) && (areStated || fitting.length === 1)) return { owners: inTurn };
  const [first] = fitting;
  if (fitting.length === 1 && (first === 0 || first === rest)) {
    const owner = first === 0 ? 1 : 0;
    return { owners: inTurn.map((tool, index) => (index < 2 * pairs ? tool : owner)) };
  }
  return fitting.length === 0 ? notThePanel(texts, panels) : openOwner(texts.slice(2 * pairs), panels);
}

function unknown(reviews: number): Tally {
  return { ship: 0, skip: 0, unknown: reviews };
}

function openOwner(
  rest: readonly QuotedText[],
  [one, other]: readonly [StatedPanel, StatedPanel],
): PageProblem {
  const begin = rest.map(({ text }) => `“${text.length > 40 ? `${text.slice(0, 40)}…` : text}”`).join(', ');
  const problem = `It cannot be told of ${begin} whether it is about “${one.name}” or “${other.name}”. ${WRITE_AS_JSON}`;
  return at(problem, rest[0]);
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

/** A text whose lines are broken; outside quotation marks, nothing but its marks would tell where it ends. */
function brokenTexts(texts: readonly QuotedText[]): PageProblem | undefined {
  const bare = texts.find(
    ({ marks, line }, index) =>
      index > 0 && marks === 'none' && (line.joins === 'wrapped' || line.joins === 'unclear'),
  );
  if (bare !== undefined) return broken(bare.line);
  return texts.map(({ lines }) => brokenText(lines)).find((problem) => problem !== undefined);
}

/** What stands below the last review looks like one where reviews have no quotation marks, or where it is a sentence. */
function bareEnd(texts: readonly QuotedText[]): PageProblem | undefined {
  if (texts.at(-1)?.marks === 'absent') return undefined;
  const marked = texts.findLastIndex(({ marks }) => marks !== 'none') + 1;
  const rest = texts[marked];
  if (rest !== undefined && marked > 1 && texts.slice(0, marked).every(({ marks }) => marks !== 'none'))
    return doubtful(rest.line);
  const bare =
    texts.every(({ marks }) => marks === 'none' || marks === 'absent') &&
    texts.some(({ text }) => endsSentence(text));
  return bare ? doubtfulEnd(texts.map(({ line }) => line)) : undefined;
}

/** Where reviews stand in quotation marks, the lines below the last that are no sentences are links or buttons. */
function withoutRest(texts: readonly QuotedText[]): readonly QuotedText[] {
  const last = texts.findLastIndex(({ marks, line }) => marks !== 'none' || opensQuotation(line));
  if (texts.every(({ marks }) => marks === 'none' || marks === 'absent')) return texts;
  const rest = texts.slice(last + 1);
  if (last === -1 || rest.some(({ text }) => endsSentence(text) && !text.endsWith('?'))) return texts;
  return texts.slice(0, last + 1);
}

/** Lines that cannot be told apart: scores that are not known on a labelled page, or paragraphs of nobody's text. */
function notReviews(texts: readonly QuotedText[], labelled: boolean): PageProblem | undefined {
  const bare = texts.filter(({ marks }) => marks === 'none');
  const score = bare.find(({ text }) => labelled || (text.length < 120 && /\/ ?100\b/.test(text)));
  if (score !== undefined) {
    const problem = 'Below a reviewer’s name, a line such as “88/100 · ship” must stand above each text';
    return { problem, line: score.line.number };
  }
  const run = texts.find(({ marks }, index) => marks === 'none' && texts[index + 1]?.marks === 'none');
  if (run === undefined || texts.length % 2 === 0) return undefined;
  const problem = 'It cannot be told which of these lines are one review: put each review in quotation marks';
  return { problem, line: run.line.number };
}
