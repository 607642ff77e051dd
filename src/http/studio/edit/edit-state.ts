import type { ComparisonStore, OpenComparison } from '../../../comparisons/comparison-store.ts';
import { EDITED_TEXTS, type EditedText } from '../../../digest/edited-texts.ts';
import { EDIT_LIMITS } from '../../../issues/edit-limits.ts';
import type { IssueRecord, IssueStore } from '../../../issues/issue-store.ts';
import { formatNumber } from '../../../shared/counted.ts';
import { webUrl } from '../../../shared/web-url.ts';

export const TEXT_FIELDS = EDITED_TEXTS;
export type TextField = EditedText;

/** In Markdown, of several lines. */
export const isMarkdown = (field: TextField): boolean => MARKDOWN_FIELDS.has(field);
const MARKDOWN_FIELDS: ReadonlySet<TextField> = new Set<TextField>(['intro', 'sponsorText', 'closing']);

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
  const texts = TEXT_FIELDS.map((field) => [field, normalizeText(record?.edited[field] ?? '')]);
  const placed = open.filter(({ position }) => position !== null);
  return {
    record,
    open,
    revision: record?.revision ?? 0,
    values: {
      ...(Object.fromEntries(texts) as Record<TextField, string>),
      order: placed
        .toSorted((one, other) => (one.position ?? 0) - (other.position ?? 0))
        .map(({ slug }) => slug)
        .join(' '),
      feature: open.find(({ featured }) => featured)?.slug ?? '',
    },
  };
}

/** Makes text from a form and from the database comparable. No text may have U+0000, where SQLite would end it. */
export function normalizeText(text: string): string {
  return text.replaceAll('\0', '').replace(/\r\n?/g, '\n').trim();
}

/** What is wrong with a text and what to do; null if nothing is. */
export function textProblem(field: TextField, text: string): string | null {
  const length = [...text].length;
  const max = EDIT_LIMITS[field];
  if (length > max)
    return `${formatNumber(length)} characters, and at most ${formatNumber(max)} are kept: shorten it by ${formatNumber(length - max)}.`;
  return field === 'sponsorUrl' && text !== '' && webUrl(text) === null
    ? 'This is not a web address. Write it in full, with https://, or leave it empty.'
    : null;
}
