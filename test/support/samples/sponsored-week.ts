import type { Digest } from '../../../src/digest/digest.ts';
import type { EditedTexts } from '../../../src/digest/edited-texts.ts';
import { oneAgainstFive } from './awkward-digests.ts';
import { aDigest } from './digests.ts';

/** What an editor writes around the comparisons of a week: every block, with all that it may hold. */
export const SPONSORED = {
  sponsorTitle: 'Brackwater Logs',
  sponsorText:
    'Reads last night’s logs, and leaves *one page* on your desk by nine. [A sample page](https://brackwater.example/sample) costs nothing.',
  sponsorUrl: 'https://www.brackwater.example/digest?from=verdicts&week=47',
  closing:
    'Next week: **two** tools for minutes of meetings.\n\n- [Suggest another](https://verdicts.example/suggest)',
} satisfies Partial<EditedTexts>;

const one = aDigest(SPONSORED);

/** Weeks with every block that an editor may write. */
export const sponsoredWeeks: Readonly<Record<string, Digest>> = {
  'one item with a sponsor': one,
  'one against five with a sponsor': { ...oneAgainstFive, sponsor: one.sponsor, closing: one.closing },
};
