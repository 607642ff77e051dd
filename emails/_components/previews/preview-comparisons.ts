import { item, review, tool } from './preview-parts.ts';

/** Featured: an even panel, and a "best for" that repeats its tagline, as sources often do. */
export const quillgateOrSundial = item({
  slug: 'quillgate-vs-sundial-evals',
  url: 'https://verdicts.example/compare/quillgate-vs-sundial-evals',
  featured: true,
  tools: [
    tool('Quillgate', {
      tagline: 'Review agents that write their findings as failing tests',
      communityShare: 67,
      communityVotes: 12,
      entry: 'Freemium',
      pricing: 'Free for public repositories; $18 a seat each month for private ones',
      bestFor: 'Teams with good coverage that want fewer review rounds',
      reviews: [
        review(
          'Builder',
          86,
          'A red test cannot be argued with, and that settled 31 of our 60 open threads.',
        ),
        review('Skeptic', 41, 'On code without tests it invents the specification and then defends it.'),
        review('Futurist', 74, 'Tests are the only language that people and agents both read.'),
        review('Founder', 55, 'At $18 a seat I would need to see two fewer reviewers a year.'),
      ],
    }),
    tool('Sundial Evals', {
      category: 'Evaluation',
      tagline: 'Nightly regression runs for prompts and models',
      entry: 'Free',
      bestFor: 'Nightly regression runs for prompts and models',
      reviews: [
        review('Builder', 78, 'It replaced a spreadsheet, two cron jobs and a weekly argument.'),
        review('Skeptic', 66, 'The runs are cheap enough that nobody turns them off.'),
        review('Futurist', 48, 'Nightly is the wrong rhythm once models change under you at noon.'),
        review('Founder', 83, 'It found the regression that cost us a customer in March.'),
      ],
    }),
  ],
});

const tidewater = tool('Tidewater Cache', {
  category: 'Inference',
  tagline: 'Keeps long prompts warm, so that repeat calls start in milliseconds',
  communityShare: 82,
  communityVotes: 44,
  entry: 'Paid',
  pricing: 'Usage-based; cached input at a fifth of the normal rate, no monthly minimum',
  bestFor: 'Agents that send the same long context again and again',
  reviews: [
    review('Builder', 91, 'Hits and misses are in every response: the saving is measured, not promised.'),
    review('Skeptic', 79, 'Cached input costs a fifth, and the bill says so line by line.'),
    review('Futurist', 85, 'Context will be something that you keep, and not something that you send.'),
    review('Founder', 72, 'The price is right today; nothing says that it will be next spring.'),
  ],
});

/** A unanimous panel, and one with a reviewer missing. */
export const tidewaterOrPatchwork = item({
  slug: 'tidewater-cache-vs-patchwork-local',
  url: 'https://verdicts.example/compare/tidewater-cache-vs-patchwork-local',
  tools: [
    tidewater,
    tool('Patchwork Local', {
      category: 'Local Models',
      tagline: 'Fine-tunes small models overnight on a single laptop',
      entry: 'Free',
      pricing: 'Free, open source',
      bestFor: 'Private data that must not leave the machine',
      reviews: [
        review('Builder', 57, 'The first run took nine hours, and I had to sit beside it.'),
        review(
          'Skeptic',
          34,
          'Three of my five runs stopped without an error, and the log saw nothing wrong.',
        ),
        review(
          'Futurist',
          77,
          'Owning the weights of your own habits will matter more than anyone budgets for.',
        ),
      ],
    }),
  ],
});

/** A source with gaps: no panel, no names, no URL. */
export const tidewaterOrEmber = item({
  slug: 'tidewater-cache-vs-ember-relay',
  url: null,
  tools: [
    tidewater,
    tool('Ember Relay', {
      category: null,
      tagline: 'One endpoint in front of eleven providers',
      reviews: [review(null, null, 'Useful on the day your provider is down, invisible on all others.')],
    }),
  ],
});
