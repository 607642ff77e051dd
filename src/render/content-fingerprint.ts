import { createHash } from 'node:crypto';
import type { FrozenIssue } from '../issues/frozen-issue.ts';

/** The same for the same sender, subject and bytes, whenever composed. */
export function contentFingerprint({ from, replyTo, subject, preheader, html, text }: FrozenIssue): string {
  const content = JSON.stringify([from, replyTo, subject, preheader, html, text]);
  return createHash('sha256').update(content).digest('base64url');
}
