import type { DrawnPicture } from './drawn-picture.ts';
import type { IssueImageContent } from './issue/issue-image-content.ts';
import type { LogoResult } from './logo/logo-result.ts';

/** What a worker is asked for. */
export type DrawTask = { kind: 'logo'; bytes: Uint8Array } | { kind: 'issue'; content: IssueImageContent };

export interface DrawAnswers {
  logo: LogoResult;
  /** Null if nothing of it can be drawn. */
  issue: DrawnPicture | null;
}
