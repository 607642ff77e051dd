/** What a table promises, in words that both databases share. */
export interface TableShape {
  /** Each column's type, and whether it is not null, numbered by the database, or has a default. */
  columns: Record<string, string>;
  primaryKey: string[];
  indexes: Record<string, IndexShape>;
  /** Each as `a, b → table (c, d) on delete cascade`. */
  foreignKeys: string[];
  /** The condition of each CHECK by its name. */
  checks: Record<string, string>;
  /** What a trigger refuses or does, each as `before update`. */
  triggers: string[];
}

export interface IndexShape {
  unique: boolean;
  /** With `desc`, or `nulls last`, where that is the order. */
  columns: string[];
  where: string | null;
}

export type Shapes = Record<string, TableShape>;

/** One line for a column: `text, not null, default 'x'`. */
export function columnWords(type: string, words: Record<string, boolean>, preset: string | null): string {
  const held = Object.keys(words).filter((word) => words[word]);
  return [type, ...held, ...(preset === null ? [] : [`default ${preset}`])].join(', ');
}

export function referenceWords(from: string[], table: string, to: string[], onDelete: string): string {
  return `${from.join(', ')} → ${table} (${to.join(', ')}) on delete ${onDelete.toLowerCase()}`;
}

/** An expression in the words of either database. */
export function inLowerCase(expression: string): string {
  return expression
    .trim()
    .replace(/^\((.*)\)$/s, '$1')
    .toLowerCase();
}
