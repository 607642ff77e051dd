import { parseMailbox } from '../issues/newsletter.ts';
import { parseAddress } from '../shared/address.ts';
import type { ProviderEvent } from './provider-event-store.ts';
import { reportOf } from './provider-report.ts';
import { parseResendEvent, type ResendEvent } from './resend-event.ts';

export type EventReading =
  | { kind: 'event'; event: ProviderEvent }
  | { kind: 'unreadable' }
  | { kind: 'wrong-fields'; fields: string[] };

/** The signature must be verified already. Unknown types are kept too, without a report. */
export function readEvent({ id, body, now }: { id: string; body: Buffer; now: number }): EventReading {
  let json: unknown;
  try {
    json = JSON.parse(body.toString());
  } catch {
    return { kind: 'unreadable' };
  }
  const parsed = parseResendEvent(json);
  if ('wrong' in parsed) return { kind: 'wrong-fields', fields: parsed.wrong };
  return { kind: 'event', event: toProviderEvent({ id, now }, parsed.event) };
}

function toProviderEvent({ id, now }: { id: string; now: number }, event: ResendEvent): ProviderEvent {
  const { email_id, tags, to } = event.data;
  return {
    id,
    type: event.type,
    occurredAt: event.created_at ?? now,
    providerId: email_id,
    delivery: tags === null ? null : { issueId: tags.issue, deliveryId: tags.delivery },
    emailKey: emailKeyOf(to),
    report: reportOf(event),
  };
}

/** Null unless there is exactly one recipient: otherwise the event could be about any of them. */
function emailKeyOf(recipients: readonly string[]): string | null {
  const [only, ...others] = recipients;
  const mailbox = only === undefined || others.length > 0 ? null : parseMailbox(only);
  const address = mailbox === null ? null : parseAddress(mailbox.email);
  return address?.ok === true ? address.emailKey : null;
}
