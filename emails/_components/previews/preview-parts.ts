import type {
  DigestSide,
  Quotation,
  ReviewerRow,
  Stance,
  ToolIntroduction,
} from '../../../src/digest/digest.ts';

// Shorthand for the preview's invented week.

export const quote = (stance: Stance, reviewer: string | null, text: string): Quotation => ({
  stance,
  reviewer,
  text,
});

type Panel = Pick<DigestSide, 'verdict' | 'panelShare' | 'panelCount' | 'panelSize'>;

export const UNKNOWN_PANEL: Panel = { verdict: null, panelShare: null, panelCount: null, panelSize: null };

export const ships = (of: number, ship: number): Panel => ({
  verdict: ship * 2 === of ? 'split' : ship * 2 > of ? 'ship' : 'skip',
  panelShare: Math.round((100 * ship) / of),
  panelCount: { ship, of },
  panelSize: of,
});

const REVIEWERS = ['Builder', 'Skeptic', 'Futurist', 'Founder'];

/** One row per reviewer, from the panel's scores for each tool: 60 and more is a ship, null is no review. */
export const scores = (one: (number | null)[], other: (number | null)[]): ReviewerRow[] =>
  REVIEWERS.map((reviewer, index) => ({
    reviewer,
    cells: [cell(one[index] ?? null), cell(other[index] ?? null)],
  }));

const cell = (score: number | null) =>
  score === null ? null : ({ score, verdict: score >= 60 ? 'ship' : 'skip' } as const);

export const introduction = (known: Partial<ToolIntroduction>): ToolIntroduction => ({
  category: 'Developer Tools',
  tagline: null,
  community: null,
  entry: null,
  pricing: null,
  bestFor: null,
  ...known,
});
