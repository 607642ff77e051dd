import { html } from 'hono/html';
import type { Markup } from '../../pages/page.ts';
import { card } from '../frame/components/page-heading.ts';
import { formatNumber } from '../frame/format.ts';
import { areaChart, numbersTable } from '../issues/charts.ts';
import { SHOWN_WEEKS, type SubscriberCounts, WEEK_MS } from './subscriber-counts.ts';
import { dayOf, shortDay } from './subscriber-times.ts';

/** Weeks that the headline looks back. */
const WEEKS_COMPARED = 4;

/** The curve of those who are confirmed, over the last weeks, with its numbers. */
export function growthPart({ growth, joined, left, states, at }: SubscriberCounts, zone: string): Markup {
  const first = growth[0] ?? 0;
  const latest = growth.at(-1) ?? 0;
  const start = at - SHOWN_WEEKS * WEEK_MS;
  const description = `From ${formatNumber(first)} on ${dayOf(start, zone)} to ${formatNumber(latest)} today.`;
  const chart = areaChart({ id: 'growth-chart', title: 'Confirmed subscribers', description }, growth);
  return card({
    id: 'growth',
    title: headline(growth),
    aside: `Last ${SHOWN_WEEKS} weeks`,
    isLive: true,
    body: html`<figure>${chart}<p class="axis"><span>${formatNumber(first)} on ${shortDay(start, zone)}</span><span>${changeWords(joined, left)}</span><span>${formatNumber(latest)} today</span></p></figure>
${states.paused > 0 && html`<p class="muted small">${formatNumber(latest)} = ${formatNumber(states.confirmed)} who get issues + ${formatNumber(states.paused)} paused</p>`}
${numbersTable({
  id: 'growth-numbers',
  caption: 'Confirmed subscribers by week',
  columns: ['On', 'Confirmed'],
  rows: growth.map((count, index) => ({ name: shortDay(start + index * WEEK_MS, zone), counts: [count] })),
})}`,
  });
}

/** "+12 new, −3 left", with only what there is. */
function changeWords(joined: number, left: number): string {
  const parts = [
    joined > 0 && `+${formatNumber(joined)} new`,
    left > 0 && `−${formatNumber(left)} left`,
  ].filter((part) => part !== false);
  return parts.join(', ') || 'Nobody new, nobody left';
}

function headline(growth: readonly number[]): string {
  const latest = growth.at(-1) ?? 0;
  const change = latest - (growth.at(-1 - WEEKS_COMPARED) ?? 0);
  const than = 'than four weeks ago';
  if (change === 0) return `${formatNumber(latest)} confirmed, as many as four weeks ago`;
  return `${formatNumber(latest)} confirmed, ${formatNumber(Math.abs(change))} ${change > 0 ? 'more' : 'fewer'} ${than}`;
}
