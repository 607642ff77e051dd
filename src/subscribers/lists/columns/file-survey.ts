import type { DateEvidences } from '../read-date.ts';
import type { HeaderKind } from './header-kind.ts';

/** A column of a file: its place, from 0, and what the file calls it. */
export interface NamedPlace {
  place: number;
  label: string;
}

/** What a whole file has in one of its columns. */
export interface ColumnSurvey extends NamedPlace {
  /** Cells with anything in them. */
  filled: number;
  /** Cells with nothing in them, of rows that say anything and were not cut off before this column. */
  empty: number;
  /** Each value with how often it is there; null where there are more than `MOST_VALUES`. */
  values: Map<string, number> | null;
  /** A few of its values, from the beginning. */
  samples: string[];
  /** How many of the first cells are addresses. */
  addresses: number;
  dates: DateEvidences;
  /** What its name says that it is about; null for the names of people, in which nothing is looked for. */
  kind: HeaderKind | null;
  /** Words for people who left, where there are too many values to keep. */
  goneWords: Set<string>;
}

export interface FileSurvey {
  /** Without trailing columns that have no name. Where there is no header line: `column 1` and so on. */
  header: string[];
  hasHeader: boolean;
  columns: ColumnSurvey[];
  rows: number;
  /** Named where the file is not UTF-8. */
  encoding?: string | undefined;
}
