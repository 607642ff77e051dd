import type { IssuePreview } from '../../../render/preview-issue.ts';
import type { ComparisonNames } from '../this-week/items-part.ts';
import type { EditState, EditValues } from './edit-state.ts';
import type { SaveOutcome } from './save-edit.ts';

export interface EditView {
  slot: string;
  state: EditState;
  /** What stands in the form: the draft's, or what could not be saved. */
  values: EditValues;
  /** Of the last attempt to save; null where there was none. */
  outcome: SaveOutcome | null;
  issue: IssuePreview | null;
  names: ComparisonNames;
  /** Of the mail; null where there is none. */
  version: string | null;
}
