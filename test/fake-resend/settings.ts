import { z } from 'zod';
import { domainSchema } from './api/domains.ts';
import { faultsSchema, type JsonFaults } from './faults.ts';

const settingsSchema = z.strictObject({
  /** 0 takes a free one. */
  port: z.number(),
  /** The keys that it knows, and what each may do. */
  keys: z.record(z.string(), z.enum(['full', 'sending', 'inactive', 'suspended'])),
  /** Requests in every sliding second; null for no limit, and no headers that tell of one. */
  rateLimit: z.number().nullable(),
  /** Bytes of a request; null for no limit. */
  bodyLimit: z.number().nullable(),
  /** Addresses in a UTC day: the free plan has 100. */
  dailyQuota: z.number().nullable(),
  /** Addresses in a UTC calendar month: the free plan has 3,000. */
  monthlyQuota: z.number().nullable(),
  /** Addresses whose mail is accepted as usual and then not delivered. */
  suppressed: z.array(z.string()),
  /** Addresses that it takes for malformed, however good they look. */
  invalidAddresses: z.array(z.string()),
  /** The account's domains. Where they are given, mail from any other domain, and from an unverified one, is refused. */
  domains: z.array(domainSchema).nullable(),
  /** The status of `validation_error`: the page of errors says 400, and answers with 422 have been seen. */
  validationStatus: z.union([z.literal(400), z.literal(422)]),
  /** Whether a replayed answer has the `errors` of the first; no page says so. */
  replaysErrors: z.boolean(),
  /** Keeps HTML and text of what was accepted, too. */
  keepsContent: z.boolean(),
  /** What goes wrong, from the next request on. */
  faults: faultsSchema,
  /**
   * For benchmarks: bodies are thrown away unread, each request is answered with `mails` ids (or as many as its header
   * `x-fake-mails` says), `afterMs` milliseconds after its arrival, and only arrivals are recorded. The rate limit holds.
   */
  light: z.strictObject({ mails: z.number(), afterMs: z.number() }).nullable(),
  /** Its clock, on which keys grow old and quotas begin anew. */
  now: z.custom<() => number>((value) => typeof value === 'function'),
});
export type Settings = z.infer<typeof settingsSchema>;

/** The key that is known where nothing else is said. */
export const FAKE_KEY = 're_fake_123456789';

const DEFAULTS: Settings = {
  port: 0,
  keys: { [FAKE_KEY]: 'full' },
  rateLimit: 10,
  bodyLimit: null,
  dailyQuota: null,
  monthlyQuota: null,
  suppressed: [],
  invalidAddresses: [],
  domains: null,
  validationStatus: 400,
  replaysErrors: true,
  keepsContent: false,
  faults: [],
  light: null,
  now: () => Date.now(),
};

export type FakeResendOptions = Partial<z.input<typeof settingsSchema>>;
/** Options as they can be told to another process. */
export type JsonOptions = Omit<FakeResendOptions, 'faults' | 'now'> & { faults?: JsonFaults };

/** New settings from old ones and what was told; throws where that makes no sense. */
export function changeSettings(options: FakeResendOptions, settings: Settings = DEFAULTS): Settings {
  return settingsSchema.parse({ ...settings, ...options });
}
