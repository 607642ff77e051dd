import { html } from 'hono/html';
import { type Review, toolKey } from '../../../comparisons/comparison.ts';
import type { PublishedComparison } from '../../../comparisons/comparison-store.ts';
import { REVIEW_FIELDS, reviewOf, reviewPath } from '../../../comparisons/corrections/correction-fields.ts';
import type { Markup } from '../../pages/page.ts';
import { fold } from '../frame/components/facts.ts';
import { isolatedText } from '../frame/format.ts';
import { type ComparisonView, reviewerWords } from './comparison-view.ts';
import { VERDICT_WORDS } from './comparison-words.ts';
import { control, sourceChange } from './field-control.ts';
import { REVIEWERS, reviewersOf } from './read-comparison-form.ts';

/** A reviewer's reviews of both tools, each by its index; null where there is none. */
interface Reviewer {
  name: string | null;
  indices: [number | null, number | null];
}

/** Beyond these bytes of text a form would be too large to send; the texts are then shown, and sent again by import. */
const MAX_TEXT_BYTES = 30_000;

/** Each reviewer's verdict on both tools; opened, their scores and words, to be corrected. */
export function reviewersPart(view: ComparisonView): Markup | false {
  const { comparison } = view;
  const reviewers = pairedReviewers(comparison);
  if (reviewers.length === 0) return false;
  return html`<section class="card" id="reviews" aria-labelledby="reviewers"><h2 id="reviewers">Reviewers</h2>
<input type="hidden" name="${REVIEWERS}" value="${reviewersOf(comparison)}">
${reviewers.map((reviewer, at) => reviewerFold(reviewer, at, view))}</section>`;
}

function reviewerFold({ name, indices }: Reviewer, at: number, view: ComparisonView): Markup {
  const { tools } = view.comparison;
  const said = ([0, 1] as const).flatMap((side) => {
    const review = tools[side].reviews[indices[side] ?? -1];
    return review === undefined ? [] : [html`${isolatedText(tools[side].name)}: ${judgement(review)}`];
  });
  return fold({
    id: `reviewer-${at + 1}`,
    title: name === null ? 'Not named' : name,
    aside: html`${said.map((words, index) => html`${index > 0 && ' · '}${words}`)}`,
    isOpen: needsAttention(indices, view),
    body: html`<div class="cols halves">${([0, 1] as const).map((side) => reviewFields(side, indices[side], view))}</div>`,
  });
}

/** What was typed wrong, or is said otherwise by the source, is not hidden. */
function needsAttention(indices: Reviewer['indices'], view: ComparisonView): boolean {
  const isOwn = (path: string) => {
    const review = reviewOf(path);
    return review !== null && indices[review.side] === review.index;
  };
  const asked = [...view.problems.keys(), ...view.conflicts];
  const changed = view.corrections.filter(({ path }) => sourceChange(path, view) !== undefined);
  return [...asked, ...changed.map(({ path }) => path)].some(isOwn);
}

function reviewFields(side: 0 | 1, index: number | null, view: ComparisonView): Markup {
  const { name, reviews } = view.comparison.tools[side];
  const review = index === null ? undefined : reviews[index];
  if (index === null || review === undefined)
    return html`<div><h3>${isolatedText(name)}</h3><p class="muted">No review.</p></div>`;
  const [verdict, score, text] = REVIEW_FIELDS.map((field) => reviewPath(side, index, field));
  const words =
    areTextsShort(view.comparison) && text !== undefined
      ? control(text, view)
      : html`<p>${isolatedText(review.text)}</p><p class="hint">These reviews are too long to be corrected here. To change their words, import the comparison again.</p>`;
  return html`<div class="stack"><h3>${isolatedText(name)}<span class="apart">, ${reviewerWords(review.reviewer, index)}</span></h3>
<div class="pair">${[verdict, score].map((path) => path !== undefined && html`<div>${control(path, view)}</div>`)}</div>
${words}</div>`;
}

function areTextsShort({ tools }: PublishedComparison): boolean {
  const texts = tools.flatMap(({ reviews }) => reviews.map(({ text }) => text));
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) <= MAX_TEXT_BYTES;
}

/** Both reviews of one reviewer beside each other. */
function pairedReviewers({ tools: [one, other] }: PublishedComparison): Reviewer[] {
  const left = other.reviews.map((review, index) => ({ review, index }));
  const rows = one.reviews.map((review, index): Reviewer => {
    const at = left.findIndex(
      ({ review: { reviewer } }) => reviewer !== null && toolKey(reviewer) === toolKey(review.reviewer ?? ''),
    );
    const [same] = at === -1 ? [] : left.splice(at, 1);
    return { name: review.reviewer, indices: [index, same?.index ?? null] };
  });
  return [
    ...rows,
    ...left.map(({ review, index }): Reviewer => ({ name: review.reviewer, indices: [null, index] })),
  ];
}

/** "Ship, 82". */
function judgement({ verdict, score }: Review): string {
  const words = [
    verdict === null ? [] : [VERDICT_WORDS[verdict]],
    score === null ? [] : [String(score)],
  ].flat();
  return words.join(', ') || 'Not given';
}
