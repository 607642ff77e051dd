import type { Fault } from './faults.ts';
import { mostInAnySecond } from './limits/rate-window.ts';

export interface SeenRequest {
  /** From 1, in the order of arrival. */
  number: number;
  method: string;
  path: string;
  key: string | null;
  /** From 1: how often this key has been seen, this request included. */
  attempt: number;
  /** Milliseconds of the fake's `performance.now()`, when the headers had arrived. */
  arrivedAt: number;
  bytes: number;
  /** Null until the body has arrived completely. */
  bodySha256: string | null;
  fault: Fault | null;
  /** What was done; `untouched` if it broke off or met a fault before it was processed. */
  outcome: 'accepted' | 'replayed' | 'read' | 'refused' | 'untouched';
  /** What was answered, even if truncated; null if nothing was. */
  status: number | null;
  /** The name of the error in the answer. */
  name: string | null;
}

/** An email that was accepted: it got an id, whether or not the answer arrived. */
export interface AcceptedMail {
  id: string;
  /** The number of its request, and its position in that. */
  request: number;
  index: number;
  key: string | null;
  /** A time of the fake's clock. */
  at: number;
  from: string;
  /** Addresses without names. */
  to: string[];
  cc: string[];
  bcc: string[];
  replyTo: string[];
  subject: string;
  headers: Record<string, string>;
  tags: Record<string, string>;
  /** Those of its addresses to which nothing is delivered. */
  suppressed: string[];
  /** Only if the option `keepsContent` is set. */
  html?: string;
  text?: string;
}

export interface Seen {
  /** The times of all requests, even in a light fake, which keeps nothing else. */
  arrivals: readonly number[];
  requests: SeenRequest[];
  accepted: AcceptedMail[];
}

/** What was seen until one moment, and the questions that tests have about it. */
export interface History extends Seen {
  /** How often an email to each address was accepted. */
  timesAccepted(): Map<string, number>;
  /** Addresses that were accepted more than once. */
  acceptedTwice(): string[];
  /** Keys that came with more than one body, whatever happened to the requests. */
  keysWithSeveralBodies(): string[];
  /** The sorted hashes of all accepted bodies. */
  acceptedBodies(): string[];
  mostInAnySecond(): number;
}

export function historyOf(seen: Seen): History {
  const timesAccepted = () => {
    const times = new Map<string, number>();
    for (const { to, cc, bcc } of seen.accepted)
      for (const address of [...to, ...cc, ...bcc]) times.set(address, (times.get(address) ?? 0) + 1);
    return times;
  };
  return {
    ...seen,
    timesAccepted,
    acceptedTwice: () => [...timesAccepted()].filter(([, times]) => times > 1).map(([address]) => address),
    keysWithSeveralBodies: () => keysWithSeveralBodies(seen.requests),
    acceptedBodies: () =>
      seen.requests
        .filter(({ outcome }) => outcome === 'accepted')
        .map(({ bodySha256 }) => bodySha256 ?? '')
        .toSorted(),
    mostInAnySecond: () => mostInAnySecond(seen.arrivals),
  };
}

function keysWithSeveralBodies(requests: readonly SeenRequest[]): string[] {
  const bodies = new Map<string, Set<string>>();
  for (const { key, bodySha256 } of requests) {
    if (key === null || bodySha256 === null) continue;
    bodies.set(key, (bodies.get(key) ?? new Set()).add(bodySha256));
  }
  return [...bodies].filter(([, { size }]) => size > 1).map(([key]) => key);
}
