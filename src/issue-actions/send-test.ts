import { randomUUID } from 'node:crypto';
import { recipientsOf } from '../delivery/recipients.ts';
import type { FrozenIssue } from '../issues/frozen-issue.ts';
import type { TokenSigner } from '../links/tokens.ts';
import { MINUTE_MS } from '../shared/durations.ts';
import { AppError } from '../shared/errors.ts';
import type { Transport } from '../transport/transport.ts';

const TEST_PREFIX = 'test-';

/** Whether a message of the outbox is a test, by the name of its file. */
export function isTestName(name: string): boolean {
  return name.startsWith(TEST_PREFIX);
}

/** A test's links are signed like a subscriber's, but no subscriber has this id. */
const NO_SUBSCRIBER_ID = 0;

/**
 * Touches no delivery and no subscriber.
 * @param name The same test under the same name is sent once; without it, each is new.
 * @throws AppError `refused` if the transport did not accept all of them; the message says why.
 */
export async function sendTest(
  {
    issue,
    addresses,
    name = randomUUID(),
  }: { issue: FrozenIssue; addresses: readonly string[]; name?: string },
  { transport, signer }: { transport: Transport; signer: TokenSigner },
): Promise<void> {
  const copy = { ...issue, id: `${TEST_PREFIX}${name}` };
  const members = addresses.map((email, index) => ({
    deliveryId: index + 1,
    subscriberId: NO_SUBSCRIBER_ID,
    email,
    name: null,
  }));
  const recipients = recipientsOf(members, { issue, signer });
  const body = await transport.compose({ issue: copy, recipients });
  const signal = AbortSignal.timeout(MINUTE_MS);
  const turn = await transport.awaitTurn(signal);
  if (turn === null)
    throw new AppError('refused', 'The test was not sent: the provider accepts nothing right now.');
  const answer = await transport.handOver(
    { idempotencyKey: copy.id, body, issue: copy, recipients },
    { turn, signal },
  );
  if (answer.kind !== 'answered') throw new AppError('refused', `The test was not sent: ${answer.reason}`);
  const refused = answer.outcomes.flatMap((outcome, index) =>
    outcome.kind === 'rejected' ? [`${addresses[index]}: ${outcome.message}`] : [],
  );
  if (refused.length > 0) throw new AppError('refused', `The test was refused for ${refused.join('; ')}`);
}
