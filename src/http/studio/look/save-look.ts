import { isDeepStrictEqual } from 'node:util';
import type { Look } from '../../../look/look.ts';
import { editLook } from '../../../look/look-fields.ts';
import type { LookStore, StoredLook } from '../../../look/look-store.ts';
import { changesOf, type LookPart, mergeLook, partAt } from '../../../look/merge-look.ts';
import { AppError } from '../../../shared/errors.ts';
import type { StudioDeps } from '../studio-deps.ts';
import { editIn, type LookValues, pngIn, valuesWith } from './look-values.ts';
import { hasLostLogo, LOST_LOGO } from './lost-logo.ts';
import type { LookForm } from './read-look-form.ts';

export interface SaveLookOutcome {
  /** `conflict` and `wrong`: nothing was saved. */
  kind: 'saved' | 'wrong' | 'conflict';
  /** The look in force afterwards. */
  stored: StoredLook;
  /** The revision in force before. */
  before: number;
  values: LookValues;
  /** What was not saved, by the place of the field. */
  problems: Record<string, string>;
  /** What somebody else changed too. */
  conflicts: readonly LookPart[];
}

type Deps = Pick<StudioDeps, 'lookStore' | 'clock'>;

/** Each attempt loses to somebody else's save in the same instant. */
const MAX_ATTEMPTS = 5;

/**
 * Saves what a form changes, beside what somebody else changed meanwhile.
 *
 * @param partly Saves what is right, although something else is wrong.
 * @throws AppError `refused` if the look keeps changing.
 */
export async function saveLook(
  form: LookForm,
  { partly }: { partly: boolean },
  { lookStore, clock }: Deps,
): Promise<SaveLookOutcome> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const change = await readChange(form, lookStore);
    const { stored, edit, problems, conflicts } = change;
    const values = valuesWith(stored.look, edit, form);
    const refused = { stored, before: stored.revision, values, problems, conflicts };
    if (conflicts.length > 0) return { kind: 'conflict', ...refused };
    const wrong = Object.keys(problems).map(partAt);
    if (wrong.length > 0 && !partly) return { kind: 'wrong', ...refused };
    const edited = editLook(
      stored.look,
      changesOf(edit, (part) => !wrong.includes(part)),
    );
    if (!edited.ok) throw new Error(`A problem has an unknown place: ${Object.keys(edited.problems)}.`);
    const saved = await saveChanged(edited.look, { stored, png: pngIn(form), at: clock.now() }, lookStore);
    if (saved === 'unknown-logo') return { ...refused, kind: 'wrong', problems: { logo: LOST_LOGO } };
    if (saved === 'changed-meanwhile') continue;
    const unsaved = changesOf(edit, (part) => wrong.includes(part));
    return { kind: 'saved', ...refused, stored: saved, values: valuesWith(saved.look, unsaved, form) };
  }
  throw new AppError('refused', 'The look keeps changing. Wait a moment and try again.');
}

/** The look that a form would make, without saving it; whoever else changed it. */
export async function tryLook(
  form: LookForm,
  { lookStore }: Pick<StudioDeps, 'lookStore'>,
): Promise<
  { ok: true; look: Look; png: Uint8Array | null } | { ok: false; problems: Record<string, string> }
> {
  const { stored, edit, problems } = await readChange(form, lookStore);
  const edited = editLook(stored.look, edit);
  if (!edited.ok || Object.keys(problems).length > 0) return { ok: false, problems };
  return { ok: true, look: edited.look, png: pngIn(form) };
}

async function readChange(form: LookForm, lookStore: LookStore) {
  const stored = await lookStore.readLook();
  const base = await lookAt(form.revision, { stored, lookStore });
  const mine = changesOf(editIn(form, base ?? stored.look), (part) => !form.theirs.includes(part));
  const { edit, conflicts } = mergeLook({ base, current: stored.look, mine });
  const edited = editLook(stored.look, edit);
  const { logo } = form;
  const problems: Record<string, string> = {
    ...(edited.ok ? {} : edited.problems),
    ...(logo.kind === 'given' && !logo.taken.ok && { logo: logo.taken.reason }),
  };
  return { stored, edit, conflicts, problems };
}

async function lookAt(revision: number, { stored, lookStore }: { stored: StoredLook; lookStore: LookStore }) {
  if (revision === stored.revision) return stored.look;
  return Number.isSafeInteger(revision) ? lookStore.readLookAt(revision) : null;
}

/** Saves nothing if nothing changed, and no lost picture is given again. */
async function saveChanged(
  look: Look,
  { stored, png, at }: { stored: StoredLook; png: Uint8Array | null; at: number },
  lookStore: LookStore,
): Promise<StoredLook | 'unknown-logo' | 'changed-meanwhile'> {
  const isMended = png !== null && (await hasLostLogo(look, lookStore));
  if (isDeepStrictEqual(look, stored.look) && !isMended) return stored;
  const saved = await lookStore.saveLook({ look, png, revision: stored.revision, at });
  return saved.kind === 'saved' ? { look, revision: saved.revision } : saved.kind;
}
