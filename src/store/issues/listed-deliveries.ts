import { and, asc, eq, sql } from 'drizzle-orm';
import type { ListedDelivery, ReportStore } from '../../issues/report-store.ts';
import { deliveries, subscribers } from '../schema/index.ts';
import { all, prepared, type Steps } from '../steps.ts';
import { issueIdOf } from './issue-rows.ts';

const { id, issueId, batchNumber, subscriberId, bounceCode, rejectCode, exclusionReason } = deliveries;

/** In the order of `deliveries_by_batch`, so that a part reads only its own rows. */
const deliveryPage = prepared((db) =>
  db
    .select({
      batch: batchNumber,
      deliveryId: id,
      email: subscribers.email,
      status: deliveries.status,
      at: deliveries.updatedAt,
      code: sql<string | null>`coalesce(${bounceCode}, ${rejectCode}, ${exclusionReason})`,
      event: deliveries.providerState,
      eventAt: deliveries.providerStateAt,
      bounce: deliveries.bounceKind,
      providerId: deliveries.providerId,
    })
    .from(deliveries)
    .leftJoin(subscribers, eq(subscribers.id, subscriberId))
    .where(
      and(
        eq(issueId, issueIdOf(db, sql.placeholder('slot'))),
        sql`(${batchNumber}, ${id}) > (${sql.placeholder('batch')}, ${sql.placeholder('delivery')})`,
      ),
    )
    .orderBy(asc(batchNumber), asc(id))
    .limit(sql.placeholder('limit')),
);

/** See {@link ReportStore.listDeliveries}. */
export function listDeliveries({
  slot,
  after,
  limit,
}: Parameters<ReportStore['listDeliveries']>[0]): Steps<ListedDelivery[]> {
  const { batch, deliveryId } = after ?? { batch: 0, deliveryId: 0 };
  return all(deliveryPage, { slot, batch, delivery: deliveryId, limit });
}
