import type {
  Digest,
  DigestComparison,
  DigestSection,
  DigestSide,
  PanelHighlight,
  Quotation,
  ReviewerRow,
  ToolIntroduction,
  WeekInNumbers,
} from '../../../src/digest/digest.ts';

// Digests as templates get them, from the plainest to the most awkward.

export function aDigest(changes: Partial<Digest> = {}): Digest {
  const sections = changes.sections ?? [aSection()];
  const sides = sections.flatMap(({ comparisons }) => comparisons.flatMap((comparison) => comparison.sides));
  return {
    slot: '2026-W47',
    subject: 'Kelpforge gets the panel’s vote over Marrow Notes',
    preheader: 'One comparison: three of four reviewers would ship Kelpforge',
    intro: null,
    numbers: {
      comparisons: sections.reduce((sum, { comparisons }) => sum + comparisons.length, 0),
      tools: new Set(sides.map(({ name }) => name)).size,
      ...highlights(sides),
    },
    ...changes,
    sections,
  };
}

/** The clearest panel and the most divided of the others, as `weekInNumbers` returns them. */
function highlights(sides: readonly DigestSide[]): Pick<WeekInNumbers, 'clearest' | 'mostDivided'> {
  const panels = sides.flatMap(({ name: tool, verdict, panelShare }) =>
    verdict === null || panelShare === null ? [] : { tool, verdict, panelShare },
  );
  const once = [...new Map(panels.map((panel) => [panel.tool, panel])).values()];
  const fromEven = ({ panelShare }: { panelShare: number }) => Math.abs(panelShare - 50);
  const highlight = (panel: (typeof once)[number] | undefined): PanelHighlight | null =>
    panel === undefined
      ? null
      : { ...panel, alike: once.filter((other) => fromEven(other) === fromEven(panel)).length - 1 };
  const ordered = once.toSorted((one, other) => fromEven(other) - fromEven(one));
  const clearest = ordered.find((panel) => fromEven(panel) > 0);
  const least = ordered.at(-1);
  const isLess = least !== undefined && (clearest === undefined || fromEven(least) < fromEven(clearest));
  return { clearest: highlight(clearest), mostDivided: highlight(isLess ? least : undefined) };
}

export function aSection(changes: Partial<DigestSection> = {}): DigestSection {
  return { sharedTool: null, comparisons: [aDigestComparison()], ...changes };
}

export function aDigestComparison(changes: Partial<DigestComparison> = {}): DigestComparison {
  return {
    slug: 'kelpforge-vs-marrow-notes',
    position: 1,
    featured: true,
    url: 'https://verdicts.example/compare/kelpforge-vs-marrow-notes?ref=digest&week=47',
    sides: [
      aDigestSide(),
      aDigestSide({ name: 'Marrow Notes', verdict: 'split', panelShare: 50, panelCount: { ship: 2, of: 4 } }),
    ],
    reviewers: [
      aReviewerRow('Builder', 88, 71),
      aReviewerRow('Skeptic', 42, 38),
      aReviewerRow('Futurist', 80, 66),
      aReviewerRow('Founder', 76, 49),
    ],
    ...changes,
  };
}

export function aDigestSide(changes: Partial<DigestSide> = {}): DigestSide {
  return {
    name: 'Kelpforge',
    introduction: anIntroduction(),
    verdict: 'ship',
    panelShare: 75,
    panelCount: { ship: 3, of: 4 },
    panelSize: changes.panelCount === undefined ? 4 : (changes.panelCount?.of ?? null),
    quotations: [
      {
        stance: 'for',
        reviewer: 'Builder',
        text: 'It does one thing, and the thing works on the first try.',
      },
      { stance: 'against', reviewer: 'Skeptic', text: 'Leave it alone until the second release.' },
    ],
    ...changes,
  };
}

export function anIntroduction(changes: Partial<ToolIntroduction> = {}): ToolIntroduction {
  return {
    category: 'Developer Tools',
    tagline: 'Build servers that sleep when you do',
    community: { share: 67, votes: 12 },
    entry: 'Freemium',
    pricing: 'Free up to three projects, then $9 a month',
    bestFor: 'Small teams with bursts of work',
    ...changes,
  };
}

export const NOTHING_KNOWN: ToolIntroduction = {
  category: null,
  tagline: null,
  community: null,
  entry: null,
  pricing: null,
  bestFor: null,
};

/** A reviewer's row with a score for each tool; 60 and more is a ship. */
export function aReviewerRow(reviewer: string | null, one: number, other: number): ReviewerRow {
  const cell = (score: number) => ({ score, verdict: score >= 60 ? 'ship' : 'skip' }) as const;
  return { reviewer, cells: [cell(one), cell(other)] };
}

const WORDS =
  'latency budgets quietly decide which agent anyone keeps using after the second careful week'.split(' ');

/** Exactly this many characters of prose; the seed makes each text different. */
export function prose(length: number, seed: number): string {
  let text = `N${seed}`;
  for (let index = seed; text.length < length; index++) text += ` ${WORDS[index % WORDS.length]}`;
  return text.slice(0, length).replace(/ $/, 's');
}

function aLongestSide(seed: number): DigestSide {
  const quotation = (stance: Quotation['stance'], reviewer: string, offset: number): Quotation => ({
    stance,
    reviewer,
    text: prose(280, seed + offset),
  });
  return aDigestSide({
    name: prose(60, seed),
    introduction: anIntroduction({
      category: 'Developer Tools & Infrastructure',
      tagline: prose(80, seed + 100),
      pricing: prose(200, seed + 200),
      bestFor: prose(80, seed + 300),
      community: { share: 67, votes: 12_345 },
    }),
    quotations: [quotation('for', 'Builder', 400), quotation('against', 'Skeptic', 500)],
  });
}

export function aLongestComparison(position: number): DigestComparison {
  return aDigestComparison({
    slug: `longest-${position}`,
    position,
    featured: position === 1,
    url: `https://verdicts.example/compare/${prose(120, position).replaceAll(' ', '-')}`,
    sides: [aLongestSide(position * 10), aLongestSide(position * 10 + 5)],
    reviewers: ['Builder', 'Skeptic', 'Futurist', 'Founder', 'Creator'].map((name) =>
      aReviewerRow(name, 88, 41),
    ),
  });
}
