import { html } from 'hono/html';
import type { FixedAudience, SendTimeline } from '../../../issues/report-store.ts';
import { HOUR_MS } from '../../../shared/durations.ts';
import type { Markup } from '../../pages/page.ts';
import { clockTime, dayTime, formatNumber } from '../frame/format.ts';
import { spanWords, weekNames } from '../frame/times.ts';
import { areaChart, barChart, numbersTable } from './charts.ts';

/** The bars of the chart of messages over time. */
export const SPAN_COUNT = 48;

/** The most messages in one span: "100 in 5 seconds"; null if nothing was handed over. */
export function fastest({ span, spans }: SendTimeline): string | null {
  if (spans.length === 0) return null;
  const most = Math.max(...spans.map(({ submitted, rejected }) => submitted + rejected));
  return `${formatNumber(most)} in ${spanWords(span)}`;
}

/** When an issue's messages were handed over; false if that took a moment, so that there is no course to see. */
export function handedOverChart(timeline: SendTimeline, zone: string): Markup | false {
  const { span, spans, undated } = timeline;
  const [first] = spans;
  const last = spans.at(-1);
  if (first === undefined || last === undefined || first === last) return false;
  const sum = (name: 'submitted' | 'rejected') =>
    spans.reduce((total, one) => total + one[name], undated[name]);
  const length = spanWords(last.from - first.from + span);
  const words = {
    id: 'handed-over',
    title: 'Messages handed over, over time',
    description: `${formatNumber(sum('submitted'))} accepted and ${formatNumber(sum('rejected'))} refused in ${length}; at most ${fastest(timeline)}.`,
  };
  const isShort = last.from + span - first.from < 2 * HOUR_MS;
  const at = (instant: number) => (isShort ? clockTime(instant, zone) : dayTime(instant, zone));
  const places = Math.round((last.from - first.from) / span) + 1;
  const bars = spans.map(({ from, submitted, rejected }) => ({
    position: Math.round((from - first.from) / span),
    parts: [
      { tone: 'accepted' as const, count: submitted },
      { tone: 'refused' as const, count: rejected },
    ],
  }));
  const hasUndated = undated.submitted + undated.rejected > 0;
  return html`<figure>${barChart(words, { bars, places })}
<p class="ends small muted"><span>${at(first.from)}</span> <span>${length}</span></p>
${numbersTable({
  id: 'handed-over-numbers',
  caption: 'Messages handed over, over time',
  columns: ['From', 'Accepted', 'Refused'],
  rows: [
    ...spans.map(({ from, submitted, rejected }) => ({
      name: at(from),
      counts: [submitted, rejected],
    })),
    ...(hasUndated ? [{ name: 'Not known when', counts: [undated.submitted, undated.rejected] }] : []),
    { name: 'Together', counts: [sum('submitted'), sum('rejected')] },
  ],
})}</figure>`;
}

function growthText(
  { first, last, max }: { first: FixedAudience; last: FixedAudience; max: number },
  week: (slot: string) => string,
): string {
  if (first === last) return `${formatNumber(max)} in ${week(first.slot)}.`;
  const grown = last.candidates - first.candidates;
  const most = max > Math.max(first.candidates, last.candidates) ? ` At most ${formatNumber(max)}.` : '';
  const before = `${formatNumber(first.candidates)} in ${week(first.slot)}`;
  if (grown === 0) return `${before}, and as many in ${week(last.slot)}.${most}`;
  const change = `${grown > 0 ? '+' : '−'}${formatNumber(Math.abs(grown))}`;
  return `${before}, ${formatNumber(last.candidates)} in ${week(last.slot)}: ${change}.${most}`;
}

/** Confirmed subscribers when each issue began to go out; false before the first. */
export function audienceChart(
  audiences: readonly FixedAudience[],
  { now, zone }: { now: number; zone: string },
): Markup | false {
  const [first] = audiences;
  const last = audiences.at(-1);
  if (first === undefined || last === undefined) return false;
  const week = weekNames({ now, zone });
  const max = Math.max(...audiences.map(({ candidates }) => candidates));
  const words = {
    id: 'audience',
    title: 'Confirmed subscribers, issue by issue',
    description: growthText({ first, last, max }, week),
  };
  return html`<figure><p class="muted small">When each issue began. ${words.description}</p>
${
  // One number has no course.
  first !== last &&
  html`${areaChart(
    words,
    audiences.map(({ candidates }) => candidates),
  )}
<p class="ends small muted"><span>${week(first.slot)}</span> <span>${week(last.slot)}</span></p>`
}
${numbersTable({
  id: 'audience-numbers',
  caption: 'Confirmed subscribers, issue by issue',
  columns: ['Issue', 'Confirmed', 'Got it'],
  rows: audiences
    .map(({ slot, candidates, prepared }) => ({ name: week(slot), counts: [candidates, prepared] }))
    .reverse(),
})}</figure>`;
}
