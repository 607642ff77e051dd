import { z } from 'zod';

const recordSchema = z.object({
  /** SPF, DKIM, Receiving, Tracking, TrackingCAA. */
  record: z.string(),
  name: z.string(),
  type: z.string().catch('?'),
  status: z.string().catch('unknown'),
  value: z.string().nullish().catch(null),
});

/** Unreadable records are dropped: the others and DNS show whether the domain sends. */
const recordsSchema = z
  .array(z.unknown())
  .catch([])
  .transform((records) =>
    records.flatMap((record) => {
      const parsed = recordSchema.safeParse(record);
      return parsed.success ? [parsed.data] : [];
    }),
  );

export const domainSchema = z.object({
  name: z.string(),
  status: z.string(),
  capabilities: z.object({ sending: z.string().nullish() }).nullish().catch(null),
  open_tracking: z.boolean().nullish().catch(null),
  click_tracking: z.boolean().nullish().catch(null),
  records: recordsSchema,
});

export const listSchema = z.object({
  has_more: z.boolean().nullish(),
  data: z.array(z.object({ id: z.string(), name: z.string() })),
});

export type DomainRecord = z.infer<typeof recordSchema>;
export type ResendDomain = z.infer<typeof domainSchema>;
export type ListedDomain = z.infer<typeof listSchema>['data'][number];
