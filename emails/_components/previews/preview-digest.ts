import type { Digest } from '../../../src/digest/digest.ts';
import { quillgateOrSundial, tidewaterOrEmber, tidewaterOrPatchwork } from './preview-comparisons.ts';

/** An invented week for `npm run email`, with every part that an issue can have. */
export const previewDigest: Digest = {
  slot: '2026-W47',
  subject: 'Tidewater Cache wins every vote; Quillgate splits its panel',
  preheader: '3 comparisons, 5 tools: one unanimous ship, one even panel, one to leave alone for now',
  intro: `Caching is this week’s quiet theme: two of the three comparisons come down to who pays for the same words twice.

As always, the panel’s scores come first and the arguments after them.`,
  numbers: {
    comparisons: 3,
    tools: 5,
    clearest: { tool: 'Tidewater Cache', verdict: 'ship', panelShare: 100, alike: 0 },
    mostDivided: { tool: 'Quillgate', verdict: 'split', panelShare: 50, alike: 0 },
  },
  sections: [
    { sharedTool: null, comparisons: [quillgateOrSundial] },
    { sharedTool: 'Tidewater Cache', comparisons: [tidewaterOrPatchwork, tidewaterOrEmber] },
  ],
};
