import { forecastSend, type SendForecast } from '../../delivery/forecast-send.ts';
import { messageOf } from '../../errors.ts';
import { contentFingerprint } from '../../render/content-fingerprint.ts';
import { type IssuePreview, previewIssue } from '../../render/preview-issue.ts';
import { type StudioAction, whyNot } from './issue-action.ts';
import type { IssueSituation } from './issue-situation.ts';
import type { StudioDeps } from './studio-deps.ts';

/** What an editor is to know before an action. */
export interface ActionView {
  action: StudioAction;
  situation: IssueSituation;
  /** Null where the action does not concern the content, or it cannot be composed. */
  preview: IssuePreview | null;
  /** Who would get it; null where the action does not begin to send it. */
  audience: SendForecast['audience'] | null;
  /** Why it cannot be done; null where it can. */
  obstacle: string | null;
  ifContent: string;
}

/** Looks ahead at an action, and changes nothing. */
export async function viewAction(
  action: StudioAction,
  situation: IssueSituation,
  deps: StudioDeps,
): Promise<ActionView> {
  const why = whyNot(action, situation);
  const view = { action, situation, preview: null, audience: null, ifContent: '' };
  if (why !== null) return { ...view, obstacle: why };
  try {
    return { ...view, ...(await lookAhead(action, situation, deps)) };
  } catch (error) {
    if (action !== 'approve' && action !== 'send' && action !== 'test') throw error;
    deps.onError(error);
    return { ...view, obstacle: `It cannot be composed: ${messageOf(error)}` };
  }
}

async function lookAhead(
  action: StudioAction,
  { slot }: IssueSituation,
  { config, ...own }: StudioDeps,
): Promise<Pick<ActionView, 'obstacle'> & Partial<ActionView>> {
  const deps = { ...config, ...own };
  if (action === 'test') {
    const preview = await previewIssue({ slot, now: own.clock.now() }, deps);
    return { preview, obstacle: preview.copy === null ? NOTHING : null };
  }
  if (action !== 'approve' && action !== 'send') return { obstacle: null };
  const { preview, audience } = await forecastSend(slot, deps);
  const { copy, items, status } = preview;
  const isFrozen = status === 'approved';
  const obstacle =
    copy === null
      ? NOTHING
      : !isFrozen && items.length < config.selection.minItems
        ? `It has ${items.length} of at least ${config.selection.minItems} comparisons (MIN_ITEMS).`
        : action === 'send'
          ? inVain(audience.prepared, config.obstacles)
          : null;
  return { preview, audience, obstacle, ifContent: copy === null ? '' : contentFingerprint(copy) };
}

const NOTHING = 'There is nothing in it: no comparison is eligible.';

/** Nobody would get it. */
function inVain(prepared: number, obstacles: readonly string[]): string | null {
  if (obstacles.length > 0) return obstacles.join('\n');
  return prepared > 0
    ? null
    : 'There is nobody to send it to: nobody is confirmed, or all are suppressed or paused.';
}
