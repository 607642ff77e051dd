import { aComparison, aJudgedSide, aReview, aSide } from '../comparisons.ts';
import { aWeek, scored } from './digests.ts';

const SEVEN = ['Builder', 'Skeptic', 'Futurist', 'Founder', 'Creator', 'Investor', 'Staff Engineer'];

/** All that a source may say, or not say, about who judged a tool. */
export const unusualPanels = aWeek([
  aComparison({
    slug: 'seven-vs-seven',
    tools: [
      { ...aJudgedSide('Septet', 6, 7), reviews: panelOf('Septet', 6) },
      { ...aJudgedSide('Heptagon', 2, 7), reviews: panelOf('Heptagon', 2) },
    ],
  }),
  aComparison({ slug: 'solo-vs-alone', tools: [aJudgedSide('Solo', 1, 1), aJudgedSide('Alone', 0, 1)] }),
  aComparison({ slug: 'duo-vs-pair', tools: [aJudgedSide('Duo', 2, 2), aJudgedSide('Pair', 1, 2)] }),
  aComparison({
    slug: 'odd-vs-even',
    tools: [
      // The page says skip, and that everyone would ship it.
      { ...aJudgedSide('Odd', 4), verdict: 'skip', shipCount: null, skipCount: null },
      aJudgedSide('Even', 2),
    ],
  }),
  aComparison({
    slug: 'share-vs-share',
    tools: [aSide({ name: 'Ladle', panelShare: 75 }), aSide({ name: 'Spoon', panelShare: 40 })],
  }),
  aComparison({
    slug: 'verdict-vs-verdict',
    tools: [aSide({ name: 'Rudder', verdict: 'ship' }), aSide({ name: 'Tiller', verdict: 'skip' })],
  }),
  aComparison({
    slug: 'unnamed-vs-half',
    tools: [
      aSide({
        name: 'Nobody',
        reviews: [
          scored(null, 81, 'It sorted nine boxes in an hour.'),
          scored(null, 35, 'It lost the tenth.'),
        ],
      }),
      aSide({ name: 'Half', reviews: [aReview({ reviewer: 'Builder', score: 70 }), aReview({ score: 55 })] }),
    ],
  }),
]);

function panelOf(tool: string, ships: number) {
  return SEVEN.map((reviewer, index) =>
    scored(reviewer, index < ships ? 90 - index : 40 - index, `${tool} took me ${index + 2} days to set up.`),
  );
}
