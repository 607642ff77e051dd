import type { ReviewVerdict, Verdict } from '../comparisons/comparison.ts';

/** The content of an issue: everything that its HTML and its text say, apart from who gets it. */
export interface Digest {
  /** The local ISO week, such as `2026-W47`. */
  slot: string;
  subject: string;
  preheader: string;
  /** An editor's words before the first comparison, in Markdown: see `read-intro.ts`. */
  intro: string | null;
  numbers: WeekInNumbers;
  sections: DigestSection[];
}

export interface WeekInNumbers {
  comparisons: number;
  tools: number;
  /** The tool on which its panel agreed most, or one of them; null where no panel is large enough, or all are even. */
  clearest: PanelHighlight | null;
  /** The tool whose panel is nearest to even, or one of them; null where no panel is less clear than another, unless it is even. */
  mostDivided: PanelHighlight | null;
}

export interface PanelHighlight {
  tool: string;
  verdict: Verdict;
  panelShare: number;
  /** How many other tools' panels are as clear, or as divided. */
  alike: number;
}

/** Comparisons that stand together because a tool stands in all of them; a lone comparison is a section of one. */
export interface DigestSection {
  /** The tool that all comparisons of the section share, where there is more than one comparison. */
  sharedTool: string | null;
  comparisons: DigestComparison[];
}

export interface DigestComparison {
  slug: string;
  /** Counted through the whole issue, from 1. */
  position: number;
  featured: boolean;
  url: string | null;
  sides: [DigestSide, DigestSide];
  /** The reviewer split: one row a reviewer, one cell a tool. */
  reviewers: ReviewerRow[];
}

export interface DigestSide {
  name: string;
  /** Null where the tool was introduced by an earlier comparison of the issue. */
  introduction: ToolIntroduction | null;
  verdict: Verdict | null;
  /** Percent of the panel that say ship. */
  panelShare: number | null;
  /** "3 of 4", where the source says or shows how many there are. */
  panelCount: { ship: number; of: number } | null;
  /** How many reviewers judge the tool, whatever their verdicts; null where that is not known. */
  panelSize: number | null;
  /** At most one argument for and one against; where stances are unknown, one quotation without a stance. */
  quotations: Quotation[];
}

export interface ToolIntroduction {
  category: string | null;
  tagline: string | null;
  /** Null where neither is known; 0 votes where the source says that nobody voted. */
  community: { share: number | null; votes: number | null } | null;
  entry: string | null;
  pricing: string | null;
  bestFor: string | null;
}

export interface ReviewerRow {
  /** Null where the source names nobody. */
  reviewer: string | null;
  cells: [ReviewerCell | null, ReviewerCell | null];
}

/** What one reviewer gave one tool; null instead of a cell where the reviewer did not review it. */
export interface ReviewerCell {
  score: number | null;
  verdict: ReviewVerdict | null;
}

/**
 * `for` and `against` are stances that the source states, by verdict or score. `reserved` is the least convinced
 * of a panel in which nobody is against; `unknown` is said by a reviewer whose verdict the source does not give.
 */
export type Stance = 'for' | 'against' | 'reserved' | 'unknown';

export interface Quotation {
  stance: Stance;
  reviewer: string | null;
  text: string;
}
