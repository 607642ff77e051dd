import { z } from 'zod';

/** What goes wrong before anything is accepted. */
export const FAULTS_BEFORE = [
  'too-many-requests',
  'application-error',
  'service-unavailable',
  'bad-gateway',
  'dropped-at-once',
  'dropped',
  'silent',
] as const;

/** What goes wrong with the answer, when everything has been accepted that is accepted at all. */
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
  /** Milliseconds between the whole request and the first look at it; it is looked at even if nobody waits any more. */
  delayBefore: z.number().optional(),
  /** Milliseconds between accepting and answering, in which the request's key is in flight. */
  delayAfter: z.number().optional(),
  /** The first look at the request waits for it too, which a test ends when it likes. */
  heldUntil: z.custom<Promise<unknown>>((value) => value instanceof Promise).optional(),
  /** An answer in the form of an error, given without accepting. */
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
  /** The faults to draw from, each as likely; all, where it is not given. */
  among: z
    .array(z.enum(FAULTS))
    .min(1)
    .default([...FAULTS]),
  /** Every request waits up to so many milliseconds before, and again after it is accepted. */
  delayUpTo: z.number().default(0),
});

export type Act = z.infer<typeof actSchema>;
type ScriptedAct = z.input<typeof scriptSchema>[number];

/** What a script may know of a request before it decides. */
export interface ArrivedRequest {
  /** From 1, in the order of arrival; requests over the rate limit count, though they are never asked about. */
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
/** Faults as they can be told to another process. */
export type JsonFaults = ScriptedAct[] | z.input<typeof randomFaultsSchema>;

/**
 * Decides what each request meets, asked once for each in the order of arrival: the acts of a list one after another
 * and nothing when it is over, what a function says, or draws. The n-th draw depends on the seed alone.
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

/** Numbers from 0 to below 1 that depend on the seed alone: Tommy Ettinger's generator, which is in the public domain. */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
