import { forecastSend, type SendForecast } from '../../../issue-actions/forecast-send.ts';
import { withPauseReason } from '../../../issues/send-decision.ts';
import { contentFingerprint } from '../../../render/content-fingerprint.ts';
import { type IssuePreview, previewIssue } from '../../../render/preview-issue.ts';
import { counted } from '../../../shared/counted.ts';
import { messageOf } from '../../../shared/errors.ts';
import { readTools, titlesOf } from '../next-issue/read-tools.ts';
import type { StudioDeps } from '../studio-deps.ts';
import { reasonUnavailable, type StudioAction } from './issue-action.ts';
import type { IssueSituation } from './issue-situation.ts';

/** What an editor should know before confirming an action. */
export interface ActionView {
  action: StudioAction;
  situation: IssueSituation;
  /** Null if the action does not involve the content, or the content cannot be composed. */
  preview: IssuePreview | null;
  /** Who would get it; null unless the action starts sending. */
  audience: SendForecast['audience'] | null;
  /** Why it cannot be done; null if it can. */
  obstacle: string | null;
  ifContent: string;
  /** What the comparisons are called, by slug. */
  titles: ReadonlyMap<string, string>;
}

const NO_TITLES: ReadonlyMap<string, string> = new Map();

/** Forecasts an action without changing anything. */
export async function viewAction(
  action: StudioAction,
  situation: IssueSituation,
  deps: StudioDeps,
): Promise<ActionView> {
  const reason = reasonUnavailable(action, situation);
  const view = { action, situation, preview: null, audience: null, ifContent: '', titles: NO_TITLES };
  if (reason !== null) return { ...view, obstacle: reason };
  try {
    const forecast = await forecastAction(action, situation, deps);
    const { preview = null } = forecast;
    const titles = preview === null ? NO_TITLES : titlesOf(await readTools(preview, deps));
    return { ...view, ...forecast, titles };
  } catch (error) {
    if (action !== 'approve' && action !== 'send' && action !== 'test') throw error;
    deps.onError(error);
    return { ...view, obstacle: `It can’t be put together: ${messageOf(error)}` };
  }
}

async function forecastAction(
  action: StudioAction,
  { slot, status, issue }: IssueSituation,
  deps: StudioDeps,
): Promise<Pick<ActionView, 'obstacle'> & Partial<ActionView>> {
  if (action === 'test') {
    const preview = await previewIssue({ slot, now: deps.clock.now() }, deps);
    return { preview, obstacle: preview.copy === null ? NOTHING_TO_SEND : null };
  }
  if (!SENDING_ACTIONS.includes(action)) return { obstacle: null };
  const sendsNow = action === 'send';
  const { preview, audience, obstacles, deliveries } = await forecastSend(slot, deps, { sendsNow });
  if (action === 'accept-uncertain' && deliveries.pending === 0) return { obstacle: null };
  if (action !== 'approve' && action !== 'send') {
    const { zone } = deps.config.schedule;
    const isPaused = status === 'paused' && issue !== null;
    return { obstacle: isPaused ? joined(withPauseReason({ ...issue, zone }, obstacles)) : null };
  }
  const { copy } = preview;
  const obstacle =
    contentObstacle(preview, deps.config.selection) ?? (action === 'send' ? joined(obstacles) : null);
  return { preview, audience, obstacle, ifContent: copy === null ? '' : contentFingerprint(copy) };
}

/** Actions that lead to emails being sent, now or later. */
const SENDING_ACTIONS: readonly StudioAction[] = [
  'approve',
  'send',
  'resume',
  'resend-uncertain',
  'accept-uncertain',
];

function contentObstacle(
  { copy, items, status }: IssuePreview,
  { minItems }: StudioDeps['config']['selection'],
): string | null {
  if (copy === null) return NOTHING_TO_SEND;
  if (status === 'approved' || items.length >= minItems) return null;
  return `It has ${items.length} of at least ${counted(minItems, 'comparison')}.`;
}

const NOTHING_TO_SEND = 'There is nothing in it: no comparison can go out.';

function joined(obstacles: readonly string[]): string | null {
  return obstacles.length > 0 ? obstacles.join('\n') : null;
}
