/**
 * What an answer means for a whole batch.
 *
 * - `retry`: nothing was accepted; the same request after the time that the answer gives, else a second.
 * - `uncertain`: it may have been accepted; the same bytes under the same key again.
 * - `hold`: it may have been accepted, and retrying is useless; a person decides.
 * - `divide`: nothing was accepted because of the content; its halves may pass.
 * - `pause-day`: nothing was accepted; the issue waits until 00:00 UTC.
 * - `stop`: nothing was accepted; the issue waits for a person.
 */
export type Meaning = 'retry' | 'uncertain' | 'hold' | 'divide' | 'pause-day' | 'stop';

export interface MeaningRow {
  /** Null if no answer could be read. */
  status: number | readonly [from: number, to: number] | null;
  /** If absent, any name that no earlier row has. */
  name?: string;
  says?: RegExp;
  meaning: Meaning;
  advice?: string;
}

const KEY = 'Set RESEND_API_KEY to a key of your account that may send.';
const DOMAIN = 'Verify the domain that this issue is sent from at Resend, then resume it.';
const ACCOUNT = 'Check your account at Resend.';
const REPORT = 'This is a bug: report it, with what Resend says.';

/**
 * The first matching row applies (Resend: errors; a name documented with several statuses appears with each). Rows
 * without a name cover names that the API adds later: a 4xx was not accepted, a 5xx is uncertain.
 * `docs/resend-answers.md` is this table in words.
 */
export const MEANINGS: readonly MeaningRow[] = [
  { status: null, meaning: 'uncertain' },
  { status: [100, 599], name: 'security_error', meaning: 'stop', advice: ACCOUNT },
  { status: 400, name: 'invalid_idempotency_key', meaning: 'stop', advice: REPORT },
  { status: 400, name: 'invalid_from_address', meaning: 'stop', advice: DOMAIN },
  { status: 400, name: 'validation_error', says: /API key/i, meaning: 'stop', advice: KEY },
  { status: 400, meaning: 'divide' },
  { status: 401, meaning: 'stop', advice: KEY },
  { status: 403, name: 'validation_error', meaning: 'stop', advice: DOMAIN },
  { status: 403, name: 'suspended_api_key', meaning: 'stop', advice: ACCOUNT },
  { status: 403, name: 'email_above_quota', meaning: 'stop', advice: ACCOUNT },
  { status: 403, meaning: 'stop', advice: KEY },
  { status: 404, meaning: 'stop', advice: 'Set RESEND_BASE_URL to the URL of the API, or leave it out.' },
  { status: 405, meaning: 'stop', advice: 'Set RESEND_BASE_URL to the URL of the API, or leave it out.' },
  { status: 408, meaning: 'uncertain' },
  { status: 409, name: 'invalid_idempotent_request', meaning: 'hold' },
  { status: 409, name: 'resource_locked', meaning: 'retry' },
  { status: 409, meaning: 'uncertain' },
  { status: 413, meaning: 'divide' },
  { status: 422, name: 'invalid_from_address', meaning: 'stop', advice: DOMAIN },
  { status: 422, name: 'invalid_access', meaning: 'stop', advice: KEY },
  { status: 422, name: 'invalid_region', meaning: 'stop', advice: ACCOUNT },
  { status: 422, meaning: 'divide' },
  { status: 429, name: 'daily_quota_exceeded', meaning: 'pause-day' },
  {
    status: 429,
    name: 'monthly_quota_exceeded',
    meaning: 'stop',
    advice: 'Upgrade your plan at Resend, or wait for its next month.',
  },
  { status: 429, meaning: 'retry' },
  { status: [400, 499], meaning: 'stop', advice: REPORT },
  { status: [100, 599], meaning: 'uncertain' },
];

export function meaningOf({
  status,
  name,
  message,
}: {
  status: number | null;
  name: string;
  message: string;
}): MeaningRow {
  const row = MEANINGS.find(
    (known) =>
      fits(known.status, status) &&
      (known.name ?? name) === name &&
      (known.says === undefined || known.says.test(message)),
  );
  return row ?? { status: null, meaning: 'uncertain' };
}

function fits(known: MeaningRow['status'], status: number | null): boolean {
  if (known === null || status === null) return known === status;
  return typeof known === 'number' ? known === status : status >= known[0] && status <= known[1];
}
