import type { Clock } from '../shared/clock.ts';
import { classOf, type EventTally, type Refusal } from './event-tally.ts';
import { createEventWriter, type EventWriterDeps } from './event-writer.ts';
import { readEvent } from './read-event.ts';
import { createSignatureCheck, type SignedRequest } from './verify-signature.ts';

export type Receipt =
  | { kind: 'kept' }
  | { kind: Exclude<Refusal, 'wrong-fields' | 'too-large'> }
  | { kind: 'wrong-fields'; fields: string[] };

export interface ReceiverDeps {
  providerEventStore: EventWriterDeps['providerEventStore'];
  secret: string;
  clock: Clock;
  tally: EventTally;
  onFailure: (error: unknown) => void;
}

/** `kept` means committed: the provider need not send the event again. */
export function createReceiver({
  providerEventStore,
  secret,
  clock,
  tally,
  onFailure,
}: ReceiverDeps): (request: SignedRequest) => Promise<Receipt> {
  const checkSignature = createSignatureCheck(secret);
  const write = createEventWriter({
    providerEventStore,
    clock,
    onRepeated: (count) => {
      tally.repeated += count;
    },
  });
  return async (request) => {
    const id = checkSignature(request);
    if (id === null) return refused(tally, { kind: 'signature' });
    const reading = readEvent({ id, body: request.body, now: clock.now() });
    if (reading.kind !== 'event') return refused(tally, reading);
    try {
      await write(reading.event);
    } catch (error) {
      onFailure(error);
      return refused(tally, { kind: 'store' });
    }
    tally.kept[classOf(reading.event.type)] += 1;
    return { kind: 'kept' };
  };
}

function refused<Refused extends Exclude<Receipt, { kind: 'kept' }>>(
  tally: EventTally,
  receipt: Refused,
): Refused {
  tally.refused[receipt.kind] += 1;
  return receipt;
}
