import { html } from 'hono/html';
import type { Audience, DeliveryCounts, ProviderCounts } from '../../../issues/audience.ts';
import type { IssueRecord } from '../../../issues/issue-store.ts';
import type { Markup } from '../../pages/page.ts';
import { formatNumber } from '../frame/format.ts';

export interface Term {
  label: string;
  count: number;
}

/** `first ± others = total`. */
export interface Equation {
  first: Term;
  sign: '+' | '−';
  others: readonly Term[];
  total: Term;
}

/** "253 confirmed − 1 that can’t be mailed − 2 paused = 250 subscribers". */
export function audienceEquation({ candidates, prepared, excluded }: Audience): Equation {
  return {
    first: { label: 'confirmed', count: candidates },
    sign: '−',
    others: [
      { label: 'that can’t be mailed', count: excluded.suppressed },
      { label: 'paused', count: excluded.paused },
    ],
    total: subscribers(prepared),
  };
}

/** "249 accepted by Resend + 1 left before their turn = 250 subscribers". */
export function deliveryEquation(
  prepared: number,
  { submitted, pending, rejected, uncertain, excluded }: DeliveryCounts,
  carrier: string,
): Equation {
  return {
    first: { label: `accepted by ${carrier}`, count: submitted },
    sign: '+',
    others: [
      { label: 'still to send', count: pending },
      { label: 'refused', count: rejected },
      { label: 'without an answer', count: uncertain },
      { label: 'left before their turn', count: excluded },
    ],
    total: subscribers(prepared),
  };
}

/** How many were neither delivered nor failed: those that are delayed, and those of which nothing was heard. */
export function withoutWord(
  { submitted }: Pick<DeliveryCounts, 'submitted'>,
  { delivered, delayed, bounced, complained }: ProviderCounts,
): number {
  return Math.max(delayed, submitted - delivered - bounced - complained);
}

/**
 * "3 delivered + 2 bounced + 1 complained + 243 no word yet = 249 accepted by Resend". Reports may arrive before the
 * answer to the request, and so outnumber what was accepted; the total then says so.
 */
export function outcomeEquation(
  deliveries: Pick<DeliveryCounts, 'submitted'>,
  outcomes: ProviderCounts,
  carrier: string,
): Equation {
  const { delivered, bounced, complained } = outcomes;
  const silent = withoutWord(deliveries, outcomes);
  const all = delivered + bounced + complained + silent;
  return {
    first: { label: 'delivered', count: delivered },
    sign: '+',
    others: [
      { label: 'bounced', count: bounced },
      { label: 'complained', count: complained },
      { label: 'no word yet', count: silent },
    ],
    total: {
      label:
        all > deliveries.submitted
          ? `accepted by ${carrier}, or heard of before its answer`
          : `accepted by ${carrier}`,
      count: all,
    },
  };
}

/** All in one line: "3 delivered + 2 bounced + 244 no word yet + 1 left before their turn = 250 subscribers". */
export function endEquation(
  { audience, deliveries, outcomes }: Pick<IssueRecord, 'audience' | 'deliveries' | 'outcomes'>,
  carrier: string,
): Equation {
  const handing = deliveryEquation(audience.prepared, deliveries, carrier);
  const reports = outcomeEquation(deliveries, outcomes, carrier);
  const isHeardOf = Object.values(outcomes).some((count) => count > 0);
  // Before the answer to a request, what is reported counts as still to send.
  if (!isHeardOf || reports.total.count > deliveries.submitted) return handing;
  return { ...handing, first: reports.first, others: [...reports.others, ...handing.others] };
}

const subscribers = (count: number): Term => ({
  label: count === 1 ? 'subscriber' : 'subscribers',
  count,
});

/** One line of small print, without the terms that are 0; if it does not add up, it says so. */
export function sumLine(equation: Equation): Markup {
  return html`<p class="muted small sum">${sumText(equation)}</p>${!addsUp(equation) && html`<p class="error" role="alert">These numbers do not add up. Please report it, with the week.</p>`}`;
}

export function sumText({ first, sign, others, total }: Equation): string {
  const shown = others.filter(({ count }) => count !== 0);
  const rest = shown.map((term) => ` ${sign} ${words(term)}`).join('');
  return `${words(first)}${rest} = ${words(total)}`;
}

function addsUp({ first, sign, others, total }: Equation): boolean {
  const rest = others.reduce((sum, { count }) => sum + count, 0);
  return total.count === (sign === '+' ? first.count + rest : first.count - rest);
}

function words({ label, count }: Term): string {
  return `${formatNumber(count)} ${label}`;
}
