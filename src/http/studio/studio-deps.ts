import type { ComparisonStore } from '../../comparisons/comparison-store.ts';
import type { CorrectionStore } from '../../comparisons/correction-store.ts';
import type { DeliveryStore } from '../../delivery/delivery-store.ts';
import type { SampleStore } from '../../demo/sample-store.ts';
import type { IssueStore } from '../../issues/issue-store.ts';
import type { ReportStore } from '../../issues/report-store.ts';
import type { TokenSigner } from '../../links/tokens.ts';
import type { LookStore } from '../../look/look-store.ts';
import type { FreezeDeps } from '../../render/freeze-issue.ts';
import type { ScheduleStore } from '../../schedule/schedule-store.ts';
import type { Config } from '../../settings/config.ts';
import type { SettingsStore } from '../../settings/settings-store.ts';
import type { Clock } from '../../shared/clock.ts';
import type { SubscriberStore } from '../../subscribers/subscriber-store.ts';
import type { Transport } from '../../transport/transport.ts';
import type { AnswerProblem } from '../pages/problem-page.ts';
import type { Site } from '../pages/site.ts';
import type { BasePath } from '../public-folder.ts';
import type { AuditLog } from './access/audit-log.ts';
import type { LimitAttempts } from './access/limit-attempts.ts';
import type { StudioKey } from './access/studio-key.ts';
import type { Sessions } from './access/studio-session.ts';
import type { StudioEvent, StudioStore } from './access/studio-store.ts';
import type { ChangeStore } from './frame/change-store.ts';
import type { ChangeWatch } from './frame/change-watch.ts';
import type { ReadPreview } from './preview/read-preview.ts';
import type { Templates } from './preview/templates.ts';

/** What the program passes to the studio. */
export interface StudioParts extends Pick<FreezeDeps, 'drawIssueImage' | 'onPartFailed'> {
  /** What the owner may change is read at each access: see `CurrentSettings`. */
  config: Config;
  clock: Clock;
  /** Identifies this process among those that share the database. */
  owner: string;
  comparisonStore: ComparisonStore;
  correctionStore: CorrectionStore;
  issueStore: IssueStore;
  subscriberStore: SubscriberStore;
  deliveryStore: DeliveryStore;
  scheduleStore: Pick<ScheduleStore, 'readState'>;
  reportStore: ReportStore;
  changeStore: ChangeStore;
  studioStore: StudioStore;
  lookStore: LookStore;
  sampleStore: SampleStore;
  settingsStore: Pick<SettingsStore, 'readSettings' | 'saveSettings'>;
  /** Delivers issues. */
  transport: Transport;
  templates: Templates;
  signer: TokenSigner;
  signingSecrets: readonly string[];
  limitAttempts: LimitAttempts;
  /** Opens the studio if no password is set. */
  studioKey: StudioKey;
  /** Aborted when the server shuts down; streams to browsers then end. */
  stopping: AbortSignal;
  onError(error: unknown): void;
  /** Called with every event recorded. */
  onEvent(event: StudioEvent): void;
}

/** What every page of the studio can use. */
export interface StudioDeps extends StudioParts {
  site: Site;
  answerProblem: AnswerProblem;
  publicFolder: BasePath;
  changes: ChangeWatch;
  sessions: Sessions;
  record: AuditLog;
  readPreview: ReadPreview;
}
