import { html } from 'hono/html';
import type { Markup } from '../../pages/page.ts';
import { fold } from '../frame/components/facts.ts';
import { formatNumber } from '../frame/format.ts';

// Charts contain no text, so that they can stretch to any width; the text is beside them and in a table.

/** A chart's text alternative. */
export interface ChartText {
  /** Unique on the page. */
  id: string;
  title: string;
  description: string;
}

function picture(
  { id, title, description }: ChartText,
  { box, shapes }: { box: string; shapes: Markup },
): Markup {
  return html`<svg class="chart" viewBox="${box}" preserveAspectRatio="none" role="img" aria-labelledby="${id}-title ${id}-desc"><title id="${id}-title">${title}</title><desc id="${id}-desc">${description}</desc>${shapes}</svg>`;
}

const HEIGHT = 100;

export interface Bar {
  /** From 0; positions may be skipped. */
  position: number;
  /** From bottom to top. */
  parts: readonly { tone: Tone; count: number }[];
}

export type Tone = 'accepted' | 'refused';

/** A stacked bar chart with room for `places` bars. */
export function barChart(
  words: ChartText,
  { bars, places }: { bars: readonly Bar[]; places: number },
): Markup {
  const max = Math.max(1, ...bars.map(({ parts }) => totalOf(parts)));
  const shapes = bars.map(({ position, parts }) => {
    let top = HEIGHT;
    return parts.map(({ tone, count }) => {
      if (count === 0) return '';
      const height = round((count / max) * HEIGHT);
      top -= height;
      return html`<rect class="tone-${tone}" x="${position * 10 + 1}" y="${round(top)}" width="8" height="${height}"/>`;
    });
  });
  return picture(words, { box: `0 0 ${places * 10} ${HEIGHT}`, shapes: html`${shapes}` });
}

/** An area chart whose axis starts at zero. */
export function areaChart(words: ChartText, values: readonly number[]): Markup {
  const max = Math.max(1, ...values);
  const step = values.length > 1 ? 1_000 / (values.length - 1) : 0;
  const points = values.map(
    (value, index) => `${round(index * step)},${round(HEIGHT - (value / max) * (HEIGHT - 2))}`,
  );
  const line = values.length === 1 ? `${points[0]} 1000,${points[0]?.split(',')[1]}` : points.join(' ');
  const shapes = html`<polygon class="area" points="0,${HEIGHT} ${line} 1000,${HEIGHT}"/><polyline class="line" points="${line}"/>`;
  return picture(words, { box: `0 0 1000 ${HEIGHT}`, shapes });
}

/** A chart's numbers as a table that opens on demand. */
export function numbersTable({
  id,
  caption,
  columns,
  rows,
}: {
  /** Unique on the page. */
  id: string;
  caption: string;
  columns: readonly string[];
  rows: readonly { name: Markup | string; counts: readonly number[] }[];
}): Markup {
  const [first, ...others] = columns;
  return fold({
    id,
    title: 'The numbers as a table',
    body: html`<table class="numbers"><caption class="apart">${caption}</caption>
<thead><tr><th scope="col">${first}</th>${others.map((column) => html`<th scope="col" class="end">${column}</th>`)}</tr></thead>
<tbody>${rows.map(
      ({ name, counts }) =>
        html`<tr><th scope="row">${name}</th>${counts.map((count) => html`<td class="end num">${formatNumber(count)}</td>`)}</tr>`,
    )}</tbody></table>`,
  });
}

function totalOf(parts: readonly { count: number }[]): number {
  return parts.reduce((sum, { count }) => sum + count, 0);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
