import type { Review } from '../comparison.ts';
import type { PageLayout } from './page-layout.ts';
import { cutOff, type PageLine, type PageProblem, type Parsed } from './page-lines.ts';
import { type QuotedText, quotedTexts } from './quoted-texts.ts';

export interface PlacedReview {
  line: PageLine;
  review: Review;
}

/** The reviews of both tools. */
export type ReviewPair = [PlacedReview[], PlacedReview[]];

/** The site's panel sits in this order; a plain page names no reviewers, and later ones are unknown (design.md). */
const PANEL = ['Builder', 'Skeptic', 'Futurist'];

/**
 * Reviews of a page without labels: texts in turn for the first and the second tool, reviewer by reviewer. An odd
 * number means that the last reviewer saw one tool only, which the end of the page must confirm; it is the first tool
 * unless the text names only the second.
 */
export function readPlainReviews({
  layout,
  names,
  shares,
}: {
  layout: PageLayout;
  names: readonly [string, string];
  shares: readonly [number | null, number | null];
}): Parsed<ReviewPair> {
  const { scorecard, footer } = layout;
  const ended = footer !== 'none';
  const texts = quotedTexts(scorecard);
  const problem = unfinished(texts, ended) ?? notReviews(texts, layout.table.length > 0);
  if (problem !== undefined) return problem;
  const reviews: ReviewPair = [[], []];
  for (const [index, { line, text }] of texts.entries()) {
    const lone = index === texts.length - 1 && index % 2 === 0;
    const tool = lone ? ownerOf(text, names) : index % 2;
    reviews[tool === 0 ? 0 : 1].push({ line, review: review(text, Math.floor(index / 2)) });
  }
  const full = ended || shares.every((share, tool) => makesShare(share, reviews[tool === 0 ? 0 : 1].length));
  return full
    ? { value: reviews }
    : cutOff('its reviews are too few for the panel’s share', texts.at(-1)?.line);
}

/** The tool whose review a text is, where nothing but its words can tell: the only one that it names, else the first. */
export function ownerOf(text: string, [one, other]: readonly [string, string]): 0 | 1 {
  const names = (name: string) => text.toLowerCase().includes(name.toLowerCase());
  return names(other) && !names(one) ? 1 : 0;
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

/** Whether a text ends as sentences do, so that a cut in the middle of one shows. */
function endsSentence(text: string): boolean {
  return /[.!?…。！？؟।][”"'’»)\]]*$/.test(text.trim());
}

/** Whether so many reviewers can make such a share: three cannot make 75 %. */
function makesShare(share: number | null, reviewers: number): boolean {
  if (share === null) return true;
  const ship = (share * reviewers) / 100;
  return reviewers > 0 && Math.abs(ship - Math.round(ship)) <= reviewers / 100;
}
