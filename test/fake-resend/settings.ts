import { z } from 'zod';
import { domainSchema } from './api/domains.ts';
import { faultsSchema, type JsonFaults } from './faults.ts';

const settingsSchema = z.strictObject({
  /** 0 takes a free port. */
  port: z.number(),
  /** The known keys, and what each may do. */
  keys: z.record(z.string(), z.enum(['full', 'sending', 'inactive', 'suspended'])),
  /** Requests in every sliding second; null for no limit, and no headers about one. */
  rateLimit: z.number().nullable(),
  /** Bytes of a request; null for no limit. */
  bodyLimit: z.number().nullable(),
  /** Addresses in a UTC day: the free plan has 100. */
  dailyQuota: z.number().nullable(),
  /** Addresses in a UTC calendar month: the free plan has 3,000. */
  monthlyQuota: z.number().nullable(),
  /** Addresses whose emails are accepted as usual and then not delivered. */
  suppressed: z.array(z.string()),
  /** Addresses that are treated as malformed, even if they are valid. */
  invalidAddresses: z.array(z.string()),
  /** The account's domains. If given, emails from any other domain, and from an unverified one, are refused. */
  domains: z.array(domainSchema).nullable(),
  /** The status of `validation_error`: the page about errors says 400, but answers with 422 have been seen. */
  validationStatus: z.union([z.literal(400), z.literal(422)]),
  /** Whether a replayed answer has the `errors` of the first; not documented. */
  replaysErrors: z.boolean(),
  /** Also keeps the HTML and the text of accepted emails. */
  keepsContent: z.boolean(),
  /** The faults, from the next request on. */
  faults: faultsSchema,
  /**
   * For benchmarks: bodies are discarded unread, each request is answered with `mails` ids (or as many as its header
   * `x-fake-mails` says), `afterMs` milliseconds after its arrival, and only arrivals are recorded. The rate limit
   * applies.
   */
  light: z.strictObject({ mails: z.number(), afterMs: z.number() }).nullable(),
  /** Its clock, by which keys expire and quotas start over. */
  now: z.custom<() => number>((value) => typeof value === 'function'),
});
export type Settings = z.infer<typeof settingsSchema>;

/** The default key. */
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
/** Options that can be sent to another process. */
export type JsonOptions = Omit<FakeResendOptions, 'faults' | 'now'> & { faults?: JsonFaults };

/** Merges new options into the settings; throws if they make no sense. */
export function changeSettings(options: FakeResendOptions, settings: Settings = DEFAULTS): Settings {
  return settingsSchema.parse({ ...settings, ...options });
}
