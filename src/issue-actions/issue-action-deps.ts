import type { DeliveryStore } from '../delivery/delivery-store.ts';
import type { IssueStore } from '../issues/issue-store.ts';
import type { DraftDeps, IssueConfig } from '../render/draft-issue.ts';
import type { FreezeDeps } from '../render/freeze-issue.ts';
import type { ScheduleStore } from '../schedule/schedule-store.ts';
import type { Clock } from '../shared/clock.ts';

export interface IssueActionDeps extends Pick<FreezeDeps, 'drawIssueImage' | 'onPartFailed'> {
  issueStore: IssueStore;
  comparisonStore: DraftDeps['comparisonStore'];
  lookStore: DraftDeps['lookStore'];
  deliveryStore: Pick<DeliveryStore, 'forecastAudience' | 'freezeAudience'>;
  scheduleStore: Pick<ScheduleStore, 'readState'>;
  clock: Clock;
  config: IssueConfig;
}
