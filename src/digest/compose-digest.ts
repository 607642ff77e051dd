import { cleanText, withoutBidiControls } from '../shared/clean-text.ts';
import { composeComparisons } from './compose-comparisons.ts';
import { composePreheader } from './compose-preheader.ts';
import { composeSubject } from './compose-subject.ts';
import type { Digest, DigestSection } from './digest.ts';
import { plainLine } from './fit-line.ts';
import { groupByTool } from './group-by-tool.ts';
import { type IssueItem, orderItems } from './order-items.ts';
import { weekInNumbers } from './week-in-numbers.ts';

export interface DigestRequest {
  slot: string;
  comparisons: readonly IssueItem[];
  edited: { subject: string | null; preheader: string | null; intro: string | null };
  /** In UTF-16 code units; 0 quotes nothing. */
  quotationLength: number;
}

/** The same request gives the same digest. */
export function composeDigest({ slot, comparisons, edited, quotationLength }: DigestRequest): Digest {
  const ordered = orderItems(comparisons);
  // The editor's feature comes before the items that the editor placed.
  const placed = ordered.findLastIndex(({ position }) => position !== null) + 1;
  const groups = groupByTool(ordered, placed);
  const items = groups.flatMap((group) => group.items);
  const composed = composeComparisons(items, quotationLength);
  const sections = groups.map(
    (group): DigestSection => ({
      sharedTool: group.sharedTool,
      comparisons: group.items.flatMap((item) => composed.get(item) ?? []),
    }),
  );
  const numbers = weekInNumbers(items.map(({ comparison }) => comparison));
  const subject = plainLine(edited.subject ?? '') || composeSubject({ numbers, sections });
  const preheader =
    plainLine(edited.preheader ?? '') || composePreheader({ content: { numbers, sections }, subject });
  const intro = cleanText(withoutBidiControls(edited.intro ?? '')) || null;
  return { slot, subject, preheader, intro, numbers, sections };
}
