import { html } from 'hono/html';
import { type Review, toolKey } from '../../../comparisons/comparison.ts';
import type { PublishedComparison } from '../../../comparisons/comparison-store.ts';
import type { Markup } from '../../pages/page.ts';
import { dataTable } from '../frame/components/data-table.ts';
import { isolatedText } from '../frame/format.ts';
import { VERDICT_WORDS } from './comparison-words.ts';

interface Reviewer {
  name: string | null;
  reviews: [Review | null, Review | null];
}

/** Longer texts open on demand. */
const SHORT_TEXT = 160;

/** Each reviewer's verdict on both tools, and their words. */
export function reviewersPart({ tools }: PublishedComparison): Markup | false {
  const rows = reviewersOf(tools);
  if (rows.length === 0) return false;
  const [one, other] = tools;
  return html`<section class="card flush reviewers" aria-labelledby="reviewers"><div class="tools-row"><h2 id="reviewers">Reviewers</h2></div>
${dataTable({
  caption: 'Reviewers',
  rows,
  columns: [
    {
      label: 'Reviewer',
      isHeader: true,
      cell: ({ name }) => (name === null ? 'Not named' : isolatedText(name)),
    },
    { label: one.name, cell: ({ reviews }) => judgement(reviews[0]) },
    { label: other.name, cell: ({ reviews }) => judgement(reviews[1]) },
    {
      label: 'In their words',
      isLong: true,
      cell: ({ reviews }) =>
        html`${reviews.map((review, index) => review !== null && wordsOf(review, tools[index === 0 ? 0 : 1].name))}`,
    },
  ],
})}</section>`;
}

function reviewersOf([one, other]: PublishedComparison['tools']): Reviewer[] {
  const left = [...other.reviews];
  const rows = one.reviews.map((review): Reviewer => {
    const at = left.findIndex(
      ({ reviewer }) => reviewer !== null && toolKey(reviewer) === toolKey(review.reviewer ?? ''),
    );
    const [same = null] = at === -1 ? [] : left.splice(at, 1);
    return { name: review.reviewer, reviews: [review, same] };
  });
  return [...rows, ...left.map((review): Reviewer => ({ name: review.reviewer, reviews: [null, review] }))];
}

/** "Ship, 82". */
function judgement(review: Review | null): string {
  if (review === null) return '–';
  const { verdict, score } = review;
  const words = [
    verdict === null ? [] : [VERDICT_WORDS[verdict]],
    score === null ? [] : [String(score)],
  ].flat();
  return words.join(', ') || 'Not given';
}

function wordsOf({ text }: Review, tool: string): Markup {
  const of = html`<b>${isolatedText(tool)}:</b>`;
  if (text.length <= SHORT_TEXT) return html`<p>${of} ${isolatedText(text)}</p>`;
  return html`<details class="words"><summary>${of} ${isolatedText(`${text.slice(0, SHORT_TEXT)}…`)}</summary><p>${isolatedText(text)}</p></details>`;
}
