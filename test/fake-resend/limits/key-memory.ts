import { type Refusal, refuse } from '../api/refusals.ts';

/** How long a key is remembered, in milliseconds. */
export const KEYS_LIVE_FOR = 24 * 60 * 60 * 1_000;

/** What is known about a key when a request comes with it. */
export type KnownKey =
  | { kind: 'new' }
  | { kind: 'replay'; body: string }
  | { kind: 'refused'; refusal: Refusal };

export interface KeyMemory {
  /** @param use Endpoint and key: the same key at another endpoint is another. */
  look(use: string, sha256: string): KnownKey;
  /** Remembers the answer; the request is in flight until the returned function is called. */
  keep(use: string, answer: { sha256: string; body: string }): () => void;
}

/**
 * The memory of idempotency keys: https://resend.com/docs/dashboard/emails/idempotency-keys
 *
 * The page does not say how bodies are compared, so a body that differs by a byte is another one; nor whether refusals
 * are
 * remembered, so only answers that accepted something are kept here.
 */
export function rememberKeys(now: () => number): KeyMemory {
  const entries = new Map<string, { sha256: string; body: string; at: number; inFlight: boolean }>();
  return {
    look(use, sha256) {
      const entry = entries.get(use);
      if (entry === undefined || now() - entry.at >= KEYS_LIVE_FOR) return { kind: 'new' };
      if (entry.sha256 !== sha256) {
        const message = 'This key came with another body in the last 24 hours.';
        return { kind: 'refused', refusal: refuse('invalid_idempotent_request', message) };
      }
      if (entry.inFlight) {
        const message = 'The first request with this key is not answered yet.';
        return { kind: 'refused', refusal: refuse('concurrent_idempotent_requests', message) };
      }
      return { kind: 'replay', body: entry.body };
    },
    keep(use, { sha256, body }) {
      const entry = { sha256, body, at: now(), inFlight: true };
      entries.set(use, entry);
      return () => {
        entry.inFlight = false;
      };
    },
  };
}
