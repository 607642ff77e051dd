import type { SendingPace } from '../../../delivery/sending-pace.ts';
import type { FailureCount, SendTimeline } from '../../../issues/report-store.ts';
import type { IssueSituation } from '../actions/issue-situation.ts';
import type { StudioDeps } from '../studio-deps.ts';
import { SPAN_COUNT } from './issue-pictures.ts';
import { readPace } from './issue-sending.ts';

/** What is known of an issue whose sending began. */
export interface SendingReport {
  /** Null once sending has ended. */
  pace: SendingPace | null;
  handedOver: SendTimeline;
  failures: FailureCount[];
  /** Through the issue's own links. */
  unsubscribed: number;
  approval: Approval | null;
}

/** `studio`: somebody pressed the button; `at-once`: as its sending began; `elsewhere`: by a command. */
export type Approval = 'studio' | 'at-once' | 'elsewhere';

export async function readReport(situation: IssueSituation, deps: StudioDeps): Promise<SendingReport> {
  const { slot } = situation;
  const { reportStore } = deps;
  return {
    pace: await readPace(situation, deps),
    handedOver: await reportStore.readTimeline(slot, SPAN_COUNT),
    failures: await reportStore.countFailures(slot),
    unsubscribed: Math.max(0, (await reportStore.countUnsubscribed()).get(slot) ?? 0),
    approval: await approvalOf(situation, deps),
  };
}

/** Enough to find a recent approval among what else happens. */
const MAX_EVENTS = 200;

/** Approved this shortly before its sending began, an issue was approved by that. */
const AT_ONCE_MS = 5_000;

/** Null if it is not known any more: the record keeps only the latest events. */
async function approvalOf(
  { slot, issue }: IssueSituation,
  { studioStore }: Pick<StudioDeps, 'studioStore'>,
): Promise<Approval | null> {
  if (issue?.frozenAt == null) return null;
  const events = await studioStore.listEvents(MAX_EVENTS, 'refused');
  const isOfIssue = events.some(
    ({ event, about }) => about === slot && (event === 'approved' || event === 'sent'),
  );
  if (isOfIssue) return 'studio';
  if (issue.sendingAt !== null && issue.sendingAt - issue.frozenAt < AT_ONCE_MS) return 'at-once';
  const oldest = events.at(-1);
  const isKept = events.length < MAX_EVENTS || (oldest !== undefined && oldest.at < issue.frozenAt);
  return isKept ? 'elsewhere' : null;
}
