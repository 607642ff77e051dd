import { html } from 'hono/html';
import type { Markup } from '../../../pages/page.ts';
import { icon } from './icons.ts';

export type ButtonKind = 'primary' | 'second' | 'quiet' | 'danger';

export interface Button {
  words: string | Markup;
  /** A link; without it, a button that submits its form. */
  href?: string;
  /** One primary on a page; quiet inside rows; danger where something ends for good. By default second. */
  kind?: ButtonKind;
  /** Lower, for rows and cards. */
  isSlim?: boolean;
  id?: string;
  /** What a screen reader says, where the words alone do not name the thing. */
  label?: string;
  name?: string;
  value?: string;
  /** The form it submits, if it stands outside of it. */
  form?: string;
  isDisabled?: boolean;
  isDownload?: boolean;
}

/** A button or a link that looks like one. Words that end in "…" promise to ask first. */
export function button(given: Button): Markup {
  const { words, href, kind = 'second', isSlim = false, id, label } = given;
  const classes = ['btn', kind === 'second' ? '' : kind, isSlim ? 'slim' : ''].filter(Boolean).join(' ');
  const own = html`class="${classes}"${id !== undefined && html` id="${id}"`}${label !== undefined && html` aria-label="${label}"`}`;
  if (href !== undefined)
    return html`<a ${own} href="${href}"${given.isDownload === true && html` download`}>${words}</a>`;
  return html`<button ${own}${given.name !== undefined && html` name="${given.name}" value="${given.value ?? ''}"`}${given.form !== undefined && html` form="${given.form}"`}${given.isDisabled === true && html` disabled`}>${words}</button>`;
}

/** Buttons beside one another. */
export function actions(...buttons: readonly (Markup | false)[]): Markup {
  return html`<div class="actions">${buttons}</div>`;
}

export interface MenuItem {
  words: string;
  /** A line of consequence, where the words are not plain. */
  note?: string;
  /** Ends something: red, and below a rule. */
  ends?: boolean;
  id?: string;
  href?: string;
  isNewTab?: boolean;
  /** Without `href`: a button that submits the form around the menu, or the one named. */
  name?: string;
  value?: string;
  form?: string;
  /** Only where the action bar is at the thumb. */
  isPhoneOnly?: boolean;
  /** Until a script shows it. */
  isHidden?: boolean;
}

/** What a page offers besides its primary action. `id` lets it stay open while the page updates itself. */
export function menu({
  id,
  words,
  label,
  items,
}: {
  id: string;
  words?: string;
  label?: string;
  items: readonly MenuItem[];
}): Markup {
  const plain = items.filter(({ ends }) => ends !== true);
  const ending = items.filter(({ ends }) => ends === true);
  const face =
    words === undefined
      ? html`<summary class="btn quiet icon" id="${id}-open" aria-label="${label ?? 'More'}">${icon('more')}</summary>`
      : html`<summary class="btn" id="${id}-open"${label !== undefined && html` aria-label="${label}"`}>${words} ${icon('down', 16)}</summary>`;
  return html`<details class="menu" id="${id}">${face}<div class="list">${plain.map(menuItem)}${plain.length > 0 && ending.length > 0 && html`<hr>`}${ending.map(menuItem)}</div></details>`;
}

function menuItem(item: MenuItem): Markup {
  const {
    words,
    note,
    ends = false,
    id,
    href,
    name,
    value,
    form,
    isPhoneOnly,
    isNewTab = false,
    isHidden = false,
  } = item;
  const classes = [ends ? 'ends' : '', isPhoneOnly === true ? 'phone-only' : ''].filter(Boolean).join(' ');
  const own = html`${classes !== '' && html` class="${classes}"`}${id !== undefined && html` id="${id}"`}${isHidden && html` hidden`}`;
  const inside = html`${words}${note !== undefined && html`<span class="small">${note}</span>`}`;
  if (href !== undefined)
    return html`<a href="${href}"${own}${isNewTab && html` target="_blank" rel="noopener"`}>${inside}</a>`;
  return html`<button${own}${name !== undefined && html` name="${name}" value="${value ?? ''}"`}${form !== undefined && html` form="${form}"`}>${inside}</button>`;
}
