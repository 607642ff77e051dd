import { z } from 'zod';
import { oneLine } from '../../shared/clean-text.ts';
import { HOUR_MS, MINUTE_MS } from '../../shared/durations.ts';
import type { BatchAnswer, Outcome } from '../transport.ts';
import { nextUtcDay } from '../utc-day.ts';
import { answerCause, isNetworkCause } from './answer-cause.ts';
import { type Meaning, type MeaningRow, meaningOf } from './meanings.ts';

/** The library never throws, and reports every network failure as one error. */
export interface ResendResponse {
  data: unknown;
  error: unknown;
  headers: Readonly<Record<string, string>> | null;
}

/** Without characters that a database refuses: the answer must be recorded, whatever it says. */
const words = z.string().transform(oneLine);

const idSchema = z.object({ id: z.string().regex(/^[\x21-\x7e]{1,200}$/) });

const acceptedSchema = z.union([
  idSchema.transform((one) => ({ data: [one], errors: [] })),
  z.object({
    data: z.array(idSchema).default([]),
    errors: z.array(z.object({ index: z.number().int().nonnegative(), message: words })).default([]),
  }),
]);

const errorSchema = z.object({
  statusCode: z.number().int().nullable().catch(null).default(null),
  name: words.catch('').default(''),
  message: words.catch('').default(''),
});

const MIN_RETRY_MS = 1_000;
const MAX_RETRY_MS = HOUR_MS;

export function readAnswer(
  response: ResendResponse,
  { count, now, madeAt }: { count: number; now: number; madeAt: number },
): BatchAnswer {
  if (response.error === null || response.error === undefined) return readOutcomes(response.data, count);
  const parsed = errorSchema.safeParse(response.error);
  const { statusCode, name, message } = parsed.success
    ? parsed.data
    : { statusCode: null, name: '', message: '' };
  const row = meaningOf({ status: statusCode, name, message });
  const reason = describe({ statusCode, name, message, row });
  const wait = retryAfterMs(response.headers ?? {}, now);
  const code = name || String(statusCode);
  return { ...answerOf(row.meaning, { reason, code, wait, now, madeAt }), cause: causeOf(statusCode, name) };
}

function answerOf(
  meaning: Meaning,
  {
    reason,
    code,
    wait,
    now,
    madeAt,
  }: { reason: string; code: string; wait: number | null; now: number; madeAt: number },
): BatchAnswer {
  switch (meaning) {
    case 'retry':
      return { kind: 'retry', at: now + (wait ?? MIN_RETRY_MS), reason };
    case 'uncertain':
      return { kind: 'uncertain', reason, ...(wait === null ? {} : { notBefore: now + wait }) };
    case 'hold':
      return { kind: 'hold', reason };
    case 'divide':
      return { kind: 'divide', code, reason };
    case 'pause-day':
      return { kind: 'pause', until: quotaResetAfter(madeAt), reason, maybePartial: false };
    case 'stop':
      return { kind: 'pause', until: null, reason, maybePartial: false };
  }
}

function causeOf(status: number | null, name: string): string {
  if (status !== null) return answerCause({ status, name });
  return isNetworkCause(name) ? name : 'network';
}

const MAX_CLOCK_SKEW_MS = MINUTE_MS;

/** In the first minute of a day the provider's clock may still be in the previous one. */
function quotaResetAfter(madeAt: number): number {
  const allowed = nextUtcDay(madeAt - MAX_CLOCK_SKEW_MS) + MAX_CLOCK_SKEW_MS;
  return allowed - madeAt <= MAX_CLOCK_SKEW_MS ? allowed : nextUtcDay(madeAt);
}

/**
 * Ids of accepted messages come in request order without the rejected ones, which are listed by index (Resend: batch
 * validation modes). An answer must account for every message.
 */
function readOutcomes(data: unknown, count: number): BatchAnswer {
  const unreadable: BatchAnswer = {
    kind: 'uncertain',
    cause: 'unreadable',
    reason: 'Resend accepted the request, but its answer does not account for each message.',
  };
  const parsed = acceptedSchema.safeParse(data);
  if (!parsed.success) return unreadable;
  const { data: accepted, errors } = parsed.data;
  const rejected = new Map(errors.map(({ index, message }) => [index, message]));
  const isWhole = accepted.length + rejected.size === count && errors.length === rejected.size;
  if (!isWhole || errors.some(({ index }) => index >= count)) return unreadable;
  const ids = accepted.values();
  const outcomes = Array.from({ length: count }, (_, index): Outcome => {
    const message = rejected.get(index);
    if (message !== undefined)
      return { kind: 'rejected', code: 'validation_error', message: redactEmailAddresses(message) };
    return { kind: 'accepted', providerId: ids.next().value?.id ?? '' };
  });
  return { kind: 'answered', outcomes };
}

/** `retry-after` in seconds or as a date (RFC 9110, section 10.2.3), as milliseconds from now; null if absent. */
function retryAfterMs(headers: Readonly<Record<string, string>>, now: number): number | null {
  const value = headers['retry-after']?.trim() ?? '';
  if (value === '') return null;
  const wait = /^\d+(\.\d+)?$/.test(value) ? Math.ceil(Number(value) * 1_000) : Date.parse(value) - now;
  return Number.isNaN(wait) ? null : Math.min(MAX_RETRY_MS, Math.max(0, wait));
}

function describe({
  statusCode,
  name,
  message,
  row,
}: {
  statusCode: number | null;
  name: string;
  message: string;
  row: MeaningRow;
}): string {
  const said = redactEmailAddresses(message).replace(/[.\s]+$/, '');
  if (statusCode === null)
    return `Resend could not be reached, or its answer could not be read${said === '' ? '' : ` (${said})`}.`;
  const sentence = `Resend refused (${statusCode}${name === '' ? '' : ` ${name}`})${said === '' ? '' : `: ${said}`}.`;
  return row.advice === undefined ? sentence : `${sentence} ${row.advice}`;
}

/** Reasons appear in logs and on pages, where no email address belongs. */
function redactEmailAddresses(message: string): string {
  return message.replace(/[^\s<>()"'`]+@[^\s<>()"'`]+/g, '(address)').slice(0, 500);
}
