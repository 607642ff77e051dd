import { html } from 'hono/html';
import { formatNumber } from '../../../../shared/counted.ts';
import type { Markup } from '../../../pages/page.ts';

export interface Column<Row> {
  /** Names the column, and on a phone each of its cells. */
  label: string;
  cell: (row: Row) => string | Markup | false;
  /** Numbers stand at the right. */
  isNumber?: boolean;
  /** The row's header: exactly one column, which is the card's title on a phone. */
  isHeader?: boolean;
  /** A box to select the row: no label on a phone. */
  isPick?: boolean;
  /** Long text: beneath its label on a phone. */
  isLong?: boolean;
  /** In a compact table: stays beside the title, such as a badge. */
  isMark?: boolean;
}

export interface DataTable<Row> {
  /** What the table lists; read aloud, not shown. */
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  /** On a phone the facts of a row stand in one line, without labels. */
  isCompact?: boolean;
  rowId?: (row: Row) => string;
}

/**
 * A table that becomes cards below 700 px. Its roles are written out, because `display: block` takes them away. Put it
 * into `<div class="card flush">`.
 */
export function dataTable<Row>({ caption, columns, rows, isCompact = false, rowId }: DataTable<Row>): Markup {
  return html`<table class="data${isCompact && ' compact'}" role="table"><caption class="apart">${caption}</caption>
<thead role="rowgroup"><tr role="row">${columns.map(({ label, isNumber = false, isPick = false }) => html`<th role="columnheader" scope="col"${isNumber && html` class="end"`}>${isPick ? html`<span class="apart">${label}</span>` : label}</th>`)}</tr></thead>
<tbody role="rowgroup">${rows.map((row) => html`<tr role="row"${rowId !== undefined && html` id="${rowId(row)}"`}>${columns.map((column) => cellOf(column, row))}</tr>`)}</tbody></table>`;
}

function cellOf<Row>(column: Column<Row>, row: Row): Markup {
  const shown = column.cell(row);
  if (column.isHeader === true) return html`<th role="rowheader" scope="row">${shown}</th>`;
  if (column.isPick === true) return html`<td role="cell" class="pick">${shown}</td>`;
  const classes = [
    column.isNumber === true ? 'end num' : '',
    column.isLong === true ? 'long' : '',
    column.isMark === true ? 'mark' : '',
  ].filter(Boolean);
  return html`<td role="cell"${classes.length > 0 && html` class="${classes.join(' ')}"`} data-label="${column.label}"><span class="val">${shown}</span></td>`;
}

export interface Pager {
  /** "1–50 of 641". */
  words: string;
  before?: string | undefined;
  after?: string | undefined;
}

/** Beneath a list: what is shown, and the way to the rest. */
export function pager({ words, before, after }: Pager): Markup {
  return html`<nav class="pager" aria-label="Pages"><span class="muted">${words}</span><span class="actions">${before !== undefined && html`<a class="btn slim" rel="prev" href="${before}">Previous</a>`}${after !== undefined && html`<a class="btn slim" rel="next" href="${after}">Next</a>`}</span></nav>`;
}

/** The words of a pager whose pages have numbers. */
export function rangeWords({ page, size, all }: { page: number; size: number; all: number }): string {
  const first = (page - 1) * size + 1;
  return `${formatNumber(first)}–${formatNumber(Math.min(all, page * size))} of ${formatNumber(all)}`;
}
