import { Webhook } from 'standardwebhooks';
import type { ProviderEvent, ProviderReport } from '../../../src/provider-events/provider-event-store.ts';
import { TUESDAY } from '../comparisons.ts';
import { aFrozenIssue } from '../issues.ts';
import type { HandedOver } from './hand-over.ts';

export const WEBHOOK_SECRET = `whsec_${Buffer.from('a secret of thirty-two bytes ok!').toString('base64')}`;

const webhook = new Webhook(WEBHOOK_SECRET);

/** The headers with which the provider sends an event. */
export function signedHeaders({
  id,
  body,
  at = new Date(),
}: {
  id: string;
  body: string;
  at?: Date;
}): Record<string, string> {
  return {
    'content-type': 'application/json',
    'svix-id': id,
    'svix-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'svix-signature': webhook.sign(id, at, body),
  };
}

/** An event about a delivery, with our tags on it by default. */
export function anEvent(
  delivery: Pick<HandedOver, 'deliveryId' | 'email' | 'providerId'>,
  given: Partial<ProviderEvent> & { report: ProviderReport | null },
): ProviderEvent {
  const { deliveryId, email, providerId } = delivery;
  const said = given.report === null ? 'nothing' : Object.values(given.report).join('/');
  return {
    id: `${deliveryId}:${said}`,
    type: 'email.test',
    occurredAt: TUESDAY + 1_000,
    providerId,
    delivery: { issueId: aFrozenIssue().id, deliveryId },
    emailKey: email,
    ...given,
  };
}

export const DELIVERED: ProviderReport = { state: 'delivered' };
export const COMPLAINED: ProviderReport = { state: 'complained' };
export const HARD: ProviderReport = { state: 'bounced', bounce: 'hard', code: 'Permanent/NoEmail' };
export const SOFT: ProviderReport = { state: 'bounced', bounce: 'soft', code: 'Transient/MailboxFull' };
export const FAILED: ProviderReport = { state: 'bounced', bounce: null, code: 'failed/reached_daily_quota' };
