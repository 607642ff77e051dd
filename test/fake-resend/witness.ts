import type { Fault } from './faults.ts';
import { mostInAnySecond } from './limits/rate-window.ts';

/** A request as it was seen. */
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
  /** Null until the body has arrived in whole. */
  bodySha256: string | null;
  fault: Fault | null;
  /** What was done; `untouched` where it broke off or met a fault before it was looked at. */
  outcome: 'accepted' | 'replayed' | 'read' | 'refused' | 'untouched';
  /** What was answered, be it cut short; null where nothing was. */
  status: number | null;
  /** The name of the error that was answered. */
  name: string | null;
}

/** A mail that was accepted: an id was given to it, whether or not the answer arrived. */
export interface AcceptedMail {
  id: string;
  /** The request that it came with, by number, and its place in that. */
  request: number;
  index: number;
  key: string | null;
  /** An instant of the fake's clock. */
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
  /** Those of its addresses that nothing is delivered to. */
  suppressed: string[];
  /** Kept only where the option `keepsContent` is set. */
  html?: string;
  text?: string;
}

/** All that was seen. */
export interface Seen {
  /** The instants of all requests, also of a light fake, which keeps nothing else. */
  arrivals: readonly number[];
  requests: SeenRequest[];
  accepted: AcceptedMail[];
}

/** What was seen up to one moment, and the questions that tests ask about it. */
export interface Witness extends Seen {
  /** How often a mail to each address was accepted. */
  timesAccepted(): Map<string, number>;
  /** Addresses that were accepted more than once. */
  acceptedTwice(): string[];
  /** Keys that came with more than one body, whatever became of the requests. */
  keysWithSeveralBodies(): string[];
  /** The hashes of all bodies that were accepted, in the order of the hashes. */
  acceptedBodies(): string[];
  mostInAnySecond(): number;
}

export function witnessOf(seen: Seen): Witness {
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
