import type { ComparisonStore } from '../comparisons/comparison-store.ts';
import type { CorrectionStore } from '../comparisons/correction-store.ts';
import type { DeliveryStore } from '../delivery/delivery-store.ts';
import type { SampleStore } from '../demo/sample-store.ts';
import type { StudioStore } from '../http/studio/access/studio-store.ts';
import type { ChangeStore } from '../http/studio/frame/change-store.ts';
import type { IssueStore } from '../issues/issue-store.ts';
import type { NoticeStore } from '../issues/notice-store.ts';
import type { ReportStore } from '../issues/report-store.ts';
import type { LookStore } from '../look/look-store.ts';
import type { ProviderEventStore } from '../provider-events/provider-event-store.ts';
import type { ScheduleStore } from '../schedule/schedule-store.ts';
import type { SettingsStore } from '../settings/settings-store.ts';
import type { Clock } from '../shared/clock.ts';
import type { ServerFacts } from '../shared/server-facts.ts';
import type { RateLimitStore } from '../subscribers/sign-ups/rate-limit-store.ts';
import type { SubscriberStore } from '../subscribers/subscriber-store.ts';
import type { OutgoingEmailStore } from '../transactional/outgoing-email-store.ts';
import type { PaceStore } from '../transport/resend/pace.ts';

/** A fingerprint of the secret that signs, for processes that have another one. */
export interface KnownSecret {
  read(): Promise<string | null>;
  /** Does nothing if it is no longer `known`. */
  replace(known: string | null, fingerprint: string): Promise<void>;
}

/** What a database provides: every port. A method throws AppError `storage` if the database fails. */
export interface Stores {
  /** Name and version of the database engine, such as `SQLite 3.54.1`. */
  engine: string;
  /** What an upgrade of the database left out just now, for people. */
  upgradeWarnings: readonly string[];
  /** The database's time, if machines share it; null if this machine's is right. */
  clock: Clock | null;
  comparisonStore: ComparisonStore;
  correctionStore: CorrectionStore;
  issueStore: IssueStore;
  scheduleStore: ScheduleStore;
  noticeStore: NoticeStore;
  outgoingEmailStore: OutgoingEmailStore;
  subscriberStore: SubscriberStore;
  deliveryStore: DeliveryStore;
  providerEventStore: ProviderEventStore;
  reportStore: ReportStore;
  paceStore: PaceStore;
  changeStore: ChangeStore;
  rateLimitStore: RateLimitStore;
  studioStore: StudioStore;
  lookStore: LookStore;
  settingsStore: SettingsStore;
  sampleStore: SampleStore;
  /** Writes without changing anything. */
  checkWritable(): Promise<void>;
  /** Checks for damage; takes seconds for a large database. @returns The damage found, or null. */
  checkIntegrity(signal?: AbortSignal): Promise<string | null>;
  /** What its server says about itself; null if it has none. */
  readServer: (() => Promise<ServerFacts>) | null;
  /** Which signing secret the database is used with; null if only this machine uses it. */
  knownSecret: KnownSecret | null;
  /** False once the database was removed or replaced, so that what is written to it is lost. */
  isInPlace(): boolean;
  close(): Promise<void>;
}
