import type { ComparisonListing } from '../../../comparisons/comparison-store.ts';
import { type HeldBackReason, selectComparisons } from '../../../digest/select-comparisons.ts';
import { findDefaultSlot } from '../../../issue-actions/find-default-slot.ts';
import { cutOff } from '../../../schedule/schedule.ts';
import { foldForSearch } from '../../../subscribers/search-text.ts';
import type { StudioDeps } from '../studio-deps.ts';

/** Where a comparison stands, in the order of the filters. */
export const COMPARISON_STATES = ['next', 'waiting', 'held', 'old', 'used', 'broken'] as const;
export type ComparisonState = (typeof COMPARISON_STATES)[number];

export interface StatedComparison extends ComparisonListing {
  state: ComparisonState;
  /** Why it is not in the next issue, where it could be. */
  reason: HeldBackReason | null;
  /** What the issue lacks, of those that are not in an earlier one. */
  missing: ('link' | 'pricing')[];
}

export interface StatedComparisons {
  all: StatedComparison[];
  /** The slot of the next issue. */
  next: string;
}

type StateDeps = Pick<
  StudioDeps,
  'comparisonStore' | 'issueStore' | 'scheduleStore' | 'readPreview' | 'clock' | 'config'
>;

/** All comparisons of the store with where they stand, newest first. */
export async function readStates(deps: StateDeps): Promise<StatedComparisons> {
  const { comparisonStore, clock, config, readPreview } = deps;
  const { slot: next } = await findDefaultSlot(deps);
  const open = await comparisonStore.openComparisons(next);
  const until = cutOff({ schedule: config.schedule, slot: next, now: clock.now() });
  const selection = selectComparisons({ open, cutOff: until, ...config.selection });
  const reasons = new Map(selection.heldBack.map(({ slug, reason }) => [slug, reason]));
  const reading = await readPreview(next);
  // The preview also knows what does not fit into an email, and what an approved issue has.
  const items = 'failed' in reading ? selection.items : reading.preview.issue.items;
  const inNext = new Set(items.map(({ slug }) => slug));
  const all = (await comparisonStore.listComparisons()).map((listed): StatedComparison => {
    const reason = reasons.get(listed.slug) ?? null;
    const state = stateOf(listed, { isInNext: inNext.has(listed.slug), reason });
    const missing = state === 'used' || state === 'broken' ? [] : missingOf(listed);
    return { ...listed, state, reason, missing };
  });
  return { all, next };
}

function stateOf(
  { slot, tools }: ComparisonListing,
  { isInNext, reason }: { isInNext: boolean; reason: HeldBackReason | null },
): ComparisonState {
  if (isInNext) return 'next';
  if (slot !== null) return 'used';
  if (tools === null || reason === 'incomplete') return 'broken';
  if (reason === 'held') return 'held';
  return reason === 'older-than-lookback' ? 'old' : 'waiting';
}

function missingOf({ hasUrl, hasPricing }: ComparisonListing): StatedComparison['missing'] {
  return [...(hasUrl ? [] : ['link' as const]), ...(hasPricing ? [] : ['pricing' as const])];
}

/** The name of a comparison as people read it. */
export function titleOf({ tools, slug }: Pick<ComparisonListing, 'tools' | 'slug'>): string {
  return tools === null ? slug : `${tools[0]} vs ${tools[1]}`;
}

/** The comparisons whose tools contain what was searched for, in any case and writing of the letters. */
export function findByTool(all: readonly StatedComparison[], search: string): StatedComparison[] {
  const wanted = plain(search);
  return all.filter((listing) => plain(titleOf(listing)).includes(wanted));
}

/** Nothing but letters that are the same in every form. */
const ASCII = /^[\x20-\x7e]*$/;

function plain(text: string): string {
  const folded = ASCII.test(text) ? text.toLowerCase() : foldForSearch(text);
  return folded.replace(/\s+/g, ' ').trim();
}
