import { html } from 'hono/html';
import type { IssueRecord } from '../../../issues/issue-store.ts';
import type { Markup } from '../../pages/page.ts';
import type { Path } from '../actions/action-route.ts';
import { statusBadge } from '../frame/components/marks.ts';
import { card } from '../frame/components/page-heading.ts';
import { isolatedText, longTime } from '../frame/format.ts';
import { weekName } from '../frame/times.ts';

/** The next issue at whose time something can still go out. */
export interface Upcoming {
  slot: string;
  instant: number;
  issue: IssueRecord | null;
  status: IssueRecord['status'];
  review: 'auto' | 'required';
}

/** Which issue is next, when, and what happens then. */
export function nextCard(
  upcoming: Upcoming | null,
  { path, zone, now }: { path: Path; zone: string; now: number },
): Markup {
  if (upcoming === null)
    return card({
      id: 'next',
      title: 'Next',
      body: html`<p>No date is set for the next issue. Until there is one, nothing goes out by itself.</p>`,
    });
  const { slot, instant, issue, status } = upcoming;
  const subject = issue?.subject ?? issue?.edited.subject ?? null;
  return card({
    id: 'next',
    title: html`Next: <a href="${path(`/studio?slot=${slot}`)}">${weekName(slot, { now, zone })}</a>`,
    aside: statusBadge(status),
    body: html`${subject !== null && html`<p><b>${isolatedText(subject)}</b></p>`}
<p>${longTime(instant, zone)}</p>
<p class="muted">${whatHappens(upcoming)}</p>`,
  });
}

function whatHappens({ status, review }: Upcoming): string {
  switch (status) {
    case 'draft':
      return review === 'auto'
        ? 'It goes out by itself then, unless something must be fixed first.'
        : 'It goes out then if somebody approves it before; if not, it is put on hold.';
    case 'approved':
      return 'It is approved, and goes out by itself then.';
    case 'held':
      return 'It is on hold: nothing goes out until somebody releases it.';
    default:
      return 'Nothing goes out then, unless more comparisons come in.';
  }
}
