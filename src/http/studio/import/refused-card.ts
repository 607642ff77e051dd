import { html } from 'hono/html';
import type { RejectedLine } from '../../../subscribers/lists/csv-rows.ts';
import type { Markup } from '../../pages/page.ts';
import { button } from '../frame/components/buttons.ts';
import { dataTable } from '../frame/components/data-table.ts';
import { formatNumber, isolatedText } from '../frame/format.ts';

/** The download contains them all. */
const MAX_SHOWN_REFUSED = 100;

/** Lines that can't be imported, or only without a part, with why. */
export function refusedCard({
  rejected,
  download,
  linesAdded,
  isLeftOut = false,
}: {
  rejected: readonly RejectedLine[];
  download?: string;
  linesAdded: number;
  isLeftOut?: boolean;
}): Markup {
  const count = rejected.length;
  const title = isLeftOut
    ? 'Imported without a part that can’t be read'
    : `${formatNumber(count)} ${count === 1 ? 'line' : 'lines'} can’t be imported`;
  const id = isLeftOut ? 'left-out' : 'refused';
  return html`<section class="card flush" id="${id}" aria-labelledby="${id}-heading"><div class="tools-row row between"><h2 id="${id}-heading">${title}</h2>${download !== undefined && button({ words: 'Download them', isSlim: true, href: download })}</div>
${dataTable<RejectedLine>({
  caption: title,
  rows: rejected.slice(0, MAX_SHOWN_REFUSED),
  columns: [
    { label: 'Where', isHeader: true, cell: ({ line }) => `Line ${formatNumber(line - linesAdded)}` },
    {
      label: isLeftOut ? 'What is left out' : 'Why not',
      isLong: true,
      cell: ({ message }) => isolatedText(message),
    },
  ],
})}
${count > MAX_SHOWN_REFUSED && html`<p class="pager muted">The first ${MAX_SHOWN_REFUSED} of ${formatNumber(count)}; the download has them all.</p>`}
${!isLeftOut && html`<p class="pager muted small">Correct them in your file and import that part again. The others are not affected.</p>`}</section>`;
}
