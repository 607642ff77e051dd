import type { SendingPace } from '../../../delivery/sending-pace.ts';
import type { Audience } from '../../../issues/audience.ts';
import { UNSENT_STATUSES } from '../../../issues/issue-status-rules.ts';
import type { IssueRecord } from '../../../issues/issue-store.ts';
import { slotInstant } from '../../../schedule/schedule.ts';
import { type IssueSituation, readSituation, slotTime } from '../actions/issue-situation.ts';
import { readEditState } from '../edit/edit-state.ts';
import { type ShownEdit, unchanged } from '../edit/edit-view.ts';
import { readPace } from '../issues/issue-sending.ts';
import type { StudioPreview } from '../preview/read-preview.ts';
import type { StudioDeps } from '../studio-deps.ts';
import { readTools, type ToolNames } from './read-tools.ts';

/** Everything that the home page shows of an issue. */
export interface Home {
  slot: string;
  situation: IssueSituation;
  /** Null if the templates cannot be rendered. */
  preview: StudioPreview | null;
  failed: string | null;
  shown: ShownEdit;
  tools: ToolNames;
  /** Who would get it now; once sending began, who gets it. */
  audience: Audience;
  /** Null once sending has ended, and before it began. */
  pace: SendingPace | null;
  /** When it goes out, or should have; null if no date is set for its week. */
  dueAt: number | null;
  lastTestAt: number | null;
  /** Nothing was ever sent, and there is nothing to send. */
  isFirstRun: boolean;
  selection: StudioDeps['config']['selection'];
  now: number;
  zone: string;
}

/** Reads the state of an issue as it is now. */
export async function readHome(slot: string, deps: StudioDeps, edit?: ShownEdit): Promise<Home> {
  const { clock, config } = deps;
  const now = clock.now();
  const [reading, situation] = await Promise.all([deps.readPreview(slot), readSituation(slot, deps)]);
  const preview = 'failed' in reading ? null : reading.preview;
  const shown = edit ?? unchanged(await readEditState(slot, deps));
  return {
    slot,
    situation,
    preview,
    failed: 'failed' in reading ? reading.failed : null,
    shown,
    tools: preview === null ? new Map() : await readTools(preview.issue, deps),
    audience: await audienceOf(situation, deps),
    pace: await readPace(situation, deps),
    dueAt: dueTime(situation, deps),
    lastTestAt: await lastTestOf(slot, deps),
    isFirstRun: preview?.sample === null && (await isFirstRun(situation, shown, deps)),
    selection: config.selection,
    now,
    zone: config.schedule.zone,
  };
}

function dueTime(situation: IssueSituation, { config }: StudioDeps): number | null {
  const isSet = situation.issue?.frozenAt != null || slotInstant(config.schedule, situation.slot) !== null;
  return isSet ? slotTime(situation, config.schedule) : null;
}

async function audienceOf(
  { issue }: IssueSituation,
  { deliveryStore, clock }: StudioDeps,
): Promise<Audience> {
  return issue?.sendingAt == null ? deliveryStore.forecastAudience(clock.now()) : issue.audience;
}

/** Enough to find a week's tests among what else happens. */
const MAX_EVENTS = 200;

async function lastTestOf(slot: string, { record }: StudioDeps): Promise<number | null> {
  const { events } = await record.latest(MAX_EVENTS);
  // A command's note follows the slot.
  return (
    events.find(({ event, about }) => event === 'test-sent' && about?.split(', ')[0] === slot)?.at ?? null
  );
}

async function isFirstRun(
  { status }: IssueSituation,
  { state }: ShownEdit,
  { issueStore }: StudioDeps,
): Promise<boolean> {
  if (state.open.length > 0 || !UNSENT_STATUSES.includes(status)) return false;
  return (await issueStore.listIssues({ goingOutSince: 0 })).length === 0;
}

/** The last issue that ended within a week, to be told of above the next one; null if there is none. */
export async function lastResult(
  { now, except }: { now: number; except: readonly string[] },
  { issueStore }: StudioDeps,
): Promise<IssueRecord | null> {
  const recent = await issueStore.listIssues({ goingOutSince: now - RESULT_SHOWN_MS });
  const over = recent.filter(({ slot, status, finishedAt }) => {
    return (status === 'sent' || status === 'cancelled') && finishedAt !== null && !except.includes(slot);
  });
  return over.toSorted((one, other) => (other.finishedAt ?? 0) - (one.finishedAt ?? 0))[0] ?? null;
}

const RESULT_SHOWN_MS = 7 * 24 * 60 * 60 * 1_000;
