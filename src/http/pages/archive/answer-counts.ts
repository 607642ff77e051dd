import { setImmediate } from 'node:timers/promises';
import type { AnswerKind } from '../../../digest/answers/answer.ts';
import type { FrozenIssue } from '../../../issues/frozen-issue.ts';
import type { IssueStore, PublicIssue } from '../../../issues/issue-store.ts';
import { counted } from '../../../shared/counted.ts';

/** Says of each issue, by slot, how many comparisons it has, and how many of them end how. */
export type CountAnswers = (issues: readonly PublicIssue[]) => Promise<ReadonlyMap<string, string>>;

/** Each issue is read once: what is frozen does not change. */
export function createCountAnswers(issueStore: Pick<IssueStore, 'readFrozenIssue'>): CountAnswers {
  const known = new Map<string, string>();
  const read = async (issue: PublicIssue): Promise<string> => {
    const words = known.get(issue.id);
    if (words !== undefined) return words;
    const frozen = await issueStore.readFrozenIssue(issue.slot, { ifPublic: true });
    // Lets other requests in between two issues.
    await setImmediate();
    const read = answerCounts(issue.comparisons, frozen?.answers ?? null);
    if (frozen?.id === issue.id) known.set(issue.id, read);
    return read;
  };
  return async (issues) => {
    const bySlot = new Map<string, string>();
    for (const issue of issues) bySlot.set(issue.slot, await read(issue));
    return bySlot;
  };
}

const LABELS: readonly (readonly [label: string, kinds: readonly AnswerKind[]])[] = [
  ['clear', ['over', 'verdicts']],
  ['both', ['both']],
  ['neither', ['neither']],
  ['level', ['level']],
  ['with one verdict', ['one-sided']],
  ['without a verdict', ['unknown']],
];

/** "8 comparisons: 6 clear, 1 both, 1 without a verdict". */
export function answerCounts(comparisons: number, answers: FrozenIssue['answers']): string {
  const all = counted(comparisons, 'comparison');
  if (answers === null) return all;
  const counts = LABELS.flatMap(([label, kinds]) => {
    const count = answers.kinds.filter((kind) => kinds.includes(kind)).length;
    return count === 0 ? [] : [`${count} ${label}`];
  });
  return `${all}${answers.isOneTool ? ' of one tool' : ''}: ${counts.join(', ')}`;
}
