import type {
  ComparisonStore,
  OpenComparison,
  PublishedComparison,
} from '../comparisons/comparison-store.ts';
import { cleanComparison } from '../digest/clean-comparison.ts';
import { composeDigest } from '../digest/compose-digest.ts';
import type { Digest } from '../digest/digest.ts';
import { DIGEST_LIMITS, type DigestLimits, LEAST_LIMITS, wordBudget } from '../digest/digest-limits.ts';
import type { EditedTexts } from '../digest/edited-texts.ts';
import { type IssueItem, inIssueOrder } from '../digest/order-items.ts';
import { type Selection, selectComparisons } from '../digest/select-comparisons.ts';
import type { IssueStore } from '../issues/issue-store.ts';
import type { Newsletter, TransportName } from '../issues/newsletter.ts';
import { MAX_HTML_BYTES } from '../issues/problems/max-html-size.ts';
import { publicationInstant } from '../issues/publication-instant.ts';
import type { Look } from '../look/look.ts';
import type { LookStore } from '../look/look-store.ts';
import { formatDate } from '../schedule/local-time.ts';
import { cutOff, type Schedule, scheduledInstant } from '../schedule/schedule.ts';
import { issueFrame, type RenderedIssue, renderIssue } from './render-issue.ts';

export interface Draft {
  slot: string;
  scheduledAt: number;
  cutOff: number;
  /** The editor's revision that it was composed from. */
  revision: number;
  edited: Partial<EditedTexts>;
  /** The comparisons to select from. */
  open: readonly OpenComparison[];
  selection: Selection;
  /** Null if no comparison is eligible. Exceeds MAX_HTML_BYTES if not even one item fits. */
  content: Content | null;
}

interface Content {
  look: Look;
  digest: Digest;
  /** In full, as the web shows them. */
  comparisons: readonly PublishedComparison[];
  rendered: RenderedIssue;
}

/** The settings that decide what is in an issue, when it goes out, and whether it may. */
export interface IssueConfig {
  schedule: Schedule;
  review: 'auto' | 'required';
  selection: { minItems: number; maxItems: number; lookbackDays: number };
  newsletter: Newsletter;
  transportName: TransportName;
  /** Why these settings rule out a real send, in words. */
  obstacles: readonly string[];
}

export interface DraftDeps {
  issueStore: IssueStore;
  comparisonStore: Pick<ComparisonStore, 'openComparisons' | 'readComparisons'>;
  lookStore: Pick<LookStore, 'readLook'>;
  config: IssueConfig;
}

export interface DraftRequest {
  slot: string;
  now: number;
  /** It goes out at once, even ahead of its time, and then bears that date. */
  sendsNow?: boolean;
}

/** Selects, composes and renders a slot's issue as of `now`, without saving anything. */
export async function draftIssue(
  { slot, now, sendsNow = false }: DraftRequest,
  { issueStore, comparisonStore, lookStore, config }: DraftDeps,
): Promise<Draft> {
  const { schedule, newsletter } = config;
  const issue = await issueStore.findIssue(slot);
  const edited = issue?.edited ?? {};
  const until = cutOff({ schedule, slot, now });
  const open = await comparisonStore.openComparisons(slot);
  const selection = selectComparisons({ open, cutOff: until, ...config.selection });
  const items = await readItems(selection, comparisonStore);
  const scheduledAt = scheduledInstant(schedule, slot);
  const date = publicationInstant({ scheduledAt, frozenAt: now, sendingAt: sendsNow ? now : null });
  const { look } = await lookStore.readLook();
  const content = await composeToFit(
    { slot, date: formatDate(date, schedule.zone), items, edited, look },
    newsletter,
  );
  return {
    slot,
    scheduledAt,
    cutOff: until,
    revision: issue?.revision ?? 0,
    edited,
    open,
    selection: withoutDropped(selection, content),
    content,
  };
}

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

async function readItems(
  { items }: Selection,
  comparisonStore: DraftDeps['comparisonStore'],
): Promise<IssueItem[]> {
  const choices = new Map(items.map((item) => [item.slug, item]));
  const comparisons = await comparisonStore.readComparisons([...choices.keys()]);
  return comparisons.map(cleanComparison).map((comparison) => {
    const choice = choices.get(comparison.slug);
    return { comparison, featured: choice?.featured ?? false, position: choice?.position ?? null };
  });
}

interface Composition {
  slot: string;
  date: string;
  items: IssueItem[];
  edited: Partial<EditedTexts>;
  look: Look;
}

/**
 * As much as fits a reader's two minutes and the size that email clients show. If even the least is too large, drops
 * items from the end; a single item is kept even if too large, and its problems say what to shorten.
 */
async function composeToFit(
  { slot, date, items, edited, look }: Composition,
  newsletter: Newsletter,
): Promise<Content | null> {
  if (items.length === 0) return null;
  const frame = issueFrame(newsletter, look);
  const compose = async (comparisons: readonly IssueItem[], limits: DigestLimits): Promise<Content> => {
    const digest = composeDigest({ slot, date, comparisons, edited, limits });
    const rendered = await renderIssue(digest, frame);
    return { digest, comparisons: comparisons.map(({ comparison }) => comparison), look, rendered };
  };
  const { kept, content } = await keepWhatFits(inIssueOrder(items), (some) => compose(some, LEAST_LIMITS));
  if (!fits(content)) return content;
  const budget = wordBudget(kept.length);
  for (const limits of DIGEST_LIMITS) {
    const tried = await compose(kept, limits);
    if (fits(tried) && tried.rendered.words <= budget) return tried;
  }
  return content;
}

interface Kept {
  kept: readonly IssueItem[];
  content: Content;
}

/** As many items from the front as fit, at least one. A binary search, because each try renders an issue. */
async function keepWhatFits(
  ordered: readonly IssueItem[],
  compose: (items: readonly IssueItem[]) => Promise<Content>,
): Promise<Kept> {
  const keep = async (count: number): Promise<Kept> => {
    const kept = ordered.slice(0, count);
    return { kept, content: await compose(kept) };
  };
  const all = await keep(ordered.length);
  if (fits(all.content) || ordered.length === 1) return all;
  let most = await keep(1);
  let tooMany = ordered.length;
  while (fits(most.content) && tooMany - most.kept.length > 1) {
    const tried = await keep(Math.floor((most.kept.length + tooMany) / 2));
    if (fits(tried.content)) most = tried;
    else tooMany = tried.kept.length;
  }
  return most;
}

function fits({ rendered }: Content): boolean {
  return rendered.bytes.html <= MAX_HTML_BYTES;
}
