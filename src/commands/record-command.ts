import { createStudioRecord } from '../http/studio/access/studio-record.ts';
import type { StudioEventName } from '../http/studio/access/studio-store.ts';
import type { StoreContext } from './run-program.ts';

/** Who did it, since it was nobody in the studio. */
const COMMAND_LINE = 'command line';

/**
 * Puts what a command did on the studio's record, where editors see it. Like every event there, it holds no email address.
 *
 * @param subscriberId Whom it was about; null where it was about all of them, or about nobody who is still known.
 */
export async function recordCommand(
  { studioStore, clock }: Pick<StoreContext['app'], 'studioStore' | 'clock'>,
  event: StudioEventName,
  subscriberId: number | null = null,
): Promise<void> {
  const record = createStudioRecord({ studioStore, clock, onEvent: () => undefined });
  await record.add(event, subscriberId === null ? COMMAND_LINE : `${subscriberId}, ${COMMAND_LINE}`);
}
