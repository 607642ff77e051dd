import type { DigestComparison, UnknownFacts } from '../../digest/digest.ts';
import { contradictsShare } from '../../digest/panel.ts';
import { type IssueProblem, warning } from './issue-problem.ts';

/** What a comparison of an issue lacks: what is wrong in the first sentence, then what to do. */
export function comparisonProblems({ slug, url, sides, unknown }: DigestComparison): IssueProblem[] {
  const page = comparisonPage(slug);
  const withoutVerdict = sides.filter(({ verdict }) => verdict === null);
  const contradictory = sides.filter(({ verdict, panelShare }) => contradictsShare(verdict, panelShare));
  const problem = (code: IssueProblem['code'], message: string) => warning({ slug }, code, message);
  return [
    ...(url === null
      ? [
          problem(
            'no-url',
            `${slug} has no link, so readers cannot open the full comparison. Add the link ${page}.`,
          ),
        ]
      : []),
    ...withoutVerdict.map(({ name }) =>
      problem(
        'unknown-verdict',
        `${slug}: ${name} has no verdict. Add it ${page}, or leave the comparison out.`,
      ),
    ),
    ...contradictory.map(({ name, verdict, panelShare }) =>
      problem(
        'contradictory-panel',
        `${slug}: the verdict on ${name} is ${verdict}, but ${panelShare}% of its panel say ship. Find out which is right and correct it ${page}, or leave the comparison out.`,
      ),
    ),
    ...unknown.map((facts) => problem('unknown-fields', unknownFactsMessage(slug, facts, page))),
  ];
}

function unknownFactsMessage(
  slug: string,
  { tool, words, fields, count }: UnknownFacts,
  page: string,
): string {
  const them = count === 1 ? 'it' : 'them';
  return `${slug}: ${tool} has ${words}, so the issue leaves ${them} out. Add ${them} ${page}, or import it again with ${fields}.`;
}

/** Where a comparison is corrected by hand, to stand within a sentence. */
export function comparisonPage(slug: string): string {
  return `in the studio, at /studio/comparisons/${slug}`;
}
