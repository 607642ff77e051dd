import { randomUUID } from 'node:crypto';
import { z } from 'zod';

const DOMAIN_STATUSES = [
  'pending',
  'verified',
  'failed',
  'not_started',
  'partially_verified',
  'partially_failed',
] as const;

const recordSchema = z.strictObject({
  record: z.enum(['SPF', 'DKIM', 'Receiving', 'Tracking', 'TrackingCAA']),
  name: z.string(),
  type: z.enum(['MX', 'TXT', 'CNAME', 'CAA']),
  ttl: z.string(),
  status: z.enum(['pending', 'verified', 'failed', 'temporary_failure', 'not_started']),
  value: z.string(),
  priority: z.number().optional(),
});

/** A sending domain, as `Domain` in resend-openapi.yaml has it. */
export const domainSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  status: z.enum(DOMAIN_STATUSES),
  created_at: z.string(),
  region: z.string(),
  open_tracking: z.boolean(),
  click_tracking: z.boolean(),
  capabilities: z.strictObject({
    sending: z.enum(['enabled', 'disabled']),
    receiving: z.enum(['enabled', 'disabled']),
  }),
  records: z.array(recordSchema),
});
export type FakeDomain = z.infer<typeof domainSchema>;

/** A verified domain, with the given changes. */
export function aDomain(given: Partial<FakeDomain> = {}): FakeDomain {
  const record = { ttl: 'Auto', status: 'verified' } as const;
  return {
    id: randomUUID(),
    name: 'verdicts.test',
    status: 'verified',
    created_at: '2026-04-26 20:21:26.347412+00',
    region: 'eu-west-1',
    open_tracking: false,
    click_tracking: false,
    capabilities: { sending: 'enabled', receiving: 'disabled' },
    records: [
      { record: 'SPF', name: 'send', type: 'MX', value: 'feedback.mail.test', priority: 10, ...record },
      { record: 'SPF', name: 'send', type: 'TXT', value: '"v=spf1 include:mail.test ~all"', ...record },
      { record: 'DKIM', name: 'resend._domainkey', type: 'TXT', value: 'p=MIGfMA0GCSq', ...record },
    ],
    ...given,
  };
}

/** `GET /domains`: without the records, as `ListDomainsItem` has it, and all on one page. */
export function domainList(domains: readonly FakeDomain[]): object {
  return { object: 'list', has_more: false, data: domains.map(({ records: _, ...item }) => item) };
}
