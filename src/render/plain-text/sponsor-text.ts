import { hostWords, SPONSORED } from '../../../emails/_components/digest/wording.ts';
import type { Sponsor } from '../../digest/digest.ts';
import { isolated, MAX_COLUMNS, stacked, wrapped } from './lines.ts';
import { markdownText } from './markdown-text.ts';

/** An advertisement between two rules, the first of which says so. Nothing if there is none. */
export function sponsorText(sponsor: Sponsor | null): string[] {
  if (sponsor === null) return [];
  const { title, text, url } = sponsor;
  return [
    `-- ${SPONSORED} `.padEnd(MAX_COLUMNS, '-'),
    ...(title === null ? [] : wrapped(isolated(title))),
    ...stacked([...markdownText(text), url === null ? [] : [`${hostWords(url)}:`, url]]),
    '-'.repeat(MAX_COLUMNS),
  ];
}
