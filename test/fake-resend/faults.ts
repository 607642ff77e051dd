import { z } from 'zod';

/** Faults before anything is accepted. */
export const FAULTS_BEFORE = [
  'too-many-requests',
  'application-error',
  'service-unavailable',
  'bad-gateway',
  'dropped-at-once',
  'dropped',
  'silent',
] as const;

/** Faults of the answer, after everything has been accepted. */
export const FAULTS_AFTER = [
  'accepted-then-application-error',
  'accepted-then-dropped',
  'accepted-then-cut-short',
  'accepted-then-html',
  'accepted-then-silent',
] as const;

export const FAULTS = [...FAULTS_BEFORE, ...FAULTS_AFTER] as const;
export type Fault = (typeof FAULTS)[number];

const actSchema = z.strictObject({
  fault: z.enum(FAULTS).optional(),
  /** Milliseconds between receiving the request and reading it; it is read even if its sender no longer waits. */
  delayBefore: z.number().optional(),
  /** Milliseconds between accepting and answering, in which the request's key is in flight. */
  delayAfter: z.number().optional(),
  /** Reading the request also waits for this, which a test can end. */
  heldUntil: z.custom<Promise<unknown>>((value) => value instanceof Promise).optional(),
  /** An error that is answered without accepting anything. */
  answer: z
    .strictObject({
      statusCode: z.number(),
      name: z.string(),
      message: z.string().default('As told.'),
      headers: z.record(z.string(), z.string()).default({}),
    })
    .optional(),
});

const scriptSchema = z.array(z.union([z.enum(['none', ...FAULTS]), actSchema]));

const randomFaultsSchema = z.strictObject({
  seed: z.number(),
  /** The share of requests that meet a fault, from 0 to 1. */
  share: z.number(),
  /** The faults to draw from, with equal probability; all by default. */
  among: z
    .array(z.enum(FAULTS))
    .min(1)
    .default([...FAULTS]),
  /** Every request waits up to this many milliseconds before and again after it is accepted. */
  delayUpTo: z.number().default(0),
});

export type Act = z.infer<typeof actSchema>;
type ScriptedAct = z.input<typeof scriptSchema>[number];

/** What a script knows about a request when it decides. */
export interface ArrivedRequest {
  /** From 1, in the order of arrival; requests over the rate limit count, although scripts are not asked about them. */
  number: number;
  method: string;
  path: string;
  key: string | null;
  /** From 1: how often this key has been seen, this request included. */
  attempt: number;
}

export type FaultScript = (request: ArrivedRequest) => ScriptedAct;

export const faultsSchema = z.union([
  scriptSchema,
  randomFaultsSchema,
  z.custom<FaultScript>((value) => typeof value === 'function'),
]);
export type Faults = z.infer<typeof faultsSchema>;
/** Faults that can be sent to another process. */
export type JsonFaults = ScriptedAct[] | z.input<typeof randomFaultsSchema>;

/**
 * Chooses each request's fault, once each in the order of arrival: the items of a list one after another and then
 * none, what a
 * function returns, or random ones. The n-th random one depends on the seed alone.
 */
export function directFaults(faults: Faults): (request: ArrivedRequest) => Act {
  if (typeof faults === 'function') return (request) => actOf(faults(request));
  if (Array.isArray(faults)) {
    let next = 0;
    return () => actOf(faults[next++] ?? 'none');
  }
  const { seed, share, among, delayUpTo } = faults;
  const draw = mulberry32(seed);
  return () => {
    const [meets, which, before, after] = [draw(), draw(), draw(), draw()];
    const fault = meets < share ? among[Math.floor(which * among.length)] : undefined;
    return { fault, delayBefore: before * delayUpTo, delayAfter: after * delayUpTo };
  };
}

function actOf(act: ScriptedAct): Act {
  if (typeof act === 'string') return act === 'none' ? {} : { fault: act };
  return actSchema.parse(act);
}

/**
 * Numbers from 0 to below 1 that depend on the seed alone: Tommy Ettinger's generator, which is in the public domain.
 */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
