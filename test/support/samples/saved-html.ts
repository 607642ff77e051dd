import type { Comparison, Review } from '../../../src/comparisons/comparison.ts';
import { community, paragraphsOf, reviewers, scoreLine, table } from './saved-pages.ts';

type Side = Comparison['tools'][number];

export interface HtmlParts {
  /** The contents of the head, such as a canonical link. */
  head?: string;
  /** What follows the comparison, such as a time. */
  tail?: string;
  /** What replaces a missing review; without it, not even an empty place. */
  absent?: string;
}

/** A labelled page as HTML: figures and labels in bare spans, a real table, and what no reader sees. */
export function labelledHtml(comparison: Comparison, parts: HtmlParts = {}): string {
  const [one, other] = comparison.tools;
  const rows = table(comparison).map(
    (row) => `<tr>${row.map((cell) => `<td>${escaped(cell === '—' ? '' : cell)}</td>`).join('')}</tr>`,
  );
  const body = [
    `<nav><a href="/">Compare</a><span>/</span><span>${escaped(`${one.name} vs ${other.name}`)}</span></nav>`,
    `<h1>${escaped(one.name)} <em>vs</em> ${escaped(other.name)}</h1><p>An invented line that introduces the page.</p>`,
    ...comparison.tools.map((side) => card(side)),
    `<table><tbody>${rows.join('')}</tbody></table>`,
    '<h2>Reviewer scorecard</h2>',
    ...reviewers(comparison).map((name) => reviewer(comparison, name, parts)),
  ];
  return document(body, parts);
}

/**
 * A labelled page whose scorecard is a table: a row for each reviewer, a cell for each tool, empty without a review.
 */
export function labelledTableHtml(comparison: Comparison, { head }: { head: boolean }): string {
  const row = (cells: readonly string[]) =>
    `<tr><th>${cells[0]}</th>${cells
      .slice(1)
      .map((cell) => `<td>${cell}</td>`)
      .join('')}</tr>`;
  const rows = reviewers(comparison).map((name) =>
    row([
      escaped(name),
      ...comparison.tools.map(({ reviews }) => {
        const own = reviews.find(({ reviewer }) => reviewer === name);
        return own === undefined ? '' : `<p>${scoreLine(own)}</p><p>${escaped(own.text)}</p>`;
      }),
    ]),
  );
  const names = head ? row(['Reviewer', ...comparison.tools.map(({ name }) => escaped(name))]) : '';
  return labelledHtml(comparison).replace(
    /(<h2>Reviewer scorecard<\/h2>).*(?=<\/main>)/s,
    (_, heading: string) => `${heading}<table>${names}${rows.join('')}</table>`,
  );
}

/** A plain page as HTML. */
export function plainHtml(comparison: Comparison, parts: HtmlParts = {}): string {
  const [one, other] = comparison.tools;
  const quotes = one.reviews.flatMap((review, index) => [review, other.reviews[index]]);
  const body = [
    `<h1>${escaped(one.name)} vs ${escaped(other.name)}</h1><p>An invented line that introduces the page.</p>`,
    ...comparison.tools.map((side) => card({ ...side, verdict: null })),
    '<h2>Reviewer scorecard</h2>',
    ...quotes.map((review) =>
      review
        ? `<blockquote>${paragraphsOf(`“${review.text}”`)
            .map((text) => `<p>${escaped(text)}</p>`)
            .join('')}</blockquote>`
        : '',
    ),
  ];
  return document(body, parts);
}

function document(body: readonly string[], { head = '', tail = '' }: HtmlParts): string {
  return `<!DOCTYPE html>
<html lang="en"><head><title>Invented</title>${head}<style>p { color: red }</style></head><body>
<script>var text = "Panel ship";</script><noscript>Enable scripts.</noscript>
<template><p>Reviewer scorecard</p></template><div hidden>Panel ship</div><div style="display: none">Entry</div>
<main>${body.join('\n')}</main>${tail}
<section><h2>Weekly AI Tool Verdicts</h2><form><p>Get the next comparison in your inbox</p><button>Join</button></form></section>
</body></html>
`;
}

function card(side: Side): string {
  const figure = (value: string | null, label: string) =>
    `<div><span>${escaped(value ?? '—')}</span><span>${label}</span></div>`;
  const share = side.panelShare === null ? null : `${side.panelShare}%`;
  return `<article><div><svg><title>Logo</title></svg><span>${side.name.slice(0, 1)}</span></div>
    <div>${escaped(side.category ?? '—')}</div><h2>${escaped(side.name)}</h2><p>${escaped(side.tagline ?? '—')}</p>
    ${side.verdict === null ? '' : `<div><span>${side.verdict}</span><span>${share ?? '—'}</span></div>`}
    ${side.verdict === null ? figure(share, 'Panel ship') : '<div>Panel ship</div>'}
    ${figure(community(side), 'Community')}${figure(side.entry, 'Entry')}
    ${paragraphsOf(side.description)
      .map((text) => `<p>${escaped(text)}</p>`)
      .join('')}</article>`;
}

function reviewer({ tools }: Comparison, name: string, { absent }: HtmlParts): string {
  const block = (review: Review) =>
    `<span>${scoreLine(review)}</span>${paragraphsOf(review.text)
      .map((text) => `<p>${escaped(text)}</p>`)
      .join('')}`;
  const cells = tools.flatMap((side) => {
    const own = side.reviews.filter(({ reviewer }) => reviewer === name).map(block);
    return own.length === 0 && absent !== undefined ? [escaped(absent)] : own;
  });
  return `<section><div><span>${escaped(name)}</span></div><div>${cells.map((cell) => `<div>${cell}</div>`).join('')}</div></section>`;
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
