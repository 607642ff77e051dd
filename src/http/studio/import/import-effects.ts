import { html } from 'hono/html';
import type { RowEffect } from '../../../subscribers/lists/row-effect.ts';
import type { Markup } from '../../pages/page.ts';
import { facts } from '../frame/components/facts.ts';
import { formatNumber } from '../frame/format.ts';

/** What becomes of each line, before an import and after it, with the sum. */
export function effectsPart(
  effects: Readonly<Record<RowEffect, number>>,
  { refused }: { refused: number },
): Markup {
  const all = [
    { term: 'New', count: effects.new },
    { term: 'Already here', count: effects.here, note: 'Filled in from the file' },
    {
      term: 'Unsubscribed or can’t be mailed',
      count: effects.stays,
      note: 'Get no mail; names are filled in',
    },
    ...(effects.repeated > 0
      ? [{ term: 'Twice in the file', count: effects.repeated, note: 'The first counts' }]
      : []),
    {
      term: 'Can’t be imported',
      count: refused,
      ...(refused > 0 && { note: html`<a href="#refused">See them</a>` }),
    },
  ];
  const sum = all.reduce((total, { count }) => total + count, 0);
  return html`${facts(all.map(({ count, ...one }) => ({ ...one, fact: formatNumber(count), isBig: true })))}
<p class="muted small num">${all.map(({ count }) => formatNumber(count)).join(' + ')} = ${formatNumber(sum)} ${sum === 1 ? 'line' : 'lines'}</p>`;
}
