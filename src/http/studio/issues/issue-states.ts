import { html } from 'hono/html';
import { ISSUE_STATUSES, type IssueStatus } from '../../../issues/issue-status-rules.ts';
import type { IssuePage } from '../../../issues/report-store.ts';
import type { Markup } from '../../pages/page.ts';
import type { Path } from '../actions/action-route.ts';
import { statusWord } from '../frame/components/marks.ts';
import { formatNumber } from '../frame/format.ts';

/** All issues, whatever the state. */
export function countAll({ counts }: Pick<IssuePage, 'counts'>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

/** A page of the list, of one state or all. The list stays in sight when another is chosen. */
export function listRoute(status: IssueStatus | null, page = 1): `/${string}` {
  const query = new URLSearchParams();
  if (status !== null) query.set('state', status);
  if (page > 1) query.set('page', String(page));
  return `/studio/issues${query.size > 0 ? `?${query}` : ''}#list`;
}

/** In the order of the filters: those that are over first, because a list is mostly made of them. */
const STATE_ORDER: readonly IssueStatus[] = [
  ...new Set<IssueStatus>(['sent', 'skipped', 'cancelled', ...ISSUE_STATUSES]),
];

/** All states that have an issue, with counts that add up to all. */
export function stateChips(
  list: Pick<IssuePage, 'counts'> & { status: IssueStatus | null },
  path: Path,
): Markup {
  const chip = (status: IssueStatus | null, words: string, count: number) =>
    html`<a href="${path(listRoute(status))}"${status === list.status && html` aria-current="true"`}>${words} ${formatNumber(count)}</a>`;
  const states = STATE_ORDER.flatMap((status) => {
    const count = list.counts.get(status) ?? 0;
    return count === 0 && status !== list.status ? [] : [chip(status, statusWord(status), count)];
  });
  return html`<nav class="chips" aria-label="Show">${chip(null, 'All', countAll(list))}${states}</nav>`;
}
