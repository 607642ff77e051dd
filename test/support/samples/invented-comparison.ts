import { type Comparison, comparisonSchema } from '../../../src/comparisons/comparison.ts';
import {
  type ComparisonSource,
  type Rejection,
  readComparisons,
} from '../../../src/comparisons/read-comparisons.ts';

/** A comparison of two invented tools with everything that a labelled page can say. */
export function inventedComparison(change: (comparison: Comparison) => void = () => undefined): Comparison {
  const comparison = comparisonSchema.parse({
    tools: [
      {
        name: 'Quillforge: Drafts & Diffs',
        category: 'Writing Aids',
        tagline: 'Turns meeting notes into pull requests',
        description:
          'Quillforge reads notes. It then drafts a change.\n\nA second paragraph tells of limits.',
        verdict: 'ship',
        panelShare: 67,
        shipCount: 2,
        skipCount: 1,
        communityShare: 61,
        communityVotes: 1240,
        entry: 'Freemium',
        pricing: '$12 a seat; drafts are free',
        bestFor: 'Teams that write more notes than code',
        reviews: [
          { reviewer: 'Builder', score: 81, verdict: 'ship', text: 'The diffs apply cleanly. I kept it.' },
          { reviewer: 'Skeptic', score: 44, verdict: 'skip', text: 'It forgets half of a long meeting.' },
          { reviewer: 'Futurist', score: 90, verdict: 'ship', text: 'Notes become code. That order is new.' },
        ],
      },
      {
        name: 'Brackish vs Brine',
        category: 'Data Tools',
        tagline: 'A tide table for your warehouse',
        description: 'Brackish watches two copies of a table and says where they part.',
        verdict: 'split',
        panelShare: 33,
        shipCount: 1,
        skipCount: 2,
        communityShare: null,
        communityVotes: 0,
        entry: 'Paid',
        pricing: '$90 a month',
        bestFor: 'Two warehouses that must agree',
        reviews: [
          { reviewer: 'Builder', score: 58, verdict: 'skip', text: 'Setup took a day!' },
          {
            reviewer: 'Skeptic',
            score: 70,
            verdict: 'ship',
            text: 'It found a fault that we had for years.',
          },
          {
            reviewer: 'Futurist',
            score: 49,
            verdict: 'skip',
            text: 'Will anyone keep two copies in five years?',
          },
        ],
      },
    ],
  });
  change(comparison);
  return comparisonSchema.parse({ ...comparison, slug: undefined });
}

/** The comparison as its plain page shows it: no verdicts, no table, and reviewers by their seats on the panel. */
export function asPlain(comparison: Comparison): Comparison {
  const tools = comparison.tools.map((side) => ({
    ...side,
    ...{ verdict: null, shipCount: null, skipCount: null, pricing: null, bestFor: null },
    // A card shows a dash if nobody voted, which means unknown.
    communityVotes: side.communityVotes === 0 ? null : side.communityVotes,
    reviews: side.reviews.map(({ text }, seat) => ({
      reviewer: ['Builder', 'Skeptic', 'Futurist'][seat] ?? null,
      score: null,
      verdict: null,
      text,
    })),
  }));
  return comparisonSchema.parse({ ...comparison, tools });
}

/** The contents of a file, without the positions of its comparisons. */
export function readFrom(source: ComparisonSource): { comparisons: Comparison[]; rejected: Rejection[] } {
  const { comparisons, rejected } = readComparisons(source);
  return { comparisons: comparisons.map(({ comparison }) => comparison), rejected };
}

/** The tools of the only comparison on a page, which must not be rejected. */
export function toolsFrom(content: string): Comparison['tools'] {
  const { comparisons, rejected } = readFrom({ name: 'page.txt', content });
  const [read] = comparisons;
  if (read === undefined || rejected.length > 0) throw new Error(`Not read: ${JSON.stringify(rejected)}`);
  return read.tools;
}

/** The page with one line replaced, which must exist. */
export function replaceLine(page: string, line: string | RegExp, replacement: string): string {
  const changed = page.replace(line, () => replacement);
  if (changed === page) throw new Error(`The page has no line ${line} to replace.`);
  return changed;
}
