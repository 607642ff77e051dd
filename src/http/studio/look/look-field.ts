import { html } from 'hono/html';
import type { LookValues } from './look-values.ts';

export interface LookView {
  values: LookValues;
  /** The revision that the form is made from. */
  revision: number;
  /** The revision in force when the page was opened. */
  opened: number;
  problems: Readonly<Record<string, string>>;
}

/** Ties a field to its problem and its hint. */
export function described(id: string, problem: string | undefined) {
  const ids = `${problem === undefined ? '' : `${id}-problem `}${id}-hint`;
  return html` aria-describedby="${ids}"${problem !== undefined && html` aria-invalid="true"`}`;
}

export const problemPart = (id: string, problem: string | undefined) =>
  problem !== undefined && html`<p class="error" id="${id}-problem">${problem}</p>`;
