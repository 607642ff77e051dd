import type { EditState, EditValues } from './edit-state.ts';
import type { SaveOutcome } from './save-edit.ts';

/** What an edit form shows. */
export interface ShownEdit {
  state: EditState;
  /** The form's values: the draft's, or those that could not be saved. */
  values: EditValues;
  /** What the values were when the editor began, for the next attempt to save. */
  base: EditValues;
  /** Of the last attempt to save, if any. */
  outcome: SaveOutcome | null;
}

export function unchanged(state: EditState): ShownEdit {
  return { state, values: state.values, base: state.values, outcome: null };
}
