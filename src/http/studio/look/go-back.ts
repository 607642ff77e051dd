import type { StudioDeps } from '../studio-deps.ts';

export type GoBackOutcome =
  /** `before` is the revision in force before, to which one can go back in turn. */
  { kind: 'done'; before: number } | { kind: 'changed-meanwhile' | 'no-longer-kept' };

/**
 * Puts an earlier look in force, as a new revision.
 *
 * @param to Its revision; 0 is the default look.
 * @param revision The revision that the editor saw, and which must still be in force.
 */
export async function goBack(
  { to, revision }: { to: number; revision: number },
  { lookStore, clock }: Pick<StudioDeps, 'lookStore' | 'clock'>,
): Promise<GoBackOutcome> {
  const look = Number.isSafeInteger(to) ? await lookStore.readLookAt(to) : null;
  if (look === null) return { kind: 'no-longer-kept' };
  const change = { look, png: null, revision, at: clock.now() };
  const saved = await lookStore.saveLook(change);
  // Its picture is lost: everything else can come back.
  const outcome =
    saved.kind === 'unknown-logo'
      ? await lookStore.saveLook({ ...change, look: { ...look, logo: null } })
      : saved;
  return outcome.kind === 'saved' ? { kind: 'done', before: revision } : { kind: 'changed-meanwhile' };
}
