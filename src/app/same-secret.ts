import { createKeyedHash } from '../links/keyed-hash.ts';
import { AppError } from '../shared/errors.ts';
import type { SubscriberApp } from './compose-app.ts';

type SecretApp = Pick<SubscriberApp, 'knownSecret' | 'signingSecrets'>;

export const OTHER_SECRET =
  'SIGNING_SECRET is not the one that this database is used with: links in emails that one process sends would not work at another. Set the same SIGNING_SECRET on every machine. If you have changed it, list both, the new one first: SIGNING_SECRET=<new>,<old>. If the earlier one is lost, links in emails already sent no longer work. To go on without it, run this in that database: UPDATE known_server SET secret = NULL;';

/** Whether one of our secrets is what the database is used with, as far as it knows. Changes nothing. */
export async function hasSameSecret({ knownSecret, signingSecrets }: SecretApp): Promise<boolean> {
  return isOneOf(signingSecrets, (await knownSecret?.read()) ?? null);
}

/** @param known What a database knows of the secret that it is used with; null if nothing. */
export function isOneOf(secrets: readonly string[], known: string | null): boolean {
  return known === null || fingerprints(secrets).includes(known);
}

/**
 * Tells the database which secret signs here, so that processes with another one notice.
 * @throws AppError `configuration` if this is one of those.
 */
export async function agreeOnSecret(app: SecretApp): Promise<void> {
  const { knownSecret, signingSecrets } = app;
  if (knownSecret === null) return;
  const known = await knownSecret.read();
  const ours = fingerprints(signingSecrets);
  const [first] = ours;
  const isReplaced = known === null || ours.includes(known);
  if (isReplaced && first !== undefined && first !== known) await knownSecret.replace(known, first);
  // Another process may have been quicker.
  if (!(await hasSameSecret(app))) throw new AppError('configuration', OTHER_SECRET);
}

const FINGERPRINT_BYTES = 8;

/** Tell secrets apart, and reveal nothing of them. */
function fingerprints(secrets: readonly string[]): string[] {
  const { hashAll } = createKeyedHash({ secrets, use: 'known-secret', bytes: FINGERPRINT_BYTES });
  return hashAll('').map((hash) => hash.toString('hex'));
}
