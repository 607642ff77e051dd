import type { Context } from 'hono';
import { html } from 'hono/html';
import { DateTime } from 'luxon';
import type { IssueRecord } from '../../../issues/issue-store.ts';
import { slotInstant } from '../../../schedule/schedule.ts';
import { addWeeks, slotDays } from '../../../schedule/slot.ts';
import type { Markup } from '../../pages/page.ts';
import { statusMark } from '../frame/format.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import type { StudioDeps } from '../studio-deps.ts';

interface SlotHeading {
  title: string;
  /** The page's own route, for the links to other weeks. */
  route: '/studio' | '/studio/edit';
  slot: string;
  record: IssueRecord | null;
  deps: StudioDeps;
}

/** The heading of a page about one week: its slot, status and due time. */
export function slotHeading(
  { var: { path } }: Context<StudioEnv>,
  { title, route, slot, record, deps: { config, clock } }: SlotHeading,
): Markup {
  const other = (weeks: number) => {
    const to = addWeeks(slot, weeks);
    const words = weeks < 0 ? 'The week before' : 'The week after';
    return html`<a href="${path(route)}?slot=${to}" aria-label="${words}, ${to}">${weeks < 0 ? '‹' : '›'}</a>`;
  };
  const status = record?.status ?? 'draft';
  const at = slotInstant(config.schedule, slot);
  const edit =
    route === '/studio'
      ? html`<a class="button quiet" href="${path('/studio/edit')}?slot=${slot}">Edit</a>`
      : html`<a class="button quiet" href="${path('/studio')}?slot=${slot}">Preview</a>`;
  return html`
<div class="title" id="slot" data-live>
<h1>${title}</h1>
<p class="weeks">${other(-1)} <span><b>${slot}</b> <span class="muted">${formatDays(slot)}</span></span> ${other(1)}</p>
${statusMark(status, status === 'skipped' ? 'bad' : undefined)}
<p class="muted">${dueText({ at, now: clock.now(), zone: config.schedule.zone, isOver: record?.sendingAt != null })}</p>
<p class="end">${edit}</p>
${record?.reason != null && html`<p class="reason"><bdi>${record.reason}</bdi></p>`}
</div>`;
}

/** "16 – 22 November". */
function formatDays(slot: string): string {
  const days = slotDays(slot).map((day) => DateTime.fromISO(day, { locale: 'en-GB' }));
  const [first, last] = [days.at(0), days.at(-1)];
  if (first === undefined || last === undefined) return '';
  return `${first.toFormat(first.month === last.month ? 'd' : 'd LLLL')} – ${last.toFormat('d LLLL')}`;
}

interface Due {
  at: number | null;
  now: number;
  zone: string;
  isOver: boolean;
}

function dueText({ at, now, zone, isOver }: Due): string {
  if (isOver) return '';
  if (at === null) return 'The schedule has no issue in this week.';
  const due = DateTime.fromMillis(at, { zone, locale: 'en-GB' });
  return `${at > now ? 'Due' : 'Was due'} ${due.toFormat('cccc d LLLL, HH:mm')} ${due.offsetNameShort ?? zone}`;
}
