import type { EditedText } from '../../digest/edited-texts.ts';

export const PROBLEM_CODES = [
  'real-send-refused',
  'no-audience',
  'waits-for-person',
  'paused',
  'too-few-items',
  'wish-not-met',
  'subject-too-long',
  'subject-looks-like-reply',
  'subject-shouts',
  'preheader-too-long',
  'preheader-repeats-subject',
  'html-too-large',
  'html-large',
  'no-url',
  'unknown-verdict',
  'contradictory-panel',
  'unknown-fields',
  'broken-link',
  'intro-as-typed',
  'sponsor-as-typed',
  'closing-as-typed',
  'markdown-not-shown',
  'sponsor-without-text',
  'sponsor-too-long',
  'mail-client-support',
] as const;

/** Where the editor can fix the problem: one of the texts, another part, or, by its slug, a comparison. */
export type ProblemPlace = 'settings' | 'actions' | EditedText | 'items' | 'size' | 'mail' | { slug: string };

export interface IssueProblem {
  /** An error must be fixed before the issue goes out; a warning is left to the editor's judgement. */
  level: 'error' | 'warning';
  code: (typeof PROBLEM_CODES)[number];
  message: string;
  place: ProblemPlace;
}

export function error(place: ProblemPlace, code: IssueProblem['code'], message: string): IssueProblem {
  return { level: 'error', code, message, place };
}

export function warning(place: ProblemPlace, code: IssueProblem['code'], message: string): IssueProblem {
  return { level: 'warning', code, message, place };
}
