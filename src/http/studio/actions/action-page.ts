import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import { html } from 'hono/html';
import type { Audience, DeliveryCounts } from '../../../issues/audience.ts';
import { mailboxText, transportLabel } from '../../../issues/newsletter.ts';
import type { IssueProblem } from '../../../issues/problems/issue-problem.ts';
import { counted, formatNumber } from '../../../shared/counted.ts';
import type { Markup } from '../../pages/page.ts';
import { button } from '../frame/components/buttons.ts';
import { pairs } from '../frame/components/facts.ts';
import { field } from '../frame/components/field.ts';
import { notice } from '../frame/components/notice.ts';
import { isolatedText } from '../frame/format.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { answerStudioPage } from '../frame/studio-page.ts';
import { distance, fullDayAndTime, nextTime } from '../frame/times.ts';
import { previewPane, viewIn } from '../next-issue/preview-pane.ts';
import {
  groupProblems,
  type ProblemContext,
  type ProblemWords,
  problemWords,
} from '../next-issue/problem-words.ts';
import type { StudioDeps } from '../studio-deps.ts';
import { MAX_REASON_LENGTH, MAX_TEST_RECIPIENTS, REASONS } from './action-form.ts';
import { actionRoute, type Path } from './action-route.ts';
import type { ActionView } from './action-view.ts';
import { type ActionFacts, actionLabel, actionMeaning, type StudioAction } from './issue-action.ts';
import { situationTag, slotTime } from './issue-situation.ts';
import { type FailedAttempt, failedNotice, obstacleNotice } from './refusal-notice.ts';

/** Actions that end something or may harm recipients. */
const DESTRUCTIVE_ACTIONS: readonly StudioAction[] = ['cancel', 'resend-uncertain', 'accept-uncertain'];

/** Asks before an action: what it does, to how many, and the mail itself; after a failed attempt, with the error. */
export async function answerActionPage(
  context: Context<StudioEnv>,
  view: ActionView,
  { deps, attempt }: { deps: StudioDeps; attempt?: FailedAttempt },
) {
  const { path } = context.var;
  const { action, situation, obstacle } = view;
  const facts = factsOf(view, deps);
  const label = actionLabel(action, situation, facts);
  const home = `${path('/studio')}?slot=${situation.slot}` as const;
  const pane = view.preview?.copy == null ? null : await paneOf(context, view, deps);
  const asked = html`<section class="card" aria-labelledby="question">
<h1 id="question">${label}?</h1>
${attempt?.message != null && failedNotice(attempt, view, deps)}
${obstacle === null && html`<p>${actionMeaning(action, situation)}</p>`}
${!obstacle?.includes(situation.issue?.reason ?? '\n') && reasonNotice(situation)}
${contents(view, deps)}
${
  obstacle === null
    ? form(view, { path, label, back: home, attempt, editor: deps.config.editor?.email ?? '' })
    : html`${attempt?.message == null && obstacleNotice(obstacle, view, deps)}<div class="actions">${button({ words: 'Go back', href: home })}</div>`
}
</section>`;
  return answerStudioPage(context, deps.site, {
    title: `${label}?`,
    section: '/studio',
    status: attempt?.status ?? 200,
    body: html`<p class="crumb"><a href="${home}">Next issue</a></p>
${pane === null ? html`<div class="narrow">${asked}</div>` : html`<div class="cols write">${asked}${pane}</div>`}`,
  });
}

function factsOf({ situation, audience }: ActionView, { config, clock }: StudioDeps): ActionFacts {
  const [at, now] = [slotTime(situation, config.schedule), clock.now()];
  return {
    when: at > now ? nextTime(at, { now, zone: config.schedule.zone }) : null,
    recipients: audience?.prepared ?? null,
  };
}

async function paneOf(context: Context<StudioEnv>, { situation, action }: ActionView, deps: StudioDeps) {
  const { slot } = situation;
  const sendsNow = action === 'send';
  const reading = await deps.readPreview(slot, { sendsNow });
  return previewPane(context, {
    slot,
    preview: 'failed' in reading ? null : reading.preview,
    view: viewIn(context),
    base: context.var.path(actionRoute(slot, action)),
    transport: deps.transport.name,
    at: sendsNow ? deps.clock.now() : slotTime(situation, deps.config.schedule),
    zone: deps.config.schedule.zone,
    sendsNow,
  });
}

