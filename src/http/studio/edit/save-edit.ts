import { notEditableMessage } from '../../../issues/issue-status-rules.ts';
import type { EditOutcome, IssueEdit } from '../../../issues/issue-store.ts';
import { scheduledInstant } from '../../../schedule/schedule.ts';
import type { StudioDeps } from '../studio-deps.ts';
import type { EditRequest } from './edit-request.ts';
import {
  type EditField,
  type EditState,
  type EditValues,
  readEditState,
  TEXT_FIELDS,
  type TextField,
  textProblem,
} from './edit-state.ts';

/** `conflict`: another editor has changed the same fields; nothing was saved. */
export type SaveOutcome =
  | { kind: 'saved'; state: EditState }
  | { kind: 'conflict'; fields: EditField[]; state: EditState }
  | { kind: 'wrong'; problems: Partial<Record<TextField, string>>; state: EditState }
  | { kind: 'refused'; reason: string; state: EditState };

/** Retries while another editor changes something else in the draft. */
const MAX_ATTEMPTS = 5;

/**
 * Saves an edit. A field that another editor has changed too is a conflict and is not overwritten; their other
 * changes stay.
 */
export async function saveEdit(
  slot: string,
  { changes, base, marks }: EditRequest,
  deps: StudioDeps,
): Promise<SaveOutcome> {
  const { issueStore, clock, config } = deps;
  for (let attempt = 1; ; attempt += 1) {
    const state = await readEditState(slot, deps);
    const problems = problemsIn(changes);
    if (Object.keys(problems).length > 0) return { kind: 'wrong', problems, state };
    const fields = (Object.keys(changes) as EditField[]).filter(
      (field) => changes[field] !== state.values[field],
    );
    const conflicts = fields.filter((field) => state.values[field] !== base[field]);
    if (conflicts.length > 0) return { kind: 'conflict', fields: conflicts, state };
    if (fields.length === 0 && Object.keys(marks).length === 0) return { kind: 'saved', state };
    const outcome = await issueStore.editIssue({
      slot,
      scheduledAt: scheduledInstant(config.schedule, slot),
      at: clock.now(),
      ifRevision: state.revision,
      ...marks,
      ...toEdit(changes, fields),
    });
    if (outcome.kind === 'edited') return { kind: 'saved', state: await readEditState(slot, deps) };
    if (outcome.kind !== 'changed-meanwhile' || attempt === MAX_ATTEMPTS)
      return { kind: 'refused', reason: refusal(slot, outcome), state };
  }
}

function problemsIn(changes: Partial<EditValues>): Partial<Record<TextField, string>> {
  const problems: Partial<Record<TextField, string>> = {};
  for (const field of TEXT_FIELDS) {
    const problem = textProblem(field, changes[field] ?? '');
    if (problem !== null) problems[field] = problem;
  }
  return problems;
}

function toEdit(changes: Partial<EditValues>, fields: readonly EditField[]): Partial<IssueEdit> {
  const edit: Partial<IssueEdit> = {};
  for (const field of fields) {
    const value = changes[field] ?? '';
    if (field === 'order') edit.order = [...new Set(value.split(' ').filter(Boolean))];
    else edit[field] = value === '' ? null : value;
  }
  return edit;
}

function refusal(slot: string, outcome: Exclude<EditOutcome, { kind: 'edited' }>): string {
  switch (outcome.kind) {
    case 'not-editable':
      return notEditableMessage({ slot, status: outcome.status });
    case 'changed-meanwhile':
      return `The draft of ${slot} keeps changing. Wait a moment and try again.`;
    case 'unknown-comparison':
      return 'A comparison of this draft is not there any more. Load the page again.';
  }
}
