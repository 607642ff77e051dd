/** What is on an issue's picture. */
export interface IssueImageContent {
  /** The newsletter's. */
  name: string;
  /** "Week 48 · 24 November 2026". */
  edition: string;
  subject: string;
  /** Of the stripe: `#rrggbb`. */
  accent: string;
  /** The first four are drawn. */
  answers: readonly ImageAnswer[];
}

export interface ImageAnswer {
  /** In the words of the email; names may stand out. */
  words: readonly { text: string; isBold: boolean }[];
  /** At most two; the winner's first. */
  figures: readonly ImageFigure[];
}

/** "75%", filled, outlined or dashed; plain where no verdict is known. */
export interface ImageFigure {
  text: string;
  verdict: 'ship' | 'skip' | 'split' | null;
}
