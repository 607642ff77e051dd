import type { FrozenIssue } from '../../../src/issues/frozen-issue.ts';
import { aFrozenIssue } from '../../support/issues.ts';

/** An issue of about this many bytes of HTML: text like a digest's, with multi-byte characters. */
export function longIssue(bytes: number): FrozenIssue {
  const sentence = 'Ein “Absatz” mit allem – was so dazugehört. ';
  const part = sentence.repeat(Math.ceil(bytes / 2 / Buffer.byteLength(sentence)));
  return aFrozenIssue({ html: { fixed: [part, part, ''], places: ['unsubscribe', 'preferences'] } });
}
