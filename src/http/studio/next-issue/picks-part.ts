import { html } from 'hono/html';
import type { OpenComparison } from '../../../comparisons/comparison-store.ts';
import type { HeldBackReason } from '../../../digest/select-comparisons.ts';
import type { Markup } from '../../pages/page.ts';
import { comparisonRoute } from '../comparisons/routes.ts';
import { conflictPart } from '../edit/edit-conflict.ts';
import { button, type MenuItem, menu } from '../frame/components/buttons.ts';
import { fold } from '../frame/components/facts.ts';
import { icon } from '../frame/components/icons.ts';
import { tag } from '../frame/components/marks.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { byReason, heldBackWords, shownHeldBack } from './held-back.ts';
import type { Home } from './read-home.ts';
import { titleOf, titlesOf } from './read-tools.ts';

type Path = StudioEnv['Variables']['path'];
type Marks = Pick<OpenComparison, 'held' | 'leftOut' | 'pinned' | 'featured'>;

/** The comparisons of a draft in their order, and those that are not in it, with why. */
export function picksPart(home: Home, { path, lookbackDays }: { path: Path; lookbackDays: number }): Markup {
  const { shown, preview, tools } = home;
  const { items = [], heldBack = [] } = preview?.issue ?? {};
  const titles = titlesOf(tools);
  const isOurs = shown.state.values.order === '';
  return html`<section class="card" id="items" aria-labelledby="items-heading">
<input type="hidden" name="was-order" value="${shown.base.order}">
<input type="hidden" name="was-feature" value="${shown.base.feature}">
${conflictPart('order', shown, titles)}${conflictPart('feature', shown, titles)}
<div id="item-list" data-live>
<div class="row between"><h2 id="items-heading">Comparisons</h2><span class="muted small">${items.length} in this issue · in ${isOurs ? 'our' : 'your'} order</span></div>
${items.length > 1 && html`<p class="hint">Drag, use the arrows, or press Alt with an arrow key. Comparisons of the same tool stay together.</p>`}
${items.length === 0 ? html`<p class="muted">No comparison is in this issue yet.</p>` : html`<ol class="picks">${items.map((item, index) => pick(item, { home, path, isFirst: index === 0, isLast: index === items.length - 1 }))}</ol>`}
${heldBack.length > 0 && restPart(home, heldBack, lookbackDays)}
</div></section>`;
}

interface Place {
  home: Home;
  path: Path;
  isFirst: boolean;
  isLast: boolean;
}

function pick(
  { slug, featured }: { slug: string; featured: boolean },
  { home, path, isFirst, isLast }: Place,
): Markup {
  const title = titleOf(slug, home.tools);
  const marks = marksOf(slug, home);
  const { outcome } = home.shown;
  // In a conflict about the order, the conflict has the order that this editor wants.
  const holdsOrder = outcome?.kind !== 'conflict' || !outcome.fields.includes('order');
  const unlinked = home.preview?.issue.problems.some(
    ({ code, place }) => code === 'no-url' && typeof place === 'object' && place.slug === slug,
  );
  return html`<li id="item-${slug}" data-slug="${slug}" data-name="${title}">${holdsOrder && html`<input type="hidden" name="order" value="${slug}">`}
<span class="move">${move('up', { slug, title, isEnd: isFirst })}${move('down', { slug, title, isEnd: isLast })}</span>
<div><span class="name"><bdi dir="ltr">${title}</bdi></span>${featured && html` ${tag('Lead', 'info')}`}${marks.pinned && html` ${tag('Always included')}`}
<div class="under">${(home.tools.get(slug) ?? []).map(({ verdict, share }) => verdict !== null && html`<span>${verdict.charAt(0).toUpperCase()}${verdict.slice(1)}${share !== null && ` ${share}%`}</span>`)}${unlinked === true && html`<span class="warning">No link · <a href="${path(comparisonRoute(slug, 'url'))}">Add it</a></span>`}</div></div>
${menu({ id: `more-${slug}`, label: `More for ${title}`, items: pickMenu(slug, { marks, path, featured }) })}</li>`;
}

function pickMenu(
  slug: string,
  { marks, path, featured }: { marks: Marks; path: Path; featured: boolean },
): MenuItem[] {
  const does = (action: string, words: string, note?: string): MenuItem => ({
    words,
    id: `${action}-${slug}`,
    name: 'do',
    value: `${action} ${slug}`,
    ...(note !== undefined && { note }),
  });
  return [
    ...(featured ? [] : [does('feature', 'Make it the lead')]),
    ...(marks.featured ? [does('unfeature', 'Let us choose the lead')] : []),
    marks.pinned
      ? does('unpin', 'No longer always include')
      : does('pin', 'Always include', 'However old it is, and however full the issue'),
    { words: 'Edit the comparison', href: path(comparisonRoute(slug)) },
    { ...does('leaveOut', 'Leave out of this issue', 'The next issue may have it'), ends: true },
    { ...does('hold', 'Hold for later issues too', 'Stays out until you release it'), ends: true },
  ];
}

function move(
  way: 'up' | 'down',
  { slug, title, isEnd }: { slug: string; title: string; isEnd: boolean },
): Markup {
  return html`<button class="btn quiet icon" id="${way}-${slug}" name="do" value="${way} ${slug}" aria-label="Move ${way}: ${title}"${isEnd && html` disabled`}>${icon(way)}</button>`;
}

function marksOf(slug: string, { shown }: Home): Marks {
  return shown.state.open.find((open) => open.slug === slug) ?? UNMARKED;
}

const UNMARKED: Marks = { held: false, leftOut: false, pinned: false, featured: false };

function restPart(
  home: Home,
  heldBack: readonly { slug: string; reason: HeldBackReason }[],
  lookbackDays: number,
): Markup {
  const shown = shownHeldBack([...heldBack]);
  const more = heldBack.length - shown.length;
  const count = (reason: HeldBackReason) => heldBack.filter((held) => held.reason === reason).length;
  return fold({
    id: 'rest',
    title: 'Not in this issue',
    aside: String(heldBack.length),
    body: html`${[...byReason(shown)].map(
      ([
        reason,
        slugs,
      ]) => html`<div><h3>${heldBackWords(reason, { lookbackDays })} <span class="muted small">${count(reason)}</span></h3>
<ul class="rest">${slugs.map((slug) => restItem(slug, reason, home))}</ul></div>`,
    )}${more > 0 && html`<p class="hint">And ${more} more.</p>`}`,
  });
}

/** What brings a comparison into the issue; the others only wait. */
const WAY_IN: Partial<Record<HeldBackReason, readonly [action: string, words: string]>> = {
  held: ['release', 'Release'],
  'left-out': ['putBack', 'Put back'],
  'older-than-lookback': ['pin', 'Add anyway'],
  'over-max-items': ['pin', 'Add anyway'],
};

function restItem(slug: string, reason: HeldBackReason, home: Home): Markup {
  const title = titleOf(slug, home.tools);
  const { pinned, held, leftOut } = marksOf(slug, home);
  const [action, words] =
    pinned && !held && !leftOut
      ? (['unpin', 'No longer always include'] as const)
      : (WAY_IN[reason] ?? [null, '']);
  return html`<li id="item-${slug}"><bdi dir="ltr">${title}</bdi>${
    action !== null &&
    button({
      words,
      id: `${action}-${slug}`,
      name: 'do',
      value: `${action} ${slug}`,
      label: `${words}: ${title}`,
      isSlim: true,
    })
  }</li>`;
}
