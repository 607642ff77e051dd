import type { ComparisonStore, OpenComparison } from '../../../comparisons/comparison-store.ts';
import { EDIT_LIMITS } from '../../../issues/edit-limits.ts';
import type { IssueRecord, IssueStore } from '../../../issues/issue-store.ts';

export const TEXT_FIELDS = ['subject', 'preheader', 'intro'] as const;
export type TextField = (typeof TEXT_FIELDS)[number];

/** Fields in which two editors can conflict; each as text, to show, submit and compare. */
export type EditField = TextField | 'order' | 'feature';
export type EditValues = Record<EditField, string>;

/** A draft's edits; an empty value leaves the choice to the program. */
export interface EditState {
  record: IssueRecord | null;
  open: readonly OpenComparison[];
  revision: number;
  values: EditValues;
}

export interface EditStateDeps {
  issueStore: Pick<IssueStore, 'findIssue'>;
  comparisonStore: Pick<ComparisonStore, 'openComparisons'>;
}

export async function readEditState(
  slot: string,
  { issueStore, comparisonStore }: EditStateDeps,
): Promise<EditState> {
  const record = await issueStore.findIssue(slot);
  const open = await comparisonStore.openComparisons(slot);
  const edited = record?.edited ?? { subject: null, preheader: null, intro: null };
  const placed = open.filter(({ position }) => position !== null);
  return {
    record,
    open,
    revision: record?.revision ?? 0,
    values: {
      subject: normalizeText(edited.subject ?? ''),
      preheader: normalizeText(edited.preheader ?? ''),
      intro: normalizeText(edited.intro ?? ''),
      order: placed
        .toSorted((one, other) => (one.position ?? 0) - (other.position ?? 0))
        .map(({ slug }) => slug)
        .join(' '),
      feature: open.find(({ featured }) => featured)?.slug ?? '',
    },
  };
}

/** Makes text from a form and from the database comparable. */
export function normalizeText(text: string): string {
  return text.replace(/\r\n?/g, '\n').trim();
}

/** What is wrong with a text and what to do; null if nothing is. */
export function textProblem(field: TextField, text: string): string | null {
  const length = [...text].length;
  const max = EDIT_LIMITS[field];
  return length <= max
    ? null
    : `${length} characters, and at most ${max} are kept: shorten it by ${length - max}.`;
}