/** What the action is about: the content, its time, and to how many, with the sum. */
function contents(view: ActionView, { config, clock }: StudioDeps): Markup {
  const { action, situation, preview, audience } = view;
  const { issue } = situation;
  const { zone } = config.schedule;
  const hasBegun = issue !== null && issue.sendingAt !== null;
  const { copy, items = [] } = preview ?? {};
  const at = slotTime(situation, config.schedule);
  const isSending = action === 'send';
  return html`${pairs([
    copy != null && ['Subject', isolatedText(copy.subject)],
    copy != null && [
      'Comparisons',
      html`<ol>${items.map(({ slug }) => html`<li><bdi dir="ltr">${view.titles.get(slug) ?? slug}</bdi></li>`)}</ol>`,
    ],
    action === 'approve' && [
      'Goes out',
      html`<b>${fullDayAndTime(at, zone)}</b><br><span class="muted">${distance(at, clock.now())}</span>`,
    ],
    audience !== null && [
      'To',
      html`<b>${isSending ? '' : 'About '}${counted(audience.prepared, 'subscriber')}</b><br><span class="muted">${audienceWords(audience)}</span>${!isSending && html`<br><span class="muted">Counted again when it goes out</span>`}`,
    ],
    hasBegun && ['So far', deliveryWords(issue.audience.prepared, issue.deliveries)],
    isSending && ['From', isolatedText(mailboxText((copy ?? config.newsletter).from))],
    isSending && [
      'Through',
      config.transportName === 'outbox'
        ? 'The test mailbox: nothing leaves this machine'
        : transportLabel(config.transportName),
    ],
  ])}
${preview !== null && (action === 'approve' || isSending) && problemsNotice(notShownYet(view, preview.problems), { issue: preview, titles: view.titles, selection: config.selection })}`;
}

/** "613 confirmed − 2 that can’t be mailed − 0 paused = 611". */
function audienceWords({ candidates, prepared, excluded }: Audience): string {
  const n = formatNumber;
  return `${n(candidates)} confirmed − ${n(excluded.suppressed)} that can’t be mailed − ${n(excluded.paused)} paused = ${n(prepared)}`;
}

function deliveryWords(prepared: number, counts: DeliveryCounts): string {
  const n = formatNumber;
  return `${n(counts.submitted)} accepted + ${n(counts.pending)} to send + ${n(counts.rejected)} refused + ${n(counts.uncertain)} without an answer + ${n(counts.excluded)} left before their turn = ${n(prepared)}`;
}

/** The page shows the reason and the obstacle separately. */
function notShownYet({ obstacle }: ActionView, found: readonly IssueProblem[]): IssueProblem[] {
  return found
    .filter(({ code }) => code !== 'waits-for-person' && code !== 'paused')
    .filter(({ code }) => obstacle === null || (code !== 'real-send-refused' && code !== 'too-few-items'));
}

/** Why an issue waits: the person who releases it must know. */
function reasonNotice({ status, issue }: ActionView['situation']): Markup | false {
  if ((status !== 'held' && status !== 'paused') || issue?.reason == null) return false;
  const what = status === 'held' ? 'It is on hold.' : 'It is paused.';
  return notice({ tone: 'warn', what, rest: isolatedText(issue.reason), isAnnounced: false });
}

function problemsNotice(found: readonly IssueProblem[], context: ProblemContext): Markup | false {
  if (found.length === 0) return false;
  const unlinked = found.filter(({ code }) => code === 'no-url').length;
  const others = groupProblems(found.filter(({ code }) => code !== 'no-url'));
  const isBad = found.some(({ level }) => level === 'error');
  return notice({
    tone: isBad ? 'bad' : 'warn',
    what: isBad ? 'Something should be fixed first.' : 'Worth a look before you go on.',
    isAnnounced: false,
    more: html`<ul>${others.map((problem) => html`<li>${problem.level === 'error' && html`<strong>Must fix:</strong> `}${isolatedText(inOneLine(problemWords(problem, context)))}</li>`)}${unlinked > 0 && html`<li>${counted(unlinked, 'comparison')} without a link: readers can’t open the full text.</li>`}</ul>`,
  });
}

function inOneLine({ what, note }: ProblemWords): string {
  return `${/[.!?]$/.test(what) ? what : `${what}.`} ${note}`.trim();
}

interface FormParts {
  path: Path;
  label: string;
  back: string;
  editor: string;
  attempt: FailedAttempt | undefined;
}

function form(
  { action, situation, ifContent, preview }: ActionView,
  { path, label, back, attempt, editor }: FormParts,
): Markup {
  const { errors = {}, given = {} } = attempt ?? {};
  const isRequired = REASONS[action] === 'required';
  return html`
<form class="stack" method="post" action="${path(actionRoute(situation.slot, action))}">
<input type="hidden" name="seen" value="${situationTag(situation)}">
<input type="hidden" name="content" value="${ifContent}">
<input type="hidden" name="wish" value="${randomUUID()}">
<input type="hidden" name="seen-subject" value="${preview?.copy?.subject ?? ''}">
${action === 'test' && field({ name: 'to', label: 'Email addresses', hint: `Up to ${MAX_TEST_RECIPIENTS}, separated by commas. It goes to nobody else.`, error: errors.to, value: given.to ?? editor, isRequired: true, autocomplete: 'off' })}
${
  REASONS[action] !== undefined &&
  field({
    name: 'reason',
    label: isRequired ? 'Why' : 'Why (optional)',
    hint: 'For anyone who looks at it later.',
    limit: MAX_REASON_LENGTH,
    error: errors.reason,
    value: given.reason ?? '',
    isRequired,
    autocomplete: 'off',
  })
}
<div class="actions">${button({ words: label, kind: DESTRUCTIVE_ACTIONS.includes(action) ? 'danger' : 'primary' })}${button({ words: 'Go back', href: back })}</div>
${action === 'send' && html`<p class="hint">Nothing has been sent yet.</p>`}
</form>`;
}
