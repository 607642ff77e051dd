import type { StoreApp } from '../app/compose-app.ts';
import { createAuditLog } from '../http/studio/access/audit-log.ts';
import type { StudioEventName } from '../http/studio/access/studio-store.ts';

/** The actor, instead of someone in the studio. */
const COMMAND_LINE = 'command line';

/**
 * Adds a command to the studio's record, where editors see it. Like every event there, it contains no email address.
 *
 * @param about A subscriber's id, or a slot. Null for all subscribers, or for one no longer known.
 */
export async function recordCommand(
  { studioStore, clock }: StoreApp,
  event: StudioEventName,
  about: number | string | null = null,
): Promise<void> {
  const record = createAuditLog({ studioStore, clock, onEvent: () => undefined });
  await record.add(event, about === null ? COMMAND_LINE : `${about}, ${COMMAND_LINE}`);
}
