import type { Context } from 'hono';
import { html } from 'hono/html';
import type { Markup } from '../../pages/page.ts';
import { formatNumber } from './format.ts';

/** The requested page, from 1; null if it is not a number. */
export function pageNumber(context: Context): number | null {
  const given = context.req.query('page') ?? '1';
  return /^[1-9]\d{0,5}$/.test(given) ? Number(given) : null;
}

/** Links to the previous and next page; false if there is only one page. */
export function pageLinks({
  page,
  last,
  to,
}: {
  page: number;
  last: number;
  to: (page: number) => string;
}): Markup | false {
  if (last === 1) return false;
  return html`<nav class="row pages" aria-label="Pages">${page > 1 && html`<a rel="prev" href="${to(page - 1)}">Before</a>`} <span class="muted">Page ${formatNumber(page)} of ${formatNumber(last)}</span> ${page < last && html`<a rel="next" href="${to(page + 1)}">After</a>`}</nav>`;
}
