import type { Audience, DeliveryCounts } from './audience.ts';

export function formatAudience({ candidates, prepared, excluded }: Audience): string {
  const { suppressed, paused } = excluded;
  return `${candidates} candidates = ${prepared} prepared + ${suppressed + paused} excluded (${suppressed} suppressed, ${paused} paused)`;
}

export function formatDeliveries(deliveries: DeliveryCounts): string {
  const { pending, submitted, rejected, uncertain, excluded } = deliveries;
  const prepared = pending + submitted + rejected + uncertain + excluded;
  return `${prepared} prepared = ${submitted} submitted + ${pending} pending + ${rejected} rejected + ${uncertain} uncertain + ${excluded} excluded`;
}
