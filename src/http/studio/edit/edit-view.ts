import type { IssuePreview } from '../../../render/preview-issue.ts';
import type { ComparisonNames } from '../this-week/items-part.ts';
import type { EditState, EditValues } from './edit-state.ts';
import type { SaveOutcome } from './save-edit.ts';

export interface EditView {
  slot: string;
  state: EditState;
  /** The form's values: the draft's, or those that could not be saved. */
  values: EditValues;
  /** Of the last attempt to save, if any. */
  outcome: SaveOutcome | null;
  issue: IssuePreview | null;
  names: ComparisonNames;
  /** Of the email; null if there is none. */
  version: string | null;
}
