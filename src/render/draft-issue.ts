import { composeDigest } from '../issues/compose-digest.ts';
import type { Digest } from '../issues/digest.ts';
import { HTML_MAX_BYTES } from '../issues/issue-problems.ts';
import { type IssueItem, orderItems } from '../issues/order-items.ts';
import { type Selection, selectComparisons } from '../issues/select-comparisons.ts';
import type { Newsletter } from '../newsletter.ts';
import { cutOff, type Schedule, scheduledInstant } from '../schedule/schedule.ts';
import type { IssueRecord, IssueStore, OpenComparison } from '../store/issue-store.ts';
import { type RenderedIssue, renderIssue } from './render-issue.ts';

/** Quotations' lengths in UTF-16 code units, tried from the longest until an issue fits. */
const QUOTATION_LENGTHS = [280, 220, 160, 110, 70, 0] as const;

/** What would be sent if the slot were now. */
export interface Draft {
  slot: string;
  scheduledAt: number;
  cutOff: number;
  /** The editor's revision that it was composed from. */
  revision: number;
  /** What the selection was made from. */
  open: readonly OpenComparison[];
  selection: Selection;
  /** Null where nothing is there to be put into an issue. */
  content: { digest: Digest; rendered: RenderedIssue } | null;
}

export interface DraftDeps {
  issueStore: IssueStore;
  schedule: Schedule;
  selection: { minItems: number; maxItems: number; lookbackDays: number };
  newsletter: Newsletter;
  /** Why the chosen transport would refuse a real send, in words. */
  obstacles: readonly string[];
}

/** Selects, composes and renders the issue of a slot as it stands at `now`. Changes nothing. */
export async function draftIssue(
  { slot, now }: { slot: string; now: number },
  deps: DraftDeps,
): Promise<Draft> {
  const { issueStore, schedule } = deps;
  const issue = await issueStore.findIssue(slot);
  const until = cutOff({ schedule, slot, now });
  const open = await issueStore.openComparisons(slot);
  const selection = selectComparisons({ open, cutOff: until, ...deps.selection });
  const items = await readItems(selection, issueStore);
  const content = await composeToFit({ slot, items, issue }, deps.newsletter);
  return {
    slot,
    scheduledAt: scheduledInstant(schedule, slot),
    cutOff: until,
    revision: issue?.revision ?? 0,
    open,
    selection: withoutDropped(selection, content),
    content,
  };
}

/** Items that did not fit are held back too, so that each comparison is accounted for. */
function withoutDropped(selection: Selection, content: Draft['content']): Selection {
  const kept = new Set(
    content?.digest.sections.flatMap(({ comparisons }) => comparisons.map(({ slug }) => slug)),
  );
  const dropped = selection.items.filter(({ slug }) => !kept.has(slug));
  return {
    ...selection,
    items: selection.items.filter(({ slug }) => kept.has(slug)),
    heldBack: [
      ...selection.heldBack,
      ...dropped.map(({ slug }) => ({ slug, reason: 'over-max-bytes' as const })),
    ],
  };
}

async function readItems({ items }: Selection, issueStore: IssueStore): Promise<IssueItem[]> {
  const choices = new Map(items.map((item) => [item.slug, item]));
  const comparisons = await issueStore.readComparisons([...choices.keys()]);
  return comparisons.map((comparison) => {
    const choice = choices.get(comparison.slug);
    return { comparison, featured: choice?.featured ?? false, position: choice?.position ?? null };
  });
}

interface Composition {
  slot: string;
  items: IssueItem[];
  issue: IssueRecord | null;
}

/** Composes with the longest quotations that fit; where not even none do, the last items wait for the next slot. */
async function composeToFit(
  { slot, items, issue }: Composition,
  newsletter: Newsletter,
): Promise<Draft['content']> {
  if (items.length === 0) return null;
  const edited = issue?.edited ?? { subject: null, preheader: null, intro: null };
  const frame = {
    sender: { name: newsletter.name, postalAddress: newsletter.postalAddress },
    publicUrl: newsletter.publicUrl,
  };
  for (const quotationLength of QUOTATION_LENGTHS) {
    const digest = composeDigest({ slot, comparisons: items, edited, quotationLength });
    const rendered = await renderIssue(digest, frame);
    if (rendered.bytes.html <= HTML_MAX_BYTES) return { digest, rendered };
  }
  return composeToFit({ slot, items: orderItems(items).slice(0, -1), issue }, newsletter);
}
