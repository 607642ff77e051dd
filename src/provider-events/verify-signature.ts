import { Webhook, WebhookVerificationError } from 'standardwebhooks';

/** The headers of a request, by their names in lower case. */
export type HeaderReader = (name: string) => string | undefined;

/** A request whose sender is not known yet. The body is as it came, byte for byte. */
export interface SignedRequest {
  body: Buffer;
  header: HeaderReader;
}

/** Resend's own names come from Svix; the specification has the other ones. */
const PREFIXES = ['svix', 'webhook'] as const;

/** What the database keeps of an event's id. */
const EVENT_ID = /^[\x21-\x7e]{1,256}$/;

/** How far an event's time may be from ours, in seconds (Standard Webhooks 1.0, as the library has it). */
const TOLERANCE = 5 * 60;

/**
 * Whether a request has the headers of a signature, and a time that is near enough, so that its body is worth reading.
 * Nothing is proved by it.
 */
export function claimsSignature(header: HeaderReader): boolean {
  const { id, timestamp, signature } = signatureHeaders(header);
  if (!EVENT_ID.test(id) || signature === '') return false;
  return /^\d{1,12}$/.test(timestamp) && Math.abs(Date.now() / 1_000 - Number(timestamp)) <= TOLERANCE + 1;
}

/**
 * Makes the check of a webhook's signature: HMAC-SHA256 over the event's id, the time and the raw body, at most five
 * minutes old (Standard Webhooks 1.0). Of several signatures one has to be right, so that a secret can be replaced.
 *
 * @param secret As the provider shows it, beginning with `whsec_`.
 * @returns The event's id, the same however often it is told; null where the signature is missing, wrong or stale.
 */
export function createSignatureCheck(secret: string): (request: SignedRequest) => string | null {
  const webhook = new Webhook(secret);
  return ({ body, header }) => {
    const { id, timestamp, signature } = signatureHeaders(header);
    const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature };
    try {
      webhook.verify(body, headers, { jsonParse: false });
    } catch (error) {
      if (error instanceof WebhookVerificationError) return null;
      throw error;
    }
    return EVENT_ID.test(id) ? id : null;
  };
}

function signatureHeaders(header: HeaderReader) {
  const prefix = PREFIXES.find((name) => header(`${name}-id`) !== undefined) ?? PREFIXES[0];
  const [id = '', timestamp = '', signature = ''] = ['id', 'timestamp', 'signature'].map((name) =>
    header(`${prefix}-${name}`),
  );
  return { id, timestamp, signature };
}
