import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import { html } from 'hono/html';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { transportLabel } from '../../../issues/newsletter.ts';
import type { IssueProblem } from '../../../issues/problems/issue-problem.ts';
import type { Markup } from '../../pages/page.ts';
import { fullTime, isolatedText, statusMark } from '../frame/format.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { answerStudioPage } from '../frame/studio-page.ts';
import { audienceSum, deliverySum, sumPart } from '../issues/issue-sums.ts';
import type { StudioDeps } from '../studio-deps.ts';
import type { FieldErrors } from './action-form.ts';
import { MAX_REASON_LENGTH, REASONS } from './action-form.ts';
import type { ActionView } from './action-view.ts';
import { actionRoute, DESTRUCTIVE_ACTIONS, type Path } from './actions-part.ts';
import { actionLabel, actionMeaning } from './issue-action.ts';
import { situationTag, slotTime } from './issue-situation.ts';

/** An attempt that failed. */
export interface FailedAttempt {
  status: ContentfulStatusCode;
  /** Null if only fields are wrong. */
  message: string | null;
  errors?: FieldErrors;
  given?: { reason?: string; to?: string };
}

/** The confirmation page of an action; after a failed attempt, with the error. */
export function answerActionPage(
  context: Context<StudioEnv>,
  view: ActionView,
  { deps: { site, config }, attempt }: { deps: StudioDeps; attempt?: FailedAttempt },
) {
  const { path } = context.var;
  const { action, situation, obstacle } = view;
  const label = actionLabel(action, situation);
  const back = path(`/studio/issues/${situation.slot}`);
  return answerStudioPage(context, site, {
    title: `${label}?`,
    section: '/studio/issues',
    status: attempt?.status ?? 200,
    body: html`
<p class="crumbs"><a href="${path('/studio/issues')}">Issues</a> / <a href="${back}">${situation.slot}</a></p>
<div class="sheet asking stack">
<div class="title"><h1>${label}?</h1>${statusMark(situation.status)}</div>
${attempt?.message != null && html`<div class="notice bad" role="alert"><p>${lines(attempt.message)}</p><p>Nothing was done.</p></div>`}
<p>${actionMeaning(action, situation)}</p>
${!obstacle?.includes(situation.issue?.reason ?? '\n') && reasonNotice(situation)}
${facts(view, config)}
${
  obstacle === null
    ? form(view, { path, label, back, attempt })
    : html`<div class="notice bad"><p>${lines(obstacle)}</p></div><p><a class="button quiet" href="${back}">Back</a></p>`
}
</div>`,
  });
}

function lines(text: string): Markup {
  return html`${text.split('\n').map((line, index) => html`${index > 0 && html`<br>`}${isolatedText(line)}`)}`;
}

function facts(view: ActionView, config: StudioDeps['config']): Markup {
  const { schedule, transportName: transport } = config;
  const { action, situation, preview, audience } = view;
  const { issue } = situation;
  const hasBegun = issue !== null && issue.sendingAt !== null;
  return html`
${
  preview?.copy != null &&
  html`<dl class="facts"><dt>Subject</dt><dd>${isolatedText(preview.copy.subject)}</dd>
<dt>Comparisons</dt><dd><ol class="contents">${preview.items.map(({ slug }) => html`<li>${isolatedText(slug)}</li>`)}</ol></dd>
${action === 'send' && html`<dt>Through</dt><dd>${transport === 'outbox' ? 'the outbox: nothing leaves this machine' : transportLabel(transport)}</dd>`}
${action === 'approve' && html`<dt>Its time</dt><dd>${fullTime(slotTime(situation, schedule), schedule.zone)}</dd>`}</dl>`
}
${audience !== null && html`<div><h2 class="label">${action === 'send' ? 'Who gets it' : 'Who would get it now'}</h2>${sumPart(audienceSum(audience))}</div>`}
${hasBegun && html`<div><h2 class="label">Where it stands</h2>${sumPart(audienceSum(issue.audience))}${sumPart(deliverySum(issue.audience.prepared, issue.deliveries))}</div>`}
${preview !== null && (action === 'approve' || action === 'send') && problemsNotice(notShownYet(view, preview.problems))}`;
}

/** The page shows the reason and the obstacle separately. */
function notShownYet({ obstacle }: ActionView, found: readonly IssueProblem[]): IssueProblem[] {
  return found
    .filter(({ code }) => code !== 'waits-for-person' && code !== 'paused')
    .filter(({ code }) => code !== 'real-send-refused' || obstacle === null);
}

/** Why an issue waits: the person who releases it must know. */
function reasonNotice({ status, issue }: ActionView['situation']): Markup | false {
  if ((status !== 'held' && status !== 'paused') || issue?.reason == null) return false;
  return html`<div class="notice bad"><p>It is ${status}: ${isolatedText(issue.reason)}</p></div>`;
}

function problemsNotice(found: readonly { level: string; message: string }[]): Markup | false {
  if (found.length === 0) return false;
  return html`<div class="notice"><h2 class="label">Before you go on</h2><ul class="problems">${found.map(
    ({ level, message }) =>
      html`<li>${level === 'error' && html`<strong class="error">Error:</strong> `}${isolatedText(message)}</li>`,
  )}</ul></div>`;
}

interface FormParts {
  path: Path;
  label: string;
  back: string;
  attempt: FailedAttempt | undefined;
}

function form(
  { action, situation, ifContent }: ActionView,
  { path, label, back, attempt }: FormParts,
): Markup {
  const { errors = {}, given = {} } = attempt ?? {};
  return html`
<form class="fields" method="post" action="${path(actionRoute(situation.slot, action))}">
<input type="hidden" name="seen" value="${situationTag(situation)}">
<input type="hidden" name="content" value="${ifContent}">
<input type="hidden" name="wish" value="${randomUUID()}">
${action === 'test' && field({ name: 'to', label: 'To', hint: 'One address, or several separated by commas.', error: errors.to, value: given.to, required: true })}
${
  REASONS[action] !== undefined &&
  field({
    name: 'reason',
    label: REASONS[action] === 'required' ? 'Why' : 'Why (optional)',
    hint: `For whoever looks at it later: at most ${MAX_REASON_LENGTH} characters.`,
    error: errors.reason,
    value: given.reason,
    required: REASONS[action] === 'required',
  })
}
<p class="row"><button${DESTRUCTIVE_ACTIONS.includes(action) && html` class="danger"`}>${label}</button> <a class="button quiet" href="${back}">Back</a></p>
</form>`;
}

interface Field {
  name: 'to' | 'reason';
  label: string;
  hint: string;
  error: string | undefined;
  value: string | undefined;
  required: boolean;
}

function field({ name, label, hint, error, value = '', required }: Field): Markup {
  const described = error === undefined ? `${name}-hint` : `${name}-error ${name}-hint`;
  return html`<div><label for="${name}">${label}</label>
<input id="${name}" name="${name}" value="${value}"${required && html` required`} autocomplete="off" aria-describedby="${described}"${error !== undefined && html` aria-invalid="true"`}>
${error !== undefined && html`<p class="error" id="${name}-error">${error}</p>`}
<p class="hint" id="${name}-hint">${hint}</p></div>`;
}
