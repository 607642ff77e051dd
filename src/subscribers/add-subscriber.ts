import { parseAddress } from '../shared/address.ts';
import { keptName } from '../shared/clean-text.ts';
import { createErasedKeys } from './erased-key.ts';
import { createSignUpKeys } from './sign-ups/sign-up-keys.ts';
import type { SuppressionReason } from './subscriber.ts';
import { MAX_NAME_LENGTH } from './subscriber.ts';
import type { SubscriberHistory, SubscriberStore } from './subscriber-store.ts';

export interface AddSubscriberRequest {
  subscriberStore: SubscriberStore;
  email: string;
  name: string | null;
  /** The operator vouches for the consent; otherwise the subscriber is pending until they confirm. */
  confirmed: boolean;
  source: string;
  now: number;
  secrets: readonly string[];
}

/** Whether an email asking for confirmation was queued; `none` if none is needed. */
export type ConfirmationRequest = 'queued' | 'limited' | 'none';

export type AdditionOutcome =
  | { status: 'added' | 'updated' | 'unchanged'; subscriber: SubscriberHistory; asked: ConfirmationRequest }
  | { status: 'refused'; reason: string; liftable: boolean };

/**
 * Adds a subscriber or fills in a known one. A pending subscriber is emailed a confirmation link, within the same
 * limits as a sign-up. Anyone who unsubscribed or is suppressed is refused: only the owner of an address may undo that.
 * @returns The reason for a refusal is a sentence for the operator.
 */
export async function addSubscriber(request: AddSubscriberRequest): Promise<AdditionOutcome> {
  const { subscriberStore, confirmed, source, now, secrets } = request;
  const address = parseAddress(request.email);
  if (!address.ok) return refused(address.reason);
  const { email, emailKey } = address;
  const name = keptName(request.name ?? '') || null;
  if (name !== null && name.length > MAX_NAME_LENGTH) {
    return refused(`The name is longer than ${MAX_NAME_LENGTH} characters.`);
  }
  const refusal = findRefusal(await subscriberStore.findHistory(emailKey));
  if (refusal !== null) return refusal;
  const status = confirmed ? ('confirmed' as const) : ('pending' as const);
  const [row] = await subscriberStore.importSubscribers(
    [{ email, emailKey, name, status, suppression: null, pausedUntil: null, createdAt: null }],
    { event: 'added', source, at: now, erasedKeys: createErasedKeys(secrets) },
  );
  const outcome = row?.outcome ?? 'erased';
  const added = await subscriberStore.findHistory(emailKey);
  if (outcome === 'erased' || added === null) return suppressed('erased');
  if (added.suppression !== null) return suppressed(added.suppression.reason);
  const asked = await askToConfirm(added, request);
  return { status: outcome, subscriber: (await subscriberStore.findHistory(emailKey)) ?? added, asked };
}

async function askToConfirm(
  { id, status }: SubscriberHistory,
  { subscriberStore, source, now, secrets }: AddSubscriberRequest,
): Promise<ConfirmationRequest> {
  if (status !== 'pending') return 'none';
  const outcome = await subscriberStore.requestConfirmation({
    subscriberId: id,
    now,
    evidence: { source, networkAddress: null, userAgent: null },
    signUpKeys: createSignUpKeys(secrets),
  });
  return outcome === 'queued' || outcome === 'limited' ? outcome : 'none';
}

type Refusal = Extract<AdditionOutcome, { status: 'refused' }>;

const refused = (reason: string): Refusal => ({ status: 'refused', reason, liftable: false });

const suppressed = (reason: SuppressionReason): Refusal => ({
  status: 'refused',
  reason: SUPPRESSED[reason],
  liftable: reason !== 'erased',
});

const SUPPRESSED: Record<SuppressionReason, string> = {
  bounced:
    'Mail to this address bounced for good, so we no longer send any there. Add another address of theirs.',
  complained: 'This person reported the newsletter as spam, so we no longer email them.',
  erased: 'This person asked to be erased. Only they can come back, by signing up again.',
};

function findRefusal(known: SubscriberHistory | null): Refusal | null {
  if (known === null) return null;
  if (known.suppression !== null) return suppressed(known.suppression.reason);
  return known.status === 'unsubscribed'
    ? refused('This person unsubscribed. Only they can come back, by signing up again.')
    : null;
}
