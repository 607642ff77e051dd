import { html } from 'hono/html';
import { DateTime } from 'luxon';
import type { IssueStatus } from '../../../issues/issue-states.ts';
import { inLocalTime } from '../../../schedule/local-time.ts';
import { oneLine, withoutBidiControls } from '../../../shared/clean-text.ts';
import { toIso } from '../../../shared/clock.ts';
import type { Markup } from '../../pages/page.ts';

/** "1,204". */
export function figure(count: number): string {
  return count.toLocaleString('en-GB');
}

/** A text of somebody else's as it may stand in a line of ours. */
export function foreignLine(text: string): Markup {
  return html`<bdi>${oneLine(withoutBidiControls(text))}</bdi>`;
}

/** An instant as the schedule's clocks show it. */
export function timeOf(instant: number, zone: string): Markup {
  return html`<time datetime="${toIso(instant)}">${inLocalTime(instant, zone)}</time>`;
}

/** An instant of a day that is known, to the second. */
export function secondOf(instant: number, zone: string): Markup {
  const words = DateTime.fromMillis(instant, { zone, locale: 'en' }).toFormat('HH:mm:ss');
  return html`<time datetime="${toIso(instant)}">${words}</time>`;
}

const TONES: Partial<Record<IssueStatus, 'good' | 'bad'>> = {
  approved: 'good',
  sending: 'good',
  sent: 'good',
  held: 'bad',
  paused: 'bad',
  cancelled: 'bad',
};

export function statusMark(status: IssueStatus): Markup {
  return html`<span class="status ${TONES[status] ?? ''}">${status}</span>`;
}

/** "45 s", "3 min", "1.5 h", "2 days". */
export function durationWords(milliseconds: number): string {
  const seconds = milliseconds / 1_000;
  if (seconds < 120) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.round(seconds / 360) / 10} h`;
  return `${Math.round(seconds / 86_400)} days`;
}

/** A term of a sum. */
export interface Term {
  label: string;
  count: number;
}

/** A sum with all its terms in place. One that does not add up says so, instead of hiding it. */
export function sumOf({ total, terms }: { total: Term; terms: readonly Term[] }): Markup {
  const adds = terms.reduce((sum, { count }) => sum + count, 0) === total.count;
  return html`<p class="sum">${term(total)}${terms.map(
    (one, index) => html` <span class="sign">${index === 0 ? '=' : '+'}</span> ${term(one)}`,
  )}</p>${!adds && html`<p class="error" role="alert">These numbers do not add up. Please report it, with the slot.</p>`}`;
}

function term({ label, count }: Term): Markup {
  return html`<span class="term${count === 0 ? ' none' : ''}"><b>${figure(count)}</b> ${label}</span>`;
}

/** The terms of a sum that are not nothing, in a line: they add up to the same. */
export function shortSum(terms: readonly Term[]): string {
  const some = terms.filter(({ count }) => count !== 0);
  return some.length === 0 ? '0' : some.map(({ label, count }) => `${figure(count)} ${label}`).join(' + ');
}
