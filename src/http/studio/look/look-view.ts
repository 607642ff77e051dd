import type { LookValues } from './look-values.ts';

export interface LookView {
  values: LookValues;
  /** The revision that the form is made from. */
  revision: number;
  /** The revision in force when the page was opened. */
  opened: number;
  problems: Readonly<Record<string, string>>;
}
