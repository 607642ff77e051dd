import type { DigestComparison } from '../../digest/digest.ts';
import { contradictsShare } from '../../digest/panel.ts';
import { type IssueProblem, warning } from './issue-problem.ts';

export function comparisonProblems({ slug, url, sides, unknown: missing }: DigestComparison): IssueProblem[] {
  const unknown = sides.filter(({ verdict }) => verdict === null).map(({ name }) => name);
  const contradictory = sides.filter(({ verdict, panelShare }) => contradictsShare(verdict, panelShare));
  return [
    ...(url === null
      ? [
          warning(
            { slug },
            'no-url',
            `${slug} has no address, so it links nowhere; import it again with its address.`,
          ),
        ]
      : []),
    ...unknown.map((name) =>
      warning(
        { slug },
        'unknown-verdict',
        `${slug}: no verdict on ${name} is known; import it again with one, or hold it.`,
      ),
    ),
    ...contradictory.map(({ name, verdict, panelShare }) =>
      warning(
        { slug },
        'contradictory-panel',
        `${slug}: the verdict on ${name} is ${verdict}, but ${panelShare}% of its panel say ship; find out which is right and import it again, or hold it.`,
      ),
    ),
    ...missing.map((facts) =>
      warning(
        { slug },
        'unknown-fields',
        `${slug}: ${facts}, so the issue leaves that out; import it again to add it.`,
      ),
    ),
  ];
}
