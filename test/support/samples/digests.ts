import type { ComparisonSide } from '../../../src/comparisons/comparison.ts';
import type { PublishedComparison } from '../../../src/comparisons/comparison-store.ts';
import { composeDigest, type DigestRequest } from '../../../src/digest/compose-digest.ts';
import type { Digest } from '../../../src/digest/digest.ts';
import { DIGEST_LIMITS } from '../../../src/digest/digest-limits.ts';
import { aComparison, aReview, aSide } from '../comparisons.ts';

// Digests as templates get them, composed as in production.

export interface WeekGiven extends Partial<DigestRequest['edited']> {
  limits?: DigestRequest['limits'];
  /** The slug that an editor features. */
  featured?: string;
}

/** An issue of these comparisons, with the longest quotations unless limits are given. */
export function aWeek(comparisons: readonly PublishedComparison[], given: WeekGiven = {}): Digest {
  const { limits = DIGEST_LIMITS[0], featured, ...edited } = given;
  return composeDigest({
    slot: '2026-W47',
    date: '17 November 2026',
    comparisons: comparisons.map((comparison) => ({
      comparison,
      featured: comparison.slug === featured,
      position: null,
    })),
    edited: { subject: null, preheader: null, intro: null, ...edited },
    limits,
  });
}

/** An issue of the one comparison that most tests need. */
export const aDigest = (given: WeekGiven = {}): Digest => aWeek([kelpforgeOrMarrow()], given);

/** The same tools, changed. */
export function kelpforgeOrMarrow(
  kelpforge: Partial<ComparisonSide> = {},
  marrow: Partial<ComparisonSide> = {},
): PublishedComparison {
  return aComparison({
    tools: [aKelpforge(kelpforge), aMarrow(marrow)],
    slug: 'kelpforge-vs-marrow-notes',
    url: 'https://verdicts.example/compare/kelpforge-vs-marrow-notes?ref=digest&week=47',
  });
}

/** Three of four reviewers would ship it. */
export function aKelpforge(changes: Partial<ComparisonSide> = {}): ComparisonSide {
  return aSide({
    name: 'Kelpforge',
    category: 'Developer Tools',
    tagline: 'Build servers that sleep when you do',
    verdict: 'ship',
    panelShare: 75,
    shipCount: 3,
    skipCount: 1,
    communityShare: 67,
    communityVotes: 12,
    entry: 'Freemium',
    pricing: 'Free up to three projects, then $9 a month',
    bestFor: 'Small teams with bursts of work',
    reviews: [
      scored('Builder', 88, 'It does one thing, and the thing works on the first try.'),
      scored('Skeptic', 42, 'The second build of the day failed without a word in the log.'),
      scored('Futurist', 80, 'Machines that sleep are the only ones that will be affordable.'),
      scored('Founder', 76, 'Nine dollars a month is less than the coffee of one late build.'),
    ],
    ...changes,
  });
}

/** Two of four reviewers would ship it. */
export function aMarrow(changes: Partial<ComparisonSide> = {}): ComparisonSide {
  return aSide({
    name: 'Marrow Notes',
    category: 'Writing Aids',
    tagline: 'Notes that grow into reports',
    verdict: 'split',
    panelShare: 50,
    shipCount: 2,
    skipCount: 2,
    communityVotes: 0,
    entry: 'Paid',
    pricing: '$14 a seat',
    bestFor: 'People who write the same report every week',
    reviews: [
      scored('Builder', 71, 'It wrote the whole report from nine notes in two minutes.'),
      scored('Skeptic', 38, 'Leave it alone until it stops inventing the last paragraph.'),
      scored('Futurist', 66, 'Reports that write themselves make meetings shorter.'),
      scored('Founder', 49, 'At $14 a seat I would rather write the report myself.'),
    ],
    ...changes,
  });
}

/** 60 and more is a ship. */
export const scored = (reviewer: string | null, score: number, text: string) =>
  aReview({ reviewer, score, verdict: score >= 60 ? 'ship' : 'skip', text });

const WORDS =
  'latency budgets quietly decide which agent anyone keeps using after the second careful week'.split(' ');

/** Exactly this many characters of prose; the seed makes each text different. */
export function prose(length: number, seed: number): string {
  let text = `N${seed}`;
  for (let index = seed; text.length < length; index++) text += ` ${WORDS[index % WORDS.length]}`;
  return text.slice(0, length).replace(/ $/, 's');
}

function aLongestSide(seed: number): ComparisonSide {
  const reviewers = ['Builder', 'Skeptic', 'Futurist', 'Founder', 'Creator'];
  // As many words as a quotation may have, and as long as words are.
  const text = (offset: number) =>
    `${Array.from({ length: 27 }, (_, word) => `reverberation${(seed + offset + word) % 97}`).join(' ')} ${seed}.`;
  return aSide({
    name: prose(60, seed),
    category: 'Developer Tools & Infrastructure',
    tagline: prose(80, seed + 100),
    verdict: 'ship',
    panelShare: 60,
    shipCount: 3,
    skipCount: 2,
    communityShare: 67,
    communityVotes: 12_345,
    entry: 'Freemium',
    pricing: prose(200, seed + 200),
    bestFor: prose(80, seed + 300),
    reviews: reviewers.map((reviewer, index) => scored(reviewer, index < 3 ? 88 : 41, text(index))),
  });
}

export function aLongestComparison(number: number): PublishedComparison {
  return aComparison({
    slug: `longest-${number}`,
    url: `https://verdicts.example/compare/${prose(120, number).replaceAll(' ', '-')}`,
    tools: [aLongestSide(number * 10), aLongestSide(number * 10 + 5)],
  });
}
