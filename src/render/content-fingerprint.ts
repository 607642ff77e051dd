import { createHash } from 'node:crypto';
import type { FrozenIssue } from '../issues/frozen-issue.ts';

/** Stands for what a reader sees of an issue: the same for the same subject, bytes and sender, whenever it is composed. */
export function contentFingerprint({ from, replyTo, subject, preheader, html, text }: FrozenIssue): string {
  const content = JSON.stringify([from, replyTo, subject, preheader, html, text]);
  return createHash('sha256').update(content).digest('base64url');
}
