import { InvalidArgumentError } from 'commander';
import type { App } from '../app/compose-app.ts';
import { parseSlot, slotOf } from '../schedule/slot.ts';

/** Reads a slot that somebody typed, or says what is expected. */
export function parseSlotArgument(value: string): string {
  const slot = parseSlot(value);
  if (!slot.ok) throw new InvalidArgumentError(slot.reason);
  return slot.slot;
}

/** The slot that a command is about: the one named, or the current local ISO week's. */
export function slotOrCurrent(
  slot: string | undefined,
  { clock, config }: Pick<App, 'clock' | 'config'>,
): string {
  return slot ?? slotOf(clock.now(), config.schedule.zone);
}
