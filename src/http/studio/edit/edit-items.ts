import { html } from 'hono/html';
import type { OpenComparison } from '../../../comparisons/comparison-store.ts';
import type { HeldBackReason } from '../../../digest/select-comparisons.ts';
import { HELD_BACK_WORDS } from '../../../issues/held-back-words.ts';
import type { Markup } from '../../pages/page.ts';
import { shownHeldBack } from '../this-week/items-part.ts';
import type { EditView } from './edit-view.ts';

interface Item {
  slug: string;
  name: string;
  marks: Pick<OpenComparison, 'held' | 'pinned' | 'featured'>;
}

/** The comparisons of a draft with their actions, and those held back, with why. */
export function editItems({ issue, state, names, outcome }: EditView): Markup {
  if (issue === null) return html`<h2>Comparisons</h2>`;
  const marks = new Map(state.open.map((open) => [open.slug, open]));
  const itemOf = (slug: string): Item => ({
    slug,
    name: names.get(slug) ?? slug,
    marks: marks.get(slug) ?? { held: false, pinned: false, featured: false },
  });
  const { items } = issue;
  const heldBack = shownHeldBack(issue.heldBack);
  // In a conflict about the order, `conflictPart` has the order fields.
  const holdsOrder = outcome?.kind !== 'conflict' || !outcome.fields.includes('order');
  return html`
<input type="hidden" name="was-order" value="${state.values.order}">
<input type="hidden" name="was-feature" value="${state.values.feature}">
<div id="item-list" data-live>
<h2>Comparisons <span class="muted small">${items.length} in the issue</span></h2>
<p class="hint">${state.values.order === '' ? 'In the program’s order.' : 'In an editor’s order.'} Move by the arrows, by dragging, or with Alt and the arrow keys. Those that share a tool stand together.</p>
<ol class="edit-items">${items.map(({ slug, featured }, index) => {
    const item = itemOf(slug);
    const isEnd = { first: index === 0, last: index === items.length - 1 };
    return html`
<li id="item-${slug}" data-slug="${slug}" data-name="${item.name}">
${holdsOrder && html`<input type="hidden" name="order" value="${slug}">`}
<span class="moves">${move(item, 'up', isEnd.first)}${move(item, 'down', isEnd.last)}</span>
<span class="number muted">${index + 1}</span>
<span class="name"><bdi dir="ltr">${item.name}</bdi>${featured && html` <span class="status">${item.marks.featured ? 'featured by an editor' : 'featured'}</span>`}${item.marks.pinned && html` <span class="status">pinned</span>`}</span>
<span class="choices">${item.marks.featured ? action(item, 'unfeature') : action(item, 'feature')}${action(item, item.marks.pinned ? 'unpin' : 'pin')}${action(item, 'hold')}</span>
</li>`;
  })}</ol>
${
  heldBack.length > 0 &&
  html`<h3>Held back <span class="muted small">${issue.heldBack.length}</span></h3>
<ul class="edit-items">${heldBack.map(({ slug, reason }) => heldItem(itemOf(slug), reason))}</ul>`
}
</div>`;
}

function heldItem(item: Item, reason: HeldBackReason): Markup {
  const { held, pinned } = item.marks;
  return html`
<li id="item-${item.slug}">
<span class="name"><bdi dir="ltr">${item.name}</bdi>${pinned && html` <span class="status">pinned</span>`} <span class="muted small">${HELD_BACK_WORDS[reason]}</span></span>
<span class="choices">${action(item, pinned ? 'unpin' : 'pin')}${action(item, held ? 'release' : 'hold')}</span>
</li>`;
}

const ACTIONS = {
  feature: 'Feature',
  unfeature: 'Feature no longer',
  pin: 'Pin',
  unpin: 'Unpin',
  hold: 'Hold',
  release: 'Release',
} as const;

function action({ slug, name }: Item, does: keyof typeof ACTIONS): Markup {
  const words = ACTIONS[does];
  return html`<button class="small-button quiet" id="${does}-${slug}" name="do" value="${does} ${slug}" aria-label="${words}: ${name}">${words}</button>`;
}

function move({ slug, name }: Item, way: 'up' | 'down', isEnd: boolean): Markup {
  return html`<button class="small-button quiet" id="${way}-${slug}" name="do" value="${way} ${slug}" aria-label="Move ${way}: ${name}"${isEnd && html` disabled`}>${way === 'up' ? '↑' : '↓'}</button>`;
}
