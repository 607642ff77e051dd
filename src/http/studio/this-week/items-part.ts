import type { Context } from 'hono';
import { html } from 'hono/html';
import type { ComparisonStore } from '../../../comparisons/comparison-store.ts';
import type { HeldBackReason } from '../../../digest/select-comparisons.ts';
import { HELD_BACK_WORDS } from '../../../issues/held-back-words.ts';
import type { IssuePreview } from '../../../render/preview-issue.ts';
import { displayLine, type Markup } from '../../pages/page.ts';
import type { StudioEnv } from '../frame/studio-env.ts';

/** Years of old comparisons may be held back. */
const MAX_SHOWN_HELD_BACK = 40;

export type ComparisonNames = ReadonlyMap<string, string>;

/**
 * "One vs Other" for each comparison on the page, to be shown left to right; comparisons without both tools have only
 * their slug.
 */
export async function comparisonNames(
  { items, heldBack }: Pick<IssuePreview, 'items' | 'heldBack'>,
  comparisonStore: Pick<ComparisonStore, 'readComparisons'>,
): Promise<ComparisonNames> {
  const slugs = [...items, ...shownHeldBack(heldBack)].map(({ slug }) => slug);
  const comparisons = await comparisonStore.readComparisons(slugs);
  return new Map(
    comparisons.map(({ slug, tools }) => [slug, tools.map(({ name }) => displayLine(name)).join(' vs ')]),
  );
}

/** The issue's comparisons, and those held back, with why. */
export function itemsPart(context: Context<StudioEnv>, issue: IssuePreview, names: ComparisonNames): Markup {
  const { items, heldBack, slot } = issue;
  const edit = `${context.var.path('/studio/edit')}?slot=${slot}#items`;
  const more = heldBack.length - shownHeldBack(heldBack).length;
  return html`
<h2 id="items-heading">Comparisons <a class="small" href="${edit}" aria-label="Order and choose comparisons">Order and choose</a></h2>
<ol class="items">${items.map(
    ({ slug, position, featured }) => html`
<li><span class="muted number">${position}</span> <span><bdi dir="ltr">${names.get(slug) ?? slug}</bdi>${featured && html` <span class="status">featured</span>`}</span></li>`,
  )}</ol>
${
  heldBack.length > 0 &&
  html`<h3>Held back <span class="muted small">${heldBack.length}</span></h3>
<dl class="held">${[...byReason(shownHeldBack(heldBack))].map(
    ([reason, slugs]) => html`
<dt>${HELD_BACK_WORDS[reason]}</dt>
${slugs.map((slug) => html`<dd><bdi dir="ltr">${names.get(slug) ?? slug}</bdi></dd>`)}`,
  )}</dl>
${more > 0 && html`<p class="hint">And ${more} more.</p>`}`
}`;
}

function byReason(heldBack: IssuePreview['heldBack']): Map<HeldBackReason, string[]> {
  const groups = new Map<HeldBackReason, string[]>();
  for (const { slug, reason } of heldBack) groups.set(reason, [...(groups.get(reason) ?? []), slug]);
  return groups;
}

/** Those that are merely old come last, because an editor can do nothing about them. */
export function shownHeldBack(heldBack: IssuePreview['heldBack']): IssuePreview['heldBack'] {
  const isOld = ({ reason }: { reason: string }) => reason === 'older-than-lookback';
  return [...heldBack.filter((held) => !isOld(held)), ...heldBack.filter(isOld)].slice(
    0,
    MAX_SHOWN_HELD_BACK,
  );
}
