import type { Digest } from '../../../src/digest/digest.ts';
import { hostileNames, rightToLeft } from './awkward-names.ts';
import {
  aDigest,
  aDigestComparison,
  aDigestSide,
  aLongestComparison,
  anIntroduction,
  aSection,
  NOTHING_KNOWN,
  prose,
} from './digests.ts';

const POSITIONS = [1, 2, 3, 4, 5, 6, 7, 8];

/** Eight comparisons with the longest texts known in the sources. */
export const eightLongest = aDigest({
  subject: prose(70, 1),
  preheader: prose(110, 2),
  intro: `${prose(400, 3)}.\n\n${prose(300, 4)}.`,
  sections: POSITIONS.map((position) => aSection({ comparisons: [aLongestComparison(position)] })),
});

const RIVALS = ['Marrow Notes', 'Ostrich Deploy', 'Plain Lantern', 'Sextant', 'Wickerbase'];

/** A week of one tool: introduced once, compared five times. */
export const oneAgainstFive = aDigest({
  subject: 'Kelpforge against five: the panel ships it every time',
  sections: [
    aSection({
      sharedTool: 'Kelpforge',
      comparisons: RIVALS.map((name, index) =>
        aDigestComparison({
          slug: `kelpforge-vs-${index}`,
          position: index + 1,
          featured: index === 0,
          sides: [
            aDigestSide(
              index === 0
                ? { introduction: anIntroduction({ tagline: 'The tool of the week, introduced once' }) }
                : { introduction: null, quotations: [] },
            ),
            aDigestSide({
              name,
              verdict: 'skip',
              panelShare: 25,
              panelCount: { ship: 1, of: 4 },
              introduction: anIntroduction({ tagline: `What ${name} is in a line`, community: null }),
            }),
          ],
        }),
      ),
    }),
  ],
});

const even = { verdict: 'split', panelShare: 50, panelCount: { ship: 2, of: 4 } } as const;

export const evenPanels = aDigest({
  subject: 'Kelpforge and Marrow Notes divide the panel evenly',
  preheader: 'One comparison, and two of four reviewers would ship either',
  numbers: {
    comparisons: 1,
    tools: 2,
    clearest: null,
    mostDivided: { tool: 'Kelpforge', verdict: 'split', panelShare: 50, alike: 1 },
  },
  sections: [
    aSection({
      comparisons: [
        aDigestComparison({ sides: [aDigestSide(even), aDigestSide({ ...even, name: 'Marrow Notes' })] }),
      ],
    }),
  ],
});

const unknownSide = {
  introduction: NOTHING_KNOWN,
  verdict: null,
  panelShare: null,
  panelCount: null,
  quotations: [{ stance: 'unknown', reviewer: null, text: 'Somebody on the panel said this.' }],
} as const;

/** The minimum a source may state: two names. */
export const everythingUnknown = aDigest({
  subject: 'Kelpforge and Marrow Notes, side by side',
  numbers: { comparisons: 2, tools: 3, clearest: null, mostDivided: null },
  sections: [
    aSection({
      comparisons: [
        aDigestComparison({
          url: null,
          sides: [
            aDigestSide({ ...unknownSide, quotations: [] }),
            aDigestSide({ ...unknownSide, name: 'Marrow Notes', quotations: [...unknownSide.quotations] }),
          ],
          reviewers: [
            { reviewer: null, cells: [{ score: null, verdict: null }, null] },
            {
              reviewer: null,
              cells: [
                { score: 70, verdict: null },
                { score: null, verdict: 'skip' },
              ],
            },
          ],
        }),
      ],
    }),
    aSection({
      comparisons: [
        aDigestComparison({
          slug: 'two',
          position: 2,
          featured: false,
          url: null,
          sides: [
            aDigestSide({ ...unknownSide, introduction: null, quotations: [] }),
            aDigestSide({ ...unknownSide, name: 'Sextant', verdict: 'ship', quotations: [] }),
          ],
          reviewers: [],
        }),
      ],
    }),
  ],
});

export const digests: Record<string, Digest> = {
  'one item': aDigest(),
  'eight longest': eightLongest,
  'one against five': oneAgainstFive,
  'even panels': evenPanels,
  'everything unknown': everythingUnknown,
  'right to left': rightToLeft,
  'hostile names': hostileNames,
};
