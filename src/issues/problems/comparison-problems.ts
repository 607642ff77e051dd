import type { DigestComparison, UnknownFacts } from '../../digest/digest.ts';
import { contradictsShare } from '../../digest/panel.ts';
import { type IssueProblem, warning } from './issue-problem.ts';

export function comparisonProblems({ slug, url, sides, unknown: missing }: DigestComparison): IssueProblem[] {
  const unknown = sides.filter(({ verdict }) => verdict === null).map(({ name }) => name);
  const contradictory = sides.filter(({ verdict, panelShare }) => contradictsShare(verdict, panelShare));
  return [
    ...(url === null
      ? [warning({ slug }, 'no-url', `${slug} has no link. Import it again with its url.`)]
      : []),
    ...unknown.map((name) =>
      warning(
        { slug },
        'unknown-verdict',
        `${slug}: ${name} has no verdict. Import it again with one, or put it on hold.`,
      ),
    ),
    ...contradictory.map(({ name, verdict, panelShare }) =>
      warning(
        { slug },
        'contradictory-panel',
        `${slug}: the verdict on ${name} is ${verdict}, but ${panelShare}% of its panel say ship. Find out which is right and import it again, or put it on hold.`,
      ),
    ),
    ...missing.map((facts) => warning({ slug }, 'unknown-fields', unknownFactsMessage(slug, facts))),
  ];
}

function unknownFactsMessage(slug: string, { tool, words, fields, count }: UnknownFacts): string {
  const them = count === 1 ? 'it' : 'them';
  return `${slug}: ${words} of ${tool} ${count === 1 ? 'is' : 'are'} not known, so the issue leaves ${them} out. To add ${them}, import it again with ${fields}.`;
}
