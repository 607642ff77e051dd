import { html } from 'hono/html';
import { formatNumber } from '../../../../shared/counted.ts';
import type { Markup } from '../../../pages/page.ts';

export interface Fact {
  term: string;
  fact: string | Markup;
  /** Small print beneath: where the number comes from, a link. */
  note?: string | Markup;
  /** A number that is read from afar. */
  isBig?: boolean;
}

/** Tiles of what a page says at a glance; `isLine` stacks them with their terms at the left on a phone. */
export function facts(all: readonly Fact[], { isLine = false } = {}): Markup {
  return html`<dl class="tiles${isLine && ' line'}">${all.map(({ term, fact, note, isBig = false }) => html`<div${isBig && html` class="big"`}><dt>${term}</dt><dd>${fact}</dd>${note !== undefined && html`<dd class="small">${note}</dd>`}</div>`)}</dl>`;
}

/** Terms at the left, facts at the right, inside a card. */
export function pairs(all: readonly (readonly [string, string | Markup] | false)[]): Markup {
  return html`<dl class="pairs">${all.map((pair) => pair !== false && html`<dt>${pair[0]}</dt><dd>${pair[1]}</dd>`)}</dl>`;
}

/** How far something is. The text around it says the same in words. */
export function progressBar({ done, all, label }: { done: number; all: number; label: string }): Markup {
  return html`<progress value="${done}" max="${Math.max(1, all)}" aria-label="${label}">${formatNumber(done)} of ${formatNumber(all)}</progress>`;
}

export interface Step {
  state: 'done' | 'now' | 'later';
  what: string;
  note?: string | Markup;
  action?: Markup;
}

/** The steps of something that is done once. */
export function steps(all: readonly Step[]): Markup {
  return html`<ol class="steps">${all.map(({ state, what, note, action }, index) => html`<li class="${state}"${state === 'now' && html` aria-current="step"`}><span class="n" aria-hidden="true">${state === 'done' ? '✓' : index + 1}</span><div><b>${what}</b>${state === 'done' && html`<span class="apart"> (done)</span>`}${note !== undefined && html`<p class="small muted">${note}</p>`}</div>${action !== undefined && html`<div class="act">${action}</div>`}</li>`)}</ol>`;
}

/** A part that opens on demand; with an id it stays open while the page updates itself. */
export function fold({
  id,
  title,
  aside,
  body,
  isOpen = false,
}: {
  id: string;
  title: string;
  aside?: string | Markup | false;
  body: Markup;
  isOpen?: boolean;
}): Markup {
  return html`<details class="fold" id="${id}"${isOpen && html` open`}><summary id="${id}-fold">${title}${aside !== undefined && aside !== false && html` <span class="muted">${aside}</span>`}</summary><div class="inside">${body}</div></details>`;
}
