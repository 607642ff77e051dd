import type { ReviewVerdict, Verdict } from '../comparisons/comparison.ts';
import type { Line } from './line.ts';

/** Everything that an issue's HTML and text say, apart from who gets it. */
export interface Digest {
  slot: string;
  /** Its date (`publicationInstant`), as in "24 November 2026". */
  date: string;
  subject: string;
  preheader: string;
  /** In Markdown, like the other texts that an editor writes. */
  intro: string | null;
  /** The week in one sentence or two; null for a single comparison. */
  summary: Line | null;
  sections: DigestSection[];
  sponsor: Sponsor | null;
  /** In Markdown. */
  closing: string | null;
}

/** An advertisement, always labelled as such. */
export interface Sponsor {
  title: string | null;
  /** In Markdown. */
  text: string;
  /** An http or https URL. */
  url: string | null;
}

/** Comparisons that share a tool; a lone comparison is a section of one. */
export interface DigestSection {
  shared: SharedTool | null;
  comparisons: DigestComparison[];
}

/** A tool in all comparisons of its section, described once; each comparison then describes its rival alone. */
export interface SharedTool {
  side: DigestSide;
  category: string | null;
  sentence: Line;
  voices: Voice[];
}

export interface DigestComparison {
  slug: string;
  position: number;
  featured: boolean;
  url: string | null;
  /** Null if the issue has already named it, or a source does not. */
  category: string | null;
  /** Who is ahead, in one line: "A over B". */
  answer: Line;
  title: Line;
  /** The reason for the answer. */
  sentence: Line;
  /** At most one for and one against. */
  voices: Voice[];
  /** The tool ahead first. In a section with a shared tool, that tool first. */
  sides: [DigestSide, DigestSide];
  /** Where two reviewers differ most; only in the featured comparison. */
  disagreement: Line | null;
  /** How many reviews both tools have together. */
  reviews: number;
  /** What the source does not state, by tool. */
  unknown: readonly UnknownFacts[];
}

/** What an issue leaves out of a tool, because the source does not say it. */
export interface UnknownFacts {
  tool: string;
  /** "no category and no “best for”". */
  words: string;
  /** In the import format: "category and bestFor". */
  fields: string;
  count: number;
}

export interface DigestSide {
  name: string;
  shortName: string;
  /** Above what is said of it: whole where the issue says it first, then short. */
  title: string;
  verdict: Verdict | null;
  /** Percent of the panel who would ship it. */
  panelShare: number | null;
  panelCount: { ship: number; of: number } | null;
  panelSize: number | null;
  /** Empty if no score or verdict is known, or the issue has already shown them. */
  scores: ReviewerScore[];
  /** They are the first, and it says there what scores are out of. */
  explainsScores: boolean;
  facts: ToolFacts;
}

export interface ReviewerScore {
  /** "Builder", or "Reviewer 2" if unnamed. */
  reviewer: string;
  score: number | null;
  verdict: ReviewVerdict | null;
  /** Their verdict is not the panel's. */
  dissents: boolean;
}

/** Null where unknown, or already said. */
export interface ToolFacts {
  tagline: string | null;
  price: string | null;
  bestFor: string | null;
  /** 0 votes if the source says that no one voted. */
  community: { share: number | null; votes: number | null } | null;
}

/** `reserved`: the least convinced of a panel that would ship it. `unknown`: the source gives no verdict of theirs. */
export type Stance = 'for' | 'against' | 'reserved' | 'unknown';

export interface Voice {
  stance: Stance;
  /** The tool that it is about, in short; null where only one can be meant. */
  tool: string | null;
  reviewer: string | null;
  text: string;
}
