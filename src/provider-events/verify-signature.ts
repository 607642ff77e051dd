import { Webhook, WebhookVerificationError } from 'standardwebhooks';

export type HeaderReader = (name: string) => string | undefined;

/** The body as received, byte for byte. */
export interface SignedRequest {
  body: Buffer;
  header: HeaderReader;
}

/** Resend's headers come from Svix; the specification uses `webhook`. */
const PREFIXES = ['svix', 'webhook'] as const;

const EVENT_ID = /^[\x21-\x7e]{1,256}$/;

/** In seconds (Standard Webhooks 1.0, as in the library). */
const TOLERANCE_SECONDS = 5 * 60;

/** Whether the headers look like a recent signature, so that the body is worth reading. Proves nothing. */
export function claimsSignature(header: HeaderReader): boolean {
  const { id, timestamp, signature } = signatureHeaders(header);
  if (!EVENT_ID.test(id) || signature === '') return false;
  return (
    /^\d{1,12}$/.test(timestamp) && Math.abs(Date.now() / 1_000 - Number(timestamp)) <= TOLERANCE_SECONDS + 1
  );
}

/**
 * Verifies HMAC-SHA256, at most five minutes old (Standard Webhooks 1.0). One valid signature is enough, so that a
 * secret can be rotated. Returns the event's id, or null if the signature is missing, wrong or stale.
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
