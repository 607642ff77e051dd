import { parseAddress } from '../../shared/address.ts';
import { counted } from '../../shared/counted.ts';
import { AppError } from '../../shared/errors.ts';
import { eraseSubscriber } from '../../subscribers/erase-subscriber.ts';
import type { Erasure, SubscriberStore } from '../../subscribers/subscriber-store.ts';
import type { SubscriberContext } from '../command-action.ts';
import { withBar } from '../output.ts';
import { printableLine } from '../printable.ts';
import { recordCommand } from '../record-command.ts';

/** `subscribers erase`. Asks first if someone can answer. */
export async function runErase(
  { app, output }: SubscriberContext,
  email: string,
  { yes }: { yes?: boolean },
) {
  const shown = printableLine(email);
  const question = `Erase ${shown} for good, with the name and the proof of consent? Only the person can sign up again.`;
  if (yes !== true && output.isInteractive && !(await output.confirm(question))) {
    output.result({ erased: 0, deliveries: 0, requestsInFlight: 0 }, () => 'Nothing was erased.');
    return false;
  }
  const id = await idOf(email, app.subscriberStore);
  const outcome = await withBar(output, { title: `Erasing ${shown}` }, () =>
    eraseSubscriber({
      subscriberStore: app.subscriberStore,
      email,
      now: app.clock.now(),
      secrets: app.signingSecrets,
    }),
  );
  if (outcome.status === 'refused') throw new AppError('usage', `${shown}: ${outcome.reason}`);
  if (outcome.status === 'unknown')
    throw new AppError('not-found', `Nothing is known about ${shown}. Check the spelling.`);
  const { status, deliveries, requestsInFlight } = outcome;
  if (status === 'erased') await recordCommand(app, 'erased', id);
  output.result({ erased: status === 'erased' ? 1 : 0, deliveries, requestsInFlight }, () =>
    status === 'already' ? `${shown} was erased already.` : describeErasure(shown, outcome),
  );
  return true;
}

/** Null for an email address that signed up or is suppressed without being a subscriber's. */
async function idOf(email: string, subscriberStore: SubscriberStore): Promise<number | null> {
  const address = parseAddress(email);
  return address.ok ? ((await subscriberStore.findHistory(address.emailKey))?.id ?? null) : null;
}

function describeErasure(
  email: string,
  { deliveries, requestsInFlight }: Omit<Erasure, 'outcome'>,
): string[] {
  const lines = [`${email} is erased.`];
  if (deliveries > 0)
    lines.push(
      `Past issues still count ${counted(deliveries, 'email')} to them, without a name or an email address.`,
    );
  if (requestsInFlight > 0)
    lines.push(
      `${counted(requestsInFlight, 'request')} to the provider may still be under way. The email address stays there until the outcome is known.`,
    );
  return lines;
}
