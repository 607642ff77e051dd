import type { AppError } from '../../shared/errors.ts';
import type { ColumnSurvey, NamedPlace } from './columns/file-survey.ts';
import type { StatusColumn } from './columns/standing-column.ts';
import type { ImportSurface } from './import-surface.ts';
import type { KnownExport, ListStatus } from './products/export-form.ts';
import type { DateOrder } from './read-date.ts';

/** `ignore`: about something else. `unread`: not read, but if it may say who left, that is still asked. */
export const COLUMN_ROLES = [
  'email',
  'name',
  'created_at',
  'status',
  'suppressed',
  'paused_until',
  'pending',
  'unsubscribed',
  'bounced',
  'complained',
  'ignore',
  'unread',
] as const;
export type ColumnRole = (typeof COLUMN_ROLES)[number];

export interface ImportChoice {
  /** `command` by default. */
  surface?: ImportSurface | undefined;
  /** Whose export it is: one of `IMPORT_FORMATS`. Null: the header decides. */
  from: string | null;
  /** Each column by name or as `#3`; parts of a name in order. */
  columns: readonly { column: string; role: ColumnRole }[];
  /** What words mean in one column, or in all if `column` is null. An empty word is an empty cell, `*` any other. */
  words: readonly { column: string | null; word: string; means: ListStatus }[];
  /** For a file that is neither UTF-8 nor UTF-16: a label of the Encoding Standard. */
  encoding?: string | undefined;
}

export const NO_CHOICE: ImportChoice = { from: null, columns: [], words: [] };

export interface ImportPlan {
  product: KnownExport | null;
  /** The first row is a header, not a subscriber. */
  hasHeader: boolean;
  /** Set if the file is not UTF-8. */
  encoding?: string | undefined;
  surface?: ImportSurface | undefined;
  /** Trailing columns without a name do not count. */
  width: number;
  email: NamedPlace;
  name: readonly NamedPlace[];
  createdAt: readonly (NamedPlace & { orderOf: (separator: string) => DateOrder | undefined })[];
  pausedUntil: (NamedPlace & { orderOf: (separator: string) => DateOrder | undefined }) | null;
  statusColumns: readonly StatusColumn[];
  fileMarks: readonly StatusColumn[];
  unread: readonly NamedPlace[];
}

/** A column that may say who must not be emailed, in a way that is not known. */
export interface ColumnQuestion {
  column: ColumnSurvey;
  /** `unread`: the column is not read; `words`: it is, but most of its words are unknown. */
  about: 'unread' | 'words';
  /** Those of its values that already have a meaning; `*` if any other word has one. */
  known: ReadonlySet<string>;
}

export interface ImportPlanning {
  plan: ImportPlan | null;
  /** Why there is no plan, or why it must not be followed. */
  problem: AppError | null;
  questions: readonly ColumnQuestion[];
}
