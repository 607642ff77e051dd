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
import type { SubscriberContext } from '../command-action.ts';
import { printableLine } from '../printable.ts';
import { STATUS_WORDS, subscriberView } from './subscriber-view.ts';

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
      output.result({ lifted: 0 }, () => 'Nothing was changed, and nobody was added.');
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

const LIFT_ADVICE = 'If the person asked you for mail again, add --lift-suppression.';

const refused = (email: string, reason: string) =>
  new AppError('refused', `${printableLine(email)}: ${reason}`);

/** Asks before emailing a suppressed address again, if someone can answer. */
async function confirmLift(
  { app, output }: SubscriberContext,
  { email, emailKey, options }: { email: string; emailKey: string; options: AddOptions },
): Promise<boolean> {
  if (options.yes === true || !output.isInteractive) return true;
  const known = (await app.subscriberStore.findHistory(emailKey))?.suppression ?? null;
  const why = known === null ? '' : `, who ${WHAT_HAPPENED[known.reason]} on ${toIso(known.at).slice(0, 10)}`;
  return output.confirm(
    `Allow mail to ${printableLine(email)} again${why}? Answer yes only if the person asked you to. Your answer becomes part of the proof of consent.`,
  );
}

const WHAT_HAPPENED: Record<Suppression['reason'], string> = {
  bounced: 'bounced',
  complained: 'complained',
  erased: 'was erased',
};

function describeLifted(email: string, { reason, at }: Suppression): string {
  return `${email} can be mailed again; it ${WHAT_HAPPENED[reason]} on ${toIso(at).slice(0, 10)}. If the provider blocks it too, allow it there as well.`;
}

function printAdded(
  { output }: SubscriberContext,
  outcome: Exclude<AdditionOutcome, { status: 'refused' }>,
): true {
  const { status, subscriber, asked } = outcome;
  output.result(
    subscriberView(subscriber),
    () => `${subscriber.email} is ${STATUS_WORDS[subscriber.status]} (${status})`,
  );
  if (asked !== 'none') output.note(CONFIRMATION_NOTES[asked]);
  return true;
}

const CONFIRMATION_NOTES: Record<Exclude<ConfirmationRequest, 'none'>, string> = {
  queued:
    'A confirmation email is ready. `verdicts serve` sends it: at once if it is running, otherwise when it starts.',
  limited:
    'No confirmation email was made: too many went out lately, to this mailbox or in total. Add the person again later.',
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
