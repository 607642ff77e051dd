import type { DateEvidences } from '../read-date.ts';
import type { HeaderKind } from './header-kind.ts';

/** A column's index, from 0, and its name in the file. */
export interface NamedPlace {
  place: number;
  label: string;
}

export interface ColumnSurvey extends NamedPlace {
  filled: number;
  /** Empty cells, in rows that are neither blank nor cut off before this column. */
  empty: number;
  /** Counts by value; null if there are too many values. */
  values: Map<string, number> | null;
  samples: string[];
  /** Email addresses among the first cells. */
  addresses: number;
  dates: DateEvidences;
  /** The kind that its name suggests; null for people's names, which are not searched. */
  kind: HeaderKind | null;
  /** Words for people who left, if there are too many values to keep. */
  optedOutWords: Set<string>;
}

export interface FileSurvey {
  /** Without trailing unnamed columns. If there is no header line: `column 1` and so on. */
  header: string[];
  hasHeader: boolean;
  columns: ColumnSurvey[];
  rows: number;
  /** Set if the file is not UTF-8. */
  encoding?: string | undefined;
}
