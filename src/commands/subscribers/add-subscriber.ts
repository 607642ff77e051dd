import { parseAddress } from '../../shared/address.ts';
import { toIso } from '../../shared/clock.ts';
import { AppError } from '../../shared/errors.ts';
import {
  type AdditionOutcome,
  addSubscriber,
  type ConfirmationRequest,
} from '../../subscribers/add-subscriber.ts';
import { liftSuppression } from '../../subscribers/lift-suppression.ts';
import type { Suppression } from '../../subscribers/subscriber.ts';
import { printableLine } from '../printable.ts';
import type { SubscriberContext } from '../run-program.ts';
import { subscriberView } from './subscriber-view.ts';

interface AddOptions {
  name?: string;
  confirmed?: boolean;
  liftSuppression?: boolean;
  yes?: boolean;
}

/** The consent's source. */
const SOURCE = 'command';

/** `subscribers add`. */
export async function runAdd(context: SubscriberContext, email: string, options: AddOptions) {
  const { app, output } = context;
  const address = parseAddress(email);
  if (!address.ok) throw refused(email, address.reason);
  const given = {
    subscriberStore: app.subscriberStore,
    email,
    source: SOURCE,
    now: app.clock.now(),
    secrets: app.signingSecrets,
  };
  let lifted: Suppression | null = null;
  if (options.liftSuppression === true) {
    if (!(await confirmLift(context, { email, emailKey: address.emailKey, options }))) {
      output.result({ lifted: 0 }, () => 'Nothing was lifted, and nobody was added.');
      return false;
    }
    lifted = await liftSuppression(given);
  }
  const outcome = await addSubscriber({
    ...given,
    name: options.name ?? null,
    confirmed: options.confirmed === true,
  });
  if (lifted !== null) output.note(describeLifted(email, lifted));
  if (outcome.status !== 'refused') return printAdded(context, outcome);
  if (lifted === null)
    throw refused(email, outcome.liftable ? `${outcome.reason} ${LIFT_ADVICE}` : outcome.reason);
  return printLifted(context, { emailKey: address.emailKey, reason: outcome.reason });
}

const LIFT_ADVICE = 'If its owner asks for mail again, add it with --lift-suppression.';

const refused = (email: string, reason: string) =>
  new AppError('refused', `${printableLine(email)}: ${reason}`);

/** Asks before emailing a suppressed address again, if someone can answer. */
async function confirmLift(
  { app, output }: SubscriberContext,
  { email, emailKey, options }: { email: string; emailKey: string; options: AddOptions },
): Promise<boolean> {
  if (options.yes === true || !output.isInteractive) return true;
  const known = (await app.subscriberStore.findHistory(emailKey))?.suppression ?? null;
  const why =
    known === null ? '' : `, which ${WHAT_HAPPENED[known.reason]} on ${toIso(known.at).slice(0, 10)}`;
  return output.confirm(
    `Mail ${printableLine(email)} again${why}? Only where its owner asked you for it: your word goes on the record of consent.`,
  );
}

const WHAT_HAPPENED: Record<Suppression['reason'], string> = {
  bounced: 'bounced',
  complained: 'complained',
  erased: 'was erased',
};

function describeLifted(email: string, { reason, at }: Suppression): string {
  return `${email} is no longer suppressed; it ${WHAT_HAPPENED[reason]} on ${toIso(at).slice(0, 10)}. Where the provider suppresses it too, lift that there.`;
}

function printAdded(
  { output }: SubscriberContext,
  outcome: Exclude<AdditionOutcome, { status: 'refused' }>,
): true {
  const { status, subscriber, asked } = outcome;
  output.result(subscriberView(subscriber), () => `${subscriber.email} is ${subscriber.status} (${status})`);
  if (asked !== 'none') output.note(CONFIRMATION_NOTES[asked]);
  return true;
}

const CONFIRMATION_NOTES: Record<Exclude<ConfirmationRequest, 'none'>, string> = {
  queued:
    'A mail that asks for the confirmation is written. `verdicts serve` hands it over: at once where it runs, else when it starts.',
  limited:
    'No mail asks for the confirmation: the limits on such mails are reached, for this mailbox or for all. Add the address again later.',
};

/** The suppression stays lifted although the address was not added. */
async function printLifted(
  { app, output }: SubscriberContext,
  { emailKey, reason }: { emailKey: string; reason: string },
): Promise<true> {
  const known = await app.subscriberStore.findHistory(emailKey);
  output.result(known === null ? { lifted: 1 } : subscriberView(known), () => reason);
  return true;
}
