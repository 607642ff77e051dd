import { html } from 'hono/html';
import type { IssueRecord } from '../../../issues/issue-store.ts';
import type { FixedAudience, SendTimeline } from '../../../issues/report-store.ts';
import { HOUR_MS } from '../../../shared/durations.ts';
import type { Markup } from '../../pages/page.ts';
import { clockTime, formatDuration, formatNumber, fullTime } from '../frame/format.ts';
import { areaChart, barChart, numbersTable, stackedBar, type Tone } from './charts.ts';
import { outcomeSum } from './issue-sums.ts';

/** The bars of the chart of messages over time. */
export const SPAN_COUNT = 48;

/** When an issue's messages were handed over; false if none were. */
export function handedOverChart({ span, spans, undated }: SendTimeline, zone: string): Markup | false {
  const [first] = spans;
  const last = spans.at(-1);
  if (first === undefined || last === undefined) return false;
  const max = Math.max(...spans.map(({ submitted, rejected }) => submitted + rejected));
  const sum = (name: 'submitted' | 'rejected') =>
    spans.reduce((total, one) => total + one[name], undated[name]);
  const words = {
    id: 'handed-over',
    title: 'Messages handed over, over time',
    description: `${formatNumber(sum('submitted'))} submitted and ${formatNumber(sum('rejected'))} rejected in ${formatDuration(last.from - first.from + span)}; at most ${formatNumber(max)} in ${formatDuration(span)}.`,
  };
  const isShort = last.from + span - first.from < 2 * HOUR_MS;
  const at = (instant: number) => (isShort ? clockTime(instant, zone) : fullTime(instant, zone));
  const places = Math.round((last.from - first.from) / span) + 1;
  const bars = spans.map(({ from, submitted, rejected }) => ({
    position: Math.round((from - first.from) / span),
    parts: [
      { tone: 'delivered' as const, count: submitted },
      { tone: 'rejected' as const, count: rejected },
    ],
  }));
  const hasUndated = undated.submitted + undated.rejected > 0;
  return html`<figure><figcaption><h3>Handed over, over time</h3><p class="hint">${words.description}</p></figcaption>
<p class="small muted number">${formatNumber(max)} in ${formatDuration(span)}</p>
${barChart(words, { bars, places })}
<p class="ends small muted"><span>${fullTime(first.from, zone)}</span> <span>${at(last.from + span)}</span></p>
${numbersTable({
  id: 'handed-over-numbers',
  caption: 'Messages handed over, over time',
  columns: ['From', 'submitted', 'rejected'],
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

/** The outcomes of all prepared deliveries; false if there are none. */
export function outcomeChart({ audience, deliveries, outcomes }: IssueRecord): Markup | false {
  if (audience.prepared === 0) return false;
  const { terms } = outcomeSum(deliveries, outcomes);
  const countOf = (label: string) => terms.find((term) => term.label === label)?.count ?? 0;
  const parts: { tone: Tone; label: string; count: number }[] = [
    { tone: 'delivered', label: 'delivered', count: countOf('delivered') },
    { tone: 'unheard', label: 'submitted, nothing heard yet', count: countOf('nothing heard yet') },
    { tone: 'delayed', label: 'delayed', count: countOf('delayed') },
    { tone: 'bounced', label: 'bounced', count: countOf('bounced') },
    { tone: 'complained', label: 'complained', count: countOf('complained') },
    { tone: 'rejected', label: 'rejected', count: deliveries.rejected },
    { tone: 'uncertain', label: 'uncertain', count: deliveries.uncertain },
    { tone: 'excluded', label: 'left before their turn', count: deliveries.excluded },
    { tone: 'pending', label: 'pending', count: deliveries.pending },
  ];
  const some = parts.filter(({ count }) => count > 0);
  const words = {
    id: 'outcomes',
    title: 'What became of them',
    description: `${some.map(({ label, count }) => `${formatNumber(count)} ${label}`).join(', ')}.`,
  };
  const total = parts.reduce((sum, { count }) => sum + count, 0);
  return html`<figure><figcaption><h3>What became of them</h3></figcaption>
${stackedBar(words, parts)}
<table class="legend"><caption class="apart">What became of them</caption><thead class="apart"><tr><th scope="col">Outcome</th><th scope="col">Deliveries</th><th scope="col">Share</th></tr></thead><tbody>${some.map(
    ({ tone, label, count }) =>
      html`<tr><th scope="row"><svg class="swatch" viewBox="0 0 10 10" aria-hidden="true"><rect class="tone-${tone}" width="10" height="10"/></svg> ${label}</th><td class="number">${formatNumber(count)}</td><td class="number muted">${formatShare(count, total)}</td></tr>`,
  )}</tbody></table></figure>`;
}

/** With one decimal; never rounds to 0% or 100% unless exact. */
function formatShare(count: number, total: number): string {
  const percent = (count / total) * 100;
  if (percent < 0.1) return '< 0.1%';
  if (percent > 99.9 && count < total) return '> 99.9%';
  return `${percent.toFixed(1)}%`;
}

function growthText(first: FixedAudience, last: FixedAudience, max: number): string {
  const grown = last.candidates - first.candidates;
  const change = `${grown >= 0 ? '+' : '−'}${formatNumber(Math.abs(grown))}`;
  return `${formatNumber(first.candidates)} at ${first.slot}, ${formatNumber(last.candidates)} at ${last.slot}: ${change}. At most ${formatNumber(max)}.`;
}

/** Confirmed subscribers at the start of each issue; false before the first. */
export function audienceChart(audiences: readonly FixedAudience[]): Markup | false {
  const [first] = audiences;
  const last = audiences.at(-1);
  if (first === undefined || last === undefined) return false;
  const max = Math.max(...audiences.map(({ candidates }) => candidates));
  const words = {
    id: 'audience',
    title: 'Confirmed subscribers, issue by issue',
    description: first === last ? `${formatNumber(max)} at ${first.slot}.` : growthText(first, last, max),
  };
  return html`<figure><figcaption><h2>Confirmed subscribers</h2><p class="hint">At the moment at which each issue began to go out. ${words.description}</p></figcaption>
<p class="small muted number">${formatNumber(max)}</p>
${areaChart(
  words,
  audiences.map(({ candidates }) => candidates),
)}
<p class="ends small muted"><span>${first.slot}</span>${first !== last && html` <span>${last.slot}</span>`}</p>
${numbersTable({
  id: 'audience-numbers',
  caption: 'Confirmed subscribers, issue by issue',
  columns: ['Slot', 'confirmed', 'got a delivery'],
  rows: audiences
    .map(({ slot, candidates, prepared }) => ({ name: slot, counts: [candidates, prepared] }))
    .reverse(),
})}</figure>`;
}
