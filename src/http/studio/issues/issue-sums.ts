import { html } from 'hono/html';
import type { Audience, DeliveryCounts, ProviderCounts } from '../../../issues/audience.ts';
import type { Markup } from '../../pages/page.ts';
import { formatNumber } from '../frame/format.ts';

export interface Term {
  label: string;
  count: number;
}

export interface Sum {
  total: Term;
  terms: Term[];
}

/** `candidates = prepared + excluded`, by reason. */
export function audienceSum({ candidates, prepared, excluded }: Audience): Sum {
  return {
    total: { label: 'candidates', count: candidates },
    terms: [
      { label: 'prepared', count: prepared },
      { label: 'suppressed', count: excluded.suppressed },
      { label: 'paused', count: excluded.paused },
    ],
  };
}

/** `prepared = submitted + pending + …`. */
export function deliverySum(
  prepared: number,
  { submitted, pending, rejected, uncertain, excluded }: DeliveryCounts,
): Sum {
  return {
    total: { label: 'prepared', count: prepared },
    terms: [
      { label: 'submitted', count: submitted },
      { label: 'pending', count: pending },
      { label: 'rejected', count: rejected },
      { label: 'uncertain', count: uncertain },
      { label: 'left before their turn', count: excluded },
    ],
  };
}

/**
 * What the provider reported about submitted messages. Events may arrive before the response to the request, so
 * reports can outnumber submissions; the total then says so.
 */
export function outcomeSum(
  { submitted }: Pick<DeliveryCounts, 'submitted'>,
  { delivered, delayed, bounced, complained }: ProviderCounts,
): Sum {
  const reported = delivered + delayed + bounced + complained;
  const early = reported > submitted;
  return {
    total: early
      ? { label: 'submitted, or heard of before the answer', count: reported }
      : { label: 'submitted', count: submitted },
    terms: [
      { label: 'delivered', count: delivered },
      { label: 'delayed', count: delayed },
      { label: 'bounced', count: bounced },
      { label: 'complained', count: complained },
      { label: 'nothing heard yet', count: Math.max(0, submitted - reported) },
    ],
  };
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
