import { z } from 'zod';

const recordSchema = z.object({
  /** SPF, DKIM, Receiving, Tracking, TrackingCAA. */
  record: z.string(),
  name: z.string(),
  type: z.string().catch('?'),
  status: z.string().catch('unknown'),
  value: z.string().nullish().catch(null),
});

/** Records that cannot be read are left out: whether the domain sends is told by the others, and by DNS. */
const recordsSchema = z
  .array(z.unknown())
  .catch([])
  .transform((records) =>
    records.flatMap((record) => {
      const parsed = recordSchema.safeParse(record);
      return parsed.success ? [parsed.data] : [];
    }),
  );

/** A domain as `GET /domains/:id` tells of it. */
export const domainSchema = z.object({
  name: z.string(),
  status: z.string(),
  capabilities: z.object({ sending: z.string().nullish() }).nullish().catch(null),
  open_tracking: z.boolean().nullish().catch(null),
  click_tracking: z.boolean().nullish().catch(null),
  records: recordsSchema,
});

/** The domains of an account, as `GET /domains` lists them. */
export const listSchema = z.object({
  has_more: z.boolean().nullish(),
  data: z.array(z.object({ id: z.string(), name: z.string() })),
});

export type DomainRecord = z.infer<typeof recordSchema>;
export type ResendDomain = z.infer<typeof domainSchema>;
export type ListedDomain = z.infer<typeof listSchema>['data'][number];
