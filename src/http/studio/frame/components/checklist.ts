import { html } from 'hono/html';
import type { Markup } from '../../../pages/page.ts';
import { type Icon, icon } from './icons.ts';

export type CheckLevel = 'must' | 'look' | 'open' | 'done';

/** In the order in which they are shown. */
const LEVELS: readonly CheckLevel[] = ['must', 'look', 'open', 'done'];

const FACES: Readonly<Record<CheckLevel, { words: string; picture: Icon }>> = {
  must: { words: 'Must fix', picture: 'octagon' },
  look: { words: 'Worth a look', picture: 'triangle' },
  open: { words: 'Not yet', picture: 'dashed' },
  done: { words: 'Done', picture: 'done' },
};

export interface Check {
  level: CheckLevel;
  what: string | Markup;
  note?: string | Markup;
  /** One button: the way to fix it. */
  action?: Markup | undefined;
}

/** What must be fixed, is worth a look, is not done yet, is done: in this order, whatever the order given. */
export function checklist(checks: readonly Check[]): Markup {
  const sorted = LEVELS.flatMap((level) => checks.filter((check) => check.level === level));
  return html`<ul class="todo">${sorted.map(({ level, what, note, action }) => {
    const { words, picture } = FACES[level];
    return html`<li><span class="is-${level}">${icon(picture, 18)}</span><span class="text"><span class="apart">${words}: </span>${level === 'must' ? html`<b>${what}</b>` : what}${note !== undefined && html` <span class="small">${note}</span>`}</span>${action}</li>`;
  })}</ul>`;
}

/** "2 to fix, 1 worth a look", "Ready, 1 worth a look" or "Ready". */
export function checklistCount(checks: readonly Check[]): string {
  const count = (level: CheckLevel) => checks.filter((check) => check.level === level).length;
  const first = count('must') > 0 ? `${count('must')} to fix` : 'Ready';
  return count('look') > 0 ? `${first}, ${count('look')} worth a look` : first;
}
