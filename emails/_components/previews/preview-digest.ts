import { composeDigest } from '../../../src/digest/compose-digest.ts';
import type { Digest } from '../../../src/digest/digest.ts';
import { DIGEST_LIMITS } from '../../../src/digest/digest-limits.ts';
import { quillgateOrSundial, tidewaterOrEmber, tidewaterOrPatchwork } from './preview-comparisons.ts';

const [limits] = DIGEST_LIMITS;

/** An invented week for `npm run email`, with every part that an issue can have. */
export const previewDigest: Digest = composeDigest({
  slot: '2026-W47',
  date: '17 November 2026',
  comparisons: [quillgateOrSundial, tidewaterOrPatchwork, tidewaterOrEmber],
  edited: {
    subject: null,
    preheader: null,
    intro: `Caching is this week’s quiet theme: two of the three comparisons come down to who pays for the same words twice.

As always, the panel’s scores come first and the arguments after them.`,
    sponsorTitle: 'Gannet & Daughters',
    sponsorText: 'Prints the logs of your week on paper, *bound*, and posts them on Friday.',
    sponsorUrl: 'https://gannet.example/verdicts',
    closing:
      'Next week: two assistants that only answer letters. Tell us which one you would trust with yours.',
  },
  limits,
});
