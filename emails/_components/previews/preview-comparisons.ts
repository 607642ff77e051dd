import type { DigestComparison } from '../../../src/digest/digest.ts';
import { introduction, quote, scores, ships, UNKNOWN_PANEL } from './preview-parts.ts';

/** Featured: an even panel, and a "best for" that repeats its tagline, as sources often do. */
export const quillgateOrSundial: DigestComparison = {
  slug: 'quillgate-vs-sundial-evals',
  position: 1,
  featured: true,
  url: 'https://verdicts.example/compare/quillgate-vs-sundial-evals',
  sides: [
    {
      name: 'Quillgate',
      introduction: introduction({
        tagline: 'Review agents that write their findings as failing tests',
        community: { share: 67, votes: 12 },
        entry: 'Freemium',
        pricing: 'Free for public repositories; $18 a seat each month for private ones',
        bestFor: 'Teams with good coverage that want fewer review rounds',
      }),
      ...ships(4, 2),
      quotations: [
        quote(
          'for',
          'Builder',
          'A comment can be argued with; a red test cannot. That settles half of our threads.',
        ),
        quote(
          'against',
          'Skeptic',
          'On code without tests it invents the specification and then defends it.',
        ),
      ],
    },
    {
      name: 'Sundial Evals',
      introduction: introduction({
        category: 'Evaluation',
        tagline: 'Nightly regression runs for prompts and models',
        entry: 'Free',
        bestFor: 'Nightly regression runs for prompts and models',
      }),
      ...ships(4, 3),
      quotations: [
        quote('for', 'Founder', 'It replaced a spreadsheet, two cron jobs and a weekly argument.'),
        quote('against', 'Futurist', 'Nightly is the wrong rhythm once models change under you at noon.'),
      ],
    },
  ],
  reviewers: scores([86, 41, 74, 55], [78, 66, 48, 83]),
};

/** One tool with a unanimous panel, one with a reviewer missing. */
export const tidewaterOrPatchwork: DigestComparison = {
  slug: 'tidewater-cache-vs-patchwork-local',
  position: 2,
  featured: false,
  url: 'https://verdicts.example/compare/tidewater-cache-vs-patchwork-local',
  sides: [
    {
      name: 'Tidewater Cache',
      introduction: introduction({
        category: 'Inference',
        tagline: 'Keeps long prompts warm, so that repeat calls start in milliseconds',
        community: { share: 82, votes: 44 },
        entry: 'Paid',
        pricing: 'Usage-based; cached input at a fifth of the normal rate, no monthly minimum',
        bestFor: 'Agents that send the same long context again and again',
      }),
      ...ships(4, 4),
      quotations: [
        quote(
          'for',
          'Builder',
          'Hits and misses are in every response: the saving is measured, not promised.',
        ),
        quote('reserved', 'Founder', 'The price is right today; nothing says that it will be next spring.'),
      ],
    },
    {
      name: 'Patchwork Local',
      introduction: introduction({
        category: 'Local Models',
        tagline: 'Fine-tunes small models overnight on a single laptop',
        entry: 'Free',
        pricing: 'Free, open source',
        bestFor: 'Private data that must not leave the machine',
      }),
      ...ships(3, 1),
      quotations: [
        quote(
          'for',
          'Futurist',
          'Owning the weights of your own habits will matter more than anyone budgets for.',
        ),
        quote(
          'against',
          'Skeptic',
          'Three of my five runs stopped without an error, and the log saw nothing wrong.',
        ),
      ],
    },
  ],
  reviewers: scores([91, 79, 85, 72], [57, 34, 77, null]),
};

/** A source with gaps: no panel, no names, no URL. */
export const tidewaterOrEmber: DigestComparison = {
  slug: 'tidewater-cache-vs-ember-relay',
  position: 3,
  featured: false,
  url: null,
  sides: [
    { name: 'Tidewater Cache', introduction: null, ...ships(4, 4), quotations: [] },
    {
      name: 'Ember Relay',
      introduction: introduction({ category: null, tagline: 'One endpoint in front of eleven providers' }),
      ...UNKNOWN_PANEL,
      quotations: [
        quote('unknown', null, 'Useful on the day your provider is down, invisible on all others.'),
      ],
    },
  ],
  reviewers: [
    {
      reviewer: 'Builder',
      cells: [
        { score: 91, verdict: 'ship' },
        { score: null, verdict: null },
      ],
    },
    { reviewer: null, cells: [{ score: 79, verdict: 'ship' }, null] },
  ],
};
