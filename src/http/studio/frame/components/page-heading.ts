import { html } from 'hono/html';
import type { Markup } from '../../../pages/page.ts';

export interface PageHeading {
  title: string | Markup;
  /** Where the thing stands, beside its name. */
  badge?: Markup | false;
  /** One line of what matters most. */
  line?: string | Markup | false;
  /** The way up: the list that this page belongs to. */
  crumb?: { words: string; href: string };
  /** The primary action first, then at most one second, then the menu. */
  actions?: readonly (Markup | false)[];
  /** On a phone the actions stay at the thumb; the page sets `hasActionBar` too. */
  isActionBar?: boolean;
}

/** The head of every page: what it is, where it stands, what to do. */
export function pageHeading({ title, badge, line, crumb, actions = [], isActionBar }: PageHeading): Markup {
  return html`<div class="head"><div class="what">
${crumb !== undefined && html`<p class="crumb"><a href="${crumb.href}">${crumb.words}</a></p>`}
<div class="title"><h1>${title}</h1>${badge}</div>
${line !== undefined && line !== false && html`<p class="line">${line}</p>`}
</div>${actions.length > 0 && html`<div class="actions${isActionBar === true && ' act-bar'}">${actions}</div>`}</div>`;
}

export interface Card {
  /** Also the prefix of its heading's id. */
  id: string;
  title: string | Markup;
  /** Right of the heading: a count, a state. */
  aside?: string | Markup | false;
  body: Markup;
  /** Replaced in place when the page updates itself. */
  isLive?: boolean;
}

/** A named part of a page. */
export function card({ id, title, aside, body, isLive = false }: Card): Markup {
  return html`<section class="card" id="${id}"${isLive && html` data-live`} aria-labelledby="${id}-heading"><div class="row between"><h2 id="${id}-heading">${title}</h2>${aside !== undefined && aside !== false && html`<span class="muted small">${aside}</span>`}</div>
${body}</section>`;
}

/** A page, or a part of one, that has nothing to show yet: what will be here, and how to begin. */
export function emptyState({
  title,
  words,
  actions = [],
}: {
  title: string;
  words: string | Markup;
  actions?: readonly Markup[];
}): Markup {
  return html`<section class="card empty"><h2>${title}</h2><p class="muted">${words}</p>${actions.length > 0 && html`<div class="actions">${actions}</div>`}</section>`;
}

/** On a page whose contents change without the database: `live-page.js` asks for it again and again. */
export const MOVING: Markup = html`<span data-moving hidden></span>`;
