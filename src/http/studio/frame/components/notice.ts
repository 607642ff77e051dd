import { html } from 'hono/html';
import type { Markup } from '../../../pages/page.ts';
import { type Icon, icon } from './icons.ts';

export type NoticeTone = 'good' | 'info' | 'warn' | 'bad';

const ICONS: Readonly<Record<NoticeTone, Icon>> = {
  good: 'done',
  info: 'info',
  warn: 'triangle',
  bad: 'octagon',
};

export interface Notice {
  tone: NoticeTone;
  /** What happened: a bold sentence. */
  what: string | Markup;
  /** Why, and what to do. */
  rest?: string | Markup | false;
  /** More than a sentence: lists, paragraphs. */
  more?: Markup | false;
  /** At most two. */
  actions?: readonly (Markup | false)[];
  /** Said aloud when it appears; `false` for a notice that is simply part of the page. */
  isAnnounced?: boolean;
  id?: string;
}

/** Something happened: good news is a status, bad news an alert. */
export function notice({ tone, what, rest, more, actions = [], isAnnounced = true, id }: Notice): Markup {
  const role = tone === 'good' || tone === 'info' ? 'status' : 'alert';
  return html`<div class="notice ${tone}"${id !== undefined && html` id="${id}"`}${isAnnounced && html` role="${role}"`}>${icon(ICONS[tone])}<div><p><b>${what}</b>${rest !== undefined && rest !== false && html` ${rest}`}</p>${more}${actions.length > 0 && html`<div class="actions">${actions}</div>`}</div></div>`;
}
