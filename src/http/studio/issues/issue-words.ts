import { html } from 'hono/html';
import type { Markup } from '../../pages/page.ts';
import { formatNumber } from '../frame/format.ts';

/** "45 s", "3 min", "1.5 h", "2 days". */
export function durationWords(milliseconds: number): string {
  const seconds = milliseconds / 1_000;
  if (seconds < 120) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.round(seconds / 360) / 10} h`;
  return `${Math.round(seconds / 86_400)} days`;
}

export interface Term {
  label: string;
  count: number;
}

/** A sum with all its terms; if they do not add up, it says so. */
export function sumPart({ total, terms }: { total: Term; terms: readonly Term[] }): Markup {
  const adds = terms.reduce((sum, { count }) => sum + count, 0) === total.count;
  return html`<p class="sum">${term(total)}${terms.map(
    (one, index) => html` <span class="sign">${index === 0 ? '=' : '+'}</span> ${term(one)}`,
  )}</p>${!adds && html`<p class="error" role="alert">These numbers do not add up. Please report it, with the slot.</p>`}`;
}

function term({ label, count }: Term): Markup {
  return html`<span class="term${count === 0 ? ' none' : ''}"><b>${formatNumber(count)}</b> ${label}</span>`;
}

/** The non-zero terms of a sum, on one line. */
export function shortSum(terms: readonly Term[]): string {
  const some = terms.filter(({ count }) => count !== 0);
  return some.length === 0
    ? '0'
    : some.map(({ label, count }) => `${formatNumber(count)} ${label}`).join(' + ');
}
