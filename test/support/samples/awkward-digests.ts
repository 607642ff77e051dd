import type { Digest } from '../../../src/digest/digest.ts';
import { aComparison, aJudgedSide, aReview, aSide } from '../comparisons.ts';
import { hostileNames, rightToLeft, unusualNames } from './awkward-names.ts';
import { unusualPanels } from './awkward-panels.ts';
import { aDigest, aKelpforge, aLongestComparison, aWeek, kelpforgeOrMarrow, prose } from './digests.ts';

const NUMBERS = [1, 2, 3, 4, 5, 6, 7, 8];

/** Eight comparisons with the longest texts known in the sources, and the longest quotations. */
export const eightLongest = aWeek(NUMBERS.map(aLongestComparison), {
  subject: prose(70, 1),
  preheader: prose(110, 2),
  intro: `${prose(400, 3)}.\n\n${prose(300, 4)}.`,
});

export const RIVALS = ['Marrow Notes', 'Ostrich Deploy', 'Plain Lantern', 'Sextant', 'Wickerbase'];

/** A week of one tool: described once, compared five times. */
export const oneAgainstFive = aWeek(
  RIVALS.map((name, index) =>
    aComparison({
      slug: `kelpforge-vs-${index}`,
      tools: [aKelpforge(), { ...aJudgedSide(name, index % 3), tagline: `What ${name} is in a line` }],
    }),
  ),
);

/** Two tools with two comparisons each, and a pair of its own. */
export const twoGroups = aWeek([
  aComparison({ slug: 'kelpforge-vs-loom', tools: [aKelpforge(), aJudgedSide('Loom', 1)] }),
  aComparison({ slug: 'kelpforge-vs-anvil', tools: [aKelpforge(), aJudgedSide('Anvil', 2)] }),
  aComparison({ slug: 'quill-vs-lathe', tools: [aJudgedSide('Quill', 4), aJudgedSide('Lathe', 3)] }),
  aComparison({ slug: 'quill-vs-press', tools: [aJudgedSide('Quill', 4), aJudgedSide('Press', 0)] }),
  aComparison({ slug: 'oven-vs-sieve', tools: [aJudgedSide('Oven', 3), aJudgedSide('Sieve', 3)] }),
]);

export const evenPanels = aWeek([
  kelpforgeOrMarrow({ ...aJudgedSide('Kelpforge', 2) }, { ...aJudgedSide('Marrow Notes', 2) }),
]);

/** The minimum a source may state: two names. */
export const everythingUnknown = aWeek([
  aComparison({
    slug: 'one',
    url: null,
    tools: [
      aSide({ name: 'Kelpforge' }),
      aSide({ name: 'Marrow Notes', reviews: [aReview({ text: 'Somebody on the panel said this.' })] }),
    ],
  }),
  aComparison({ slug: 'two', url: null, tools: [aSide({ name: 'Oakum' }), aSide({ name: 'Pintle' })] }),
]);

export const digests: Record<string, Digest> = {
  'one item': aDigest(),
  'eight longest': eightLongest,
  'one against five': oneAgainstFive,
  'two groups': twoGroups,
  'even panels': evenPanels,
  'everything unknown': everythingUnknown,
  'unusual panels': unusualPanels,
  'right to left': rightToLeft,
  'hostile names': hostileNames,
  'unusual names': unusualNames,
};
