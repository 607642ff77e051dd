import { resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { isEncoding } from '../comparisons/decode-text.ts';
import { type DefaultSlotDeps, findDefaultSlot } from '../issue-actions/find-default-slot.ts';
import { describeDefaultSlot } from '../issues/default-slot-words.ts';
import { parseSlot } from '../schedule/slot.ts';

export function parseSlotArgument(value: string): string {
  const slot = parseSlot(value);
  if (!slot.ok) throw new InvalidArgumentError(`Not a slot: ${slot.why}.`);
  return slot.slot;
}

/** The help of every option and argument that names a slot and may be left out. */
export const SLOT_HELP = 'an ISO week, such as 2026-W47 (default: the earliest that can still go out)';

/** The named slot, or the default; if that is not this week's, a note says which it is and why. */
export async function slotOrDefault(
  slot: string | undefined,
  deps: DefaultSlotDeps,
  note: (line: string) => void,
): Promise<string> {
  if (slot !== undefined) return slot;
  const found = await findDefaultSlot(deps);
  const words = describeDefaultSlot(found, deps.config.schedule.zone);
  if (words !== null) note(words);
  return found.slot;
}

/**
 * Parses `--encoding`.
 *
 * @throws InvalidArgumentError if there is no such encoding.
 */
export function parseEncoding(value: string): string {
  if (isEncoding(value)) return value;
  throw new InvalidArgumentError(
    'There is no such encoding. Try windows-1252, iso-8859-2, shift_jis or gb18030.',
  );
}

/** An unset variable in a script must not mean the current folder. */
export function parseFolder(text: string): string {
  if (text.trim() !== '') return resolve(text);
  throw new InvalidArgumentError('It is empty. Name a folder.');
}
