import type { ReviewVerdict, Verdict } from '../comparisons/comparison.ts';

/** Everything that an issue's HTML and text say, apart from who gets it. */
export interface Digest {
  slot: string;
  subject: string;
  preheader: string;
  intro: string | null;
  numbers: WeekInNumbers;
  sections: DigestSection[];
}

export interface WeekInNumbers {
  comparisons: number;
  tools: number;
  /** Null if no panel is large enough, or all are even. */
  clearest: PanelHighlight | null;
  /** Null if no panel is less clear than another, unless it is even. */
  mostDivided: PanelHighlight | null;
}

export interface PanelHighlight {
  tool: string;
  verdict: Verdict;
  panelShare: number;
  alike: number;
}

/** Comparisons that share a tool; a lone comparison is a section of one. */
export interface DigestSection {
  sharedTool: string | null;
  comparisons: DigestComparison[];
}

export interface DigestComparison {
  slug: string;
  position: number;
  featured: boolean;
  url: string | null;
  sides: [DigestSide, DigestSide];
  reviewers: ReviewerRow[];
}

export interface DigestSide {
  name: string;
  /** Null if an earlier comparison of the issue introduced the tool. */
  introduction: ToolIntroduction | null;
  verdict: Verdict | null;
  panelShare: number | null;
  panelCount: { ship: number; of: number } | null;
  panelSize: number | null;
  /** At most one for and one against; if stances are unknown, one without a stance. */
  quotations: Quotation[];
}

export interface ToolIntroduction {
  category: string | null;
  tagline: string | null;
  /** Null if neither is known; 0 votes if the source says that no one voted. */
  community: { share: number | null; votes: number | null } | null;
  entry: string | null;
  pricing: string | null;
  bestFor: string | null;
}

export interface ReviewerRow {
  reviewer: string | null;
  cells: [ReviewerCell | null, ReviewerCell | null];
}

/** Null instead of a cell if the reviewer did not review the tool. */
export interface ReviewerCell {
  score: number | null;
  verdict: ReviewVerdict | null;
}

/** `reserved`: the least convinced of a unanimous panel. `unknown`: the source gives no verdict. */
export type Stance = 'for' | 'against' | 'reserved' | 'unknown';

export interface Quotation {
  stance: Stance;
  reviewer: string | null;
  text: string;
}
