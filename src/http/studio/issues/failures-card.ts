import { html } from 'hono/html';
import type { FailureKind } from '../../../issues/failure-kinds.ts';
import type { FailureCount } from '../../../issues/report-store.ts';
import type { Markup } from '../../pages/page.ts';
import type { Path } from '../actions/action-route.ts';
import type { IssueSituation } from '../actions/issue-situation.ts';
import { dataTable } from '../frame/components/data-table.ts';
import { dayTime, formatNumber, isolatedText } from '../frame/format.ts';
import { type FailureReason, failureReason, failureTitle, remedy } from './issue-words.ts';

export function failuresRoute(slot: string, kind: FailureKind, page = 1): `/${string}` {
  return `/studio/issues/${slot}/failures?kind=${kind}${page === 1 ? '' : `&page=${page}`}`;
}

interface FailuresContext {
  path: Path;
  situation: IssueSituation;
  zone: string;
  carrier: string;
  /** Messages whose servers asked to wait: not lost yet, and not in a list of their own. */
  delayed: number;
}

type Row = Pick<FailureCount, 'kind' | 'code' | 'bounce' | 'count' | 'since'> | 'delayed';

/** What did not arrive, by reason, each with what to do about it; false if everything did. */
export function failuresCard(counts: readonly FailureCount[], around: FailuresContext): Markup | false {
  const rows: Row[] = [...counts, ...(around.delayed > 0 ? (['delayed'] as const) : [])];
  if (rows.length === 0) return false;
  return html`<section class="card flush" aria-labelledby="failures-heading"><div class="tools-row"><h2 id="failures-heading">What did not arrive</h2></div>
${dataTable({
  caption: 'What did not arrive, why, and what to do',
  columns: [
    { label: 'What happened', isHeader: true, cell: (row) => whatCell(row, around) },
    {
      label: 'How many',
      isNumber: true,
      cell: (row) => formatNumber(row === 'delayed' ? around.delayed : row.count),
    },
    { label: 'Why', isLong: true, cell: (row) => whyCell(row, around) },
    { label: 'What to do', isLong: true, cell: (row) => remedyCell(row, around) },
  ],
  rows,
})}</section>`;
}

function whatCell(row: Row, { path, situation: { slot } }: FailuresContext): Markup | string {
  return row === 'delayed'
    ? 'Delayed'
    : html`<a href="${path(failuresRoute(slot, row.kind))}">${failureTitle(row)}</a>`;
}

function whyCell(row: Row, { zone }: FailuresContext): Markup | string {
  if (row === 'delayed') return 'Their server asks to wait.';
  return html`${reasonPart(row)}${row.since !== null && html`<span class="sub">since ${dayTime(row.since, zone)}</span>`}`;
}

function remedyCell(row: Row, { path, situation, carrier }: FailuresContext): Markup | string {
  if (row === 'delayed') return `Wait. ${carrier === 'Resend' ? 'Resend' : 'It'} keeps trying.`;
  const { undecided } = situation;
  const words = remedy(row, { carrier, undecided });
  if (row.kind === 'uncertain' && undecided > 0)
    return html`${words}<span class="sub">Both are in the notice above.</span>`;
  return row.kind === 'rejected'
    ? html`${words} <a href="${path(failuresRoute(situation.slot, row.kind))}">Show ${row.count === 1 ? 'it' : 'them'}</a>`
    : words;
}

/** Why, in words, with the provider's code in small print. */
export function reasonPart(reason: FailureReason): Markup {
  const { words, code } = failureReason(reason);
  return html`${isolatedText(words)}${code !== null && html`<span class="sub">${isolatedText(code)}</span>`}`;
}
