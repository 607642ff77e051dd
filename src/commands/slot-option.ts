import { InvalidArgumentError } from 'commander';
import type { App } from '../app/compose-app.ts';
import { parseSlot, slotOf } from '../schedule/slot.ts';

export function parseSlotArgument(value: string): string {
  const slot = parseSlot(value);
  if (!slot.ok) throw new InvalidArgumentError(slot.reason);
  return slot.slot;
}

/** The named slot, or the current ISO week in local time. */
export function slotOrCurrent(
  slot: string | undefined,
  { clock, config }: Pick<App, 'clock' | 'config'>,
): string {
  return slot ?? slotOf(clock.now(), config.schedule.zone);
}
