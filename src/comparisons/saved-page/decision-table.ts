import { lineKey, type PageLine, paragraphs } from './page-lines.ts';
import { valueOrNull } from './reviews/said-values.ts';

const ROWS = ['panel verdict', 'community', 'pricing', 'best for', 'category'] as const;
export type RowName = (typeof ROWS)[number];

/** Null where the table says nothing. */
export type DecisionTable = Record<RowName, [string | null, string | null]>;

/**
 * Reads rows in any order, skipping unknown ones. A table saved as text may have lost its empty cells: if one value
 * remains for two tools and no blank line marks the empty cell, both are unknown, because a price beside the wrong tool
 * would be worse than none. Only "Best for" is assigned if it repeats one tool's tagline.
 */
export function readTable({
  lines,
  taglines,
}: {
  lines: readonly PageLine[];
  taglines: readonly (string | null)[];
}): DecisionTable {
  const rows =
    gridRows(lines) ??
    gridRows(withEmptyCells(lines)) ??
    labelledRows(
      lines.slice(3),
      taglines.map((tagline) => lineKey(tagline ?? '')),
    );
  const row = (name: RowName): [string | null, string | null] => {
    const values = rows.get(name) ?? [];
    return [valueOrNull(values[0]), valueOrNull(values[1])];
  };
  return {
    'panel verdict': row('panel verdict'),
    community: row('community'),
    pricing: row('pricing'),
    'best for': row('best for'),
    category: row('category'),
  };
}

type Cell = Pick<PageLine, 'text' | 'key' | 'joins'>;

/** A line that continues the one above is not a cell of its own. */
function continuesCell({ joins }: Cell): boolean {
  return joins === 'wrapped' || joins === 'full';
}

function joinedCells(cells: readonly PageLine[]): PageLine[] {
  const joined: PageLine[] = [];
  for (const cell of cells) {
    const last = joined.at(-1);
    if (last !== undefined && continuesCell(cell)) {
      const text = paragraphs([last, cell]) ?? '';
      joined[joined.length - 1] = { ...last, text, key: lineKey(text) };
    } else joined.push(cell);
  }
  return joined;
}

/** Rows of three cells, unless a label is in a value's place and has no row of its own. */
function gridRows(cells: readonly Cell[]): Map<string, string[]> | undefined {
  if (cells.length % 3 !== 0) return undefined;
  const heads = cells.filter((_, index) => index % 3 === 0);
  if (heads.slice(1).some((head) => !isRow(head.key) && continuesCell(head))) return undefined;
  const labels = heads.map(({ key }) => key);
  const values = cells.filter((_, index) => index % 3 !== 0);
  if (values.some(({ key }) => isRow(key) && !labels.includes(key))) return undefined;
  return new Map(
    labels.map((label, row) => [label, values.slice(row * 2, row * 2 + 2).map(({ text }) => text)]),
  );
}

/** If the table's head has no blank lines, a blank line is an empty cell. */
function withEmptyCells(lines: readonly PageLine[]): Cell[] {
  const [, one, other] = lines;
  const dense = one?.blanksAbove === 0 && other?.blanksAbove === 0;
  return lines.flatMap(({ text, key, blanksAbove, joins }, index) => {
    const empty = index === 0 || !dense ? 0 : blanksAbove;
    return [
      ...Array.from({ length: empty }, () => ({ text: '', key: '' })),
      { text, key, ...(joins === undefined ? {} : { joins }) },
    ];
  });
}

/** A label and the lines up to the next: two values, or nothing that can be told apart. */
function labelledRows(cells: readonly PageLine[], taglines: readonly string[]): Map<string, string[]> {
  const starts = cells.flatMap(({ key }, index) => (isRow(key) ? [index] : []));
  return new Map(
    starts.map((start, row) => {
      const label = cells[start]?.key ?? '';
      const values = joinedCells(cells.slice(start + 1, starts[row + 1] ?? cells.length));
      if (values.length === 2) return [label, values.map(({ text }) => text)];
      return [label, label === 'best for' && values.length === 1 ? besideTagline(values, taglines) : []];
    }),
  );
}

function besideTagline([value]: readonly Cell[], taglines: readonly string[]): string[] {
  const owners = taglines.filter((tagline) => tagline === value?.key);
  return owners.length === 1 ? taglines.map((tagline) => (tagline === value?.key ? value.text : '')) : [];
}

function isRow(key: string): boolean {
  return ROWS.some((row) => row === key);
}
