import { resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import type { App } from '../app/compose-app.ts';
import { isEncoding } from '../comparisons/decode-text.ts';
import { parseSlot, slotOf } from '../schedule/slot.ts';

export function parseSlotArgument(value: string): string {
  const slot = parseSlot(value);
  if (!slot.ok) throw new InvalidArgumentError(slot.reason);
  return slot.slot;
}

/** The named slot, or the current ISO week in local time. */
export function slotOrCurrent(slot: string | undefined, { clock, config }: App): string {
  return slot ?? slotOf(clock.now(), config.schedule.zone);
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
