import { html } from 'hono/html';
import type { Markup } from '../../pages/page.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import {
  actionLabel,
  actionMeaning,
  reasonUnavailable,
  STUDIO_ACTIONS,
  type StudioAction,
} from './issue-action.ts';
import type { IssueSituation } from './issue-situation.ts';

export type Path = StudioEnv['Variables']['path'];

/** GET asks for confirmation, POST performs the action. */
export function actionRoute(slot: string, action: StudioAction): `/${string}` {
  return `/studio/issues/${slot}/${action}`;
}

/** Actions that end something or may harm recipients. */
export const DESTRUCTIVE_ACTIONS: readonly StudioAction[] = [
  'cancel',
  'resend-uncertain',
  'accept-uncertain',
];

/** The first of these that is available is the primary button. */
const PRIMARY_ACTIONS: readonly StudioAction[] = ['resume', 'send', 'approve'];

/**
 * The available actions as links to their confirmation pages, and reason the others are not available. The caller wraps
 * it in an element with `id` and `data-live`.
 */
export function actionsPart(path: Path, situation: IssueSituation): Markup {
  const refusals = STUDIO_ACTIONS.map((action) => ({ action, reason: reasonUnavailable(action, situation) }));
  const offered = refusals.flatMap(({ action, reason }) => (reason === null ? [action] : []));
  const primary = offered.find((action) => PRIMARY_ACTIONS.includes(action));
  return html`
<ul class="actions">${offered.map((action) => entry(path, situation, { action, isPrimary: action === primary }))}</ul>
<details class="small" id="refusals"><summary id="refusals-fold">What cannot be done now</summary>
<dl class="refusals">${refusals.map(
    ({ action, reason }) =>
      reason !== null && html`<dt>${actionLabel(action, situation)}</dt><dd class="muted">${reason}</dd>`,
  )}</dl></details>`;
}

function entry(
  path: Path,
  situation: IssueSituation,
  { action, isPrimary }: { action: StudioAction; isPrimary: boolean },
): Markup {
  const look = isPrimary ? '' : DESTRUCTIVE_ACTIONS.includes(action) ? ' danger' : ' quiet';
  const id = `act-${action}`;
  return html`<li><a id="do-${action}" class="button${look}" href="${path(actionRoute(situation.slot, action))}" aria-describedby="${id}">${actionLabel(action, situation)}…</a>
<p class="hint" id="${id}">${actionMeaning(action, situation)}</p></li>`;
}
