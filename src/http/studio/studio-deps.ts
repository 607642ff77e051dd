import type { Clock } from '../../clock.ts';
import type { Config } from '../../config.ts';
import type { ChangeStore } from '../../store/change-store.ts';
import type { DeliveryStore } from '../../store/delivery-store.ts';
import type { IssueStore } from '../../store/issue-store.ts';
import type { ReportStore } from '../../store/report-store.ts';
import type { ScheduleStore } from '../../store/schedule-store.ts';
import type { StudioEvent, StudioSession, StudioStore } from '../../store/studio-store.ts';
import type { SubscriberStore } from '../../store/subscriber-store.ts';
import type { TokenSigner } from '../../subscribers/tokens.ts';
import type { Transport } from '../../transport/transport.ts';
import type { AnswerProblem } from '../pages/problem-page.ts';
import type { Site } from '../pages/site.ts';
import type { PublicFolder } from '../public-folder.ts';
import type { ChangeWatch } from './change-watch.ts';
import type { LimitAttempts } from './limit-attempts.ts';
import type { StudioKey } from './studio-key.ts';
import type { StudioRecord } from './studio-record.ts';
import type { Sessions } from './studio-session.ts';
import type { Templates } from './templates.ts';

/** What the program gives the studio. */
export interface StudioParts {
  config: Config;
  clock: Clock;
  /** Names this process among all that share the database. */
  owner: string;
  issueStore: IssueStore;
  subscriberStore: SubscriberStore;
  deliveryStore: DeliveryStore;
  scheduleStore: Pick<ScheduleStore, 'readWatch'>;
  reportStore: ReportStore;
  changeStore: ChangeStore;
  studioStore: StudioStore;
  /** The one through which issues go out. */
  transport: Transport;
  templates: Templates;
  signer: TokenSigner;
  signingSecrets: readonly string[];
  limitAttempts: LimitAttempts;
  /** What opens the studio where there is no password. */
  studioKey: StudioKey;
  /** Aborted when the server is to stop: what streams to a browser ends then. */
  stopping: AbortSignal;
  onError(error: unknown): void;
  /** Told of what is recorded. */
  onEvent(event: StudioEvent): void;
}

/** What every page of the studio can get at. */
export interface StudioDeps extends StudioParts {
  site: Site;
  answerProblem: AnswerProblem;
  publicFolder: PublicFolder;
  changes: ChangeWatch;
  sessions: Sessions;
  record: StudioRecord;
}

/** What a request to the studio knows once it was let in. */
export interface StudioEnv {
  Variables: {
    /** A link to one of our own pages, as the visitor reaches them. */
    path: (route: `/${string}`) => string;
    /** Whether the visit came by a name of this machine. */
    isLocal: boolean;
    /** Whose visit it is; null before anybody has signed in. */
    session: StudioSession | null;
  };
}
