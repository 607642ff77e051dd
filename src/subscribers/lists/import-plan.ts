import type { AppError } from '../../shared/errors.ts';
import type { ColumnSurvey, NamedPlace } from './columns/file-survey.ts';
import type { StandingColumn } from './columns/standing-column.ts';
import type { ImportSurface } from './import-surface.ts';
import type { KnownExport, Standing } from './products/export-form.ts';
import type { DateOrder } from './read-date.ts';

/**
 * What a column may be read as. `ignore`: it is about something else. `unread`: it is not read, and where it may say who
 * left, that is still asked.
 */
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

/** What a person says of a file. */
export interface ImportChoice {
  /** The command, where it is not named. */
  surface?: ImportSurface | undefined;
  /** Whose export it is: one of `IMPORT_FORMS`. Null: its header tells. */
  from: string | null;
  /** What its columns are, each by its name or as `#3`; parts of a name in their order. */
  columns: readonly { column: string; role: ColumnRole }[];
  /** What words mean in one column, or in all where `column` is null. An empty word is an empty cell, `*` any other. */
  words: readonly { column: string | null; word: string; means: Standing }[];
  /** The encoding of a file that is neither UTF-8 nor UTF-16, by a label of the Encoding Standard. */
  encoding?: string | undefined;
}

export const NO_CHOICE: ImportChoice = { from: null, columns: [], words: [] };

/** How a file is read. */
export interface ImportPlan {
  product: KnownExport | null;
  /** The first row is a header, and not a subscriber. */
  hasHeader: boolean;
  /** Named where the file is not UTF-8. */
  encoding?: string | undefined;
  /** Where refused lines are told: the command, where it is not named. */
  surface?: ImportSurface | undefined;
  /** How many columns the file has; trailing ones without a name do not count. */
  width: number;
  email: NamedPlace;
  /** The parts of a name, in order. */
  name: readonly NamedPlace[];
  createdAt: readonly (NamedPlace & { orderOf: (sign: string) => DateOrder | undefined })[];
  pausedUntil: (NamedPlace & { orderOf: (sign: string) => DateOrder | undefined }) | null;
  standings: readonly StandingColumn[];
  fileMarks: readonly StandingColumn[];
  /** Columns that somebody or the product's form said are about something else, and all others that are not read. */
  unread: readonly NamedPlace[];
}

/** A column that may say who must not be mailed, and of which nobody knows how. */
export interface ColumnQuestion {
  column: ColumnSurvey;
  /** `unread`: the column is not read; `words`: it is, and most of its words are not known. */
  about: 'unread' | 'words';
  /** Those of its values that have a meaning already; `*` where any other word has one. */
  known: ReadonlySet<string>;
}

/** A file as it would be read, or what keeps it from being read. */
export interface ImportPlanning {
  plan: ImportPlan | null;
  /** Why there is no plan, or why it may not be followed. */
  problem: AppError | null;
  questions: readonly ColumnQuestion[];
}
