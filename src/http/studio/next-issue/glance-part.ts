import { html } from 'hono/html';
import { formatKiB, MAX_HTML_BYTES } from '../../../issues/problems/max-html-size.ts';
import { counted, formatNumber, zoneName } from '../../../shared/format.ts';
import type { Markup } from '../../pages/page.ts';
import { facts } from '../frame/components/facts.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { dayAndTime, distance } from '../frame/times.ts';
import type { Home } from './read-home.ts';

/** When, to how many, and what: in one line. */
export function glancePart(home: Home, path: StudioEnv['Variables']['path']): Markup {
  return html`<div id="glance" data-live>${facts([whenFact(home, path), whoFact(home, path), whatFact(home)], { isLine: true })}</div>`;
}

function whenFact({ dueAt, now, zone }: Home, path: StudioEnv['Variables']['path']) {
  const settings = html` · <a href="${path('/studio/settings')}">Change the schedule</a>`;
  if (dueAt === null)
    return {
      term: 'Goes out',
      fact: 'No date is set',
      note: html`The schedule has no issue in this week.${settings}`,
    };
  const isPast = dueAt <= now;
  return {
    term: isPast ? 'Was due' : 'Goes out',
    fact: dayAndTime(dueAt, zone),
    note: html`${zoneName(dueAt, zone)}, ${distance(dueAt, now)}${!isPast && settings}`,
  };
}

function whoFact({ audience }: Home, path: StudioEnv['Variables']['path']) {
  const { candidates, prepared, excluded } = audience;
  const parts = [
    excluded.suppressed > 0 && `${formatNumber(excluded.suppressed)} can’t be mailed`,
    excluded.paused > 0 && `${formatNumber(excluded.paused)} paused`,
  ].filter((part) => part !== false);
  const sum =
    parts.length === 0
      ? 'everybody who confirmed'
      : `of ${formatNumber(candidates)} who confirmed; ${parts.join(', ')}`;
  return {
    term: 'To',
    fact: counted(prepared, 'subscriber'),
    note: html`${candidates === 0 ? 'Nobody is confirmed yet' : sum} · <a href="${path('/studio/subscribers?state=confirmed')}">Who?</a>`,
  };
}

function whatFact({ preview, tools }: Home) {
  const { items = [], bytes } = preview?.issue ?? {};
  const named = new Set(items.flatMap(({ slug }) => (tools.get(slug) ?? []).map(({ name }) => name)));
  const fact =
    items.length === 0
      ? 'Nothing yet'
      : `${counted(items.length, 'comparison')} of ${counted(named.size, 'tool')}`;
  const note =
    items.length === 0 || bytes === undefined
      ? 'What you publish until then joins it'
      : `${Math.ceil(Number(formatKiB(bytes.html)))} KB of at most ${MAX_HTML_BYTES / 1024}; Gmail cuts off longer mail`;
  return { term: 'Content', fact, note };
}
