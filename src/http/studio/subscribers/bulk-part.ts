import type { Context } from 'hono';
import { html } from 'hono/html';
import type { Markup } from '../../pages/page.ts';
import { actions, button } from '../frame/components/buttons.ts';
import { progressBar } from '../frame/components/facts.ts';
import { notice } from '../frame/components/notice.ts';
import { MOVING, pageHeading } from '../frame/components/page-heading.ts';
import { formatNumber, isolatedText } from '../frame/format.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import type { StudioDeps } from '../studio-deps.ts';
import type { BulkAction, BulkJob, BulkState } from './bulk-jobs.ts';
import { erasedWords } from './subscriber-list.ts';
import { SUBSCRIBERS_ROUTE } from './subscriber-table.ts';
import { stateBadge, subscribersWords, sumWords } from './subscriber-words.ts';

const VERBS: Readonly<Record<BulkAction, string>> = {
  unsubscribe: 'Unsubscribe',
  erase: 'Erase',
  download: 'Download',
};

/** What is asked, is being done, or was done to many people. */
export function bulkPart(context: Context<StudioEnv>, deps: StudioDeps, job: BulkJob): Markup {
  const { path } = context.var;
  const { state } = job;
  return html`<div id="bulk" data-live>${pageHeading({
    title: titleOf(job),
    crumb: { words: 'Subscribers', href: path(SUBSCRIBERS_ROUTE) },
  })}
<div class="narrow stack">${state.is === 'asking' ? questionPart(context, deps, job) : progressPart(context, job, state)}${(state.is === 'running' || state.is === 'counting') && MOVING}</div></div>`;
}

function titleOf({ action, people, state }: BulkJob): string {
  const verb = VERBS[action];
  const whom = subscribersWords(people.length);
  if (state.is === 'counting') return `${verb}: counting who is meant`;
  if (state.is === 'asking') return people.length === 0 ? 'Nobody is there' : `${verb} ${whom}?`;
  if (state.is === 'failed') return 'Stopped before its end';
  if (state.what === 'undo') return state.is === 'done' ? 'Taken back' : 'Taking it back';
  if (state.is === 'done') return action === 'erase' ? 'Erased' : 'Unsubscribed';
  return action === 'erase' ? `Erasing ${whom}` : `Unsubscribing ${whom}`;
}

function questionPart({ req, var: { path } }: Context<StudioEnv>, deps: StudioDeps, job: BulkJob): Markup {
  const { action, people } = job;
  const route = req.path.replace(/\/$/, '') as `/${string}`;
  const back = button({
    words: action === 'download' ? 'Go back' : 'Keep them',
    href: path(SUBSCRIBERS_ROUTE),
  });
  if (people.length === 0)
    return html`<section class="card"><p>${isolatedText(job.whom)}: there is nobody (any more).</p>${actions(back)}</section>`;
  const words = `${VERBS[action]} ${subscribersWords(people.length)}`;
  const doIt =
    action === 'download'
      ? button({ words, kind: 'primary', href: path(`${route}/subscribers.csv`) })
      : button({
          words: action === 'erase' ? `${words} for good` : words,
          kind: action === 'erase' ? 'danger' : 'primary',
        });
  return html`<section class="card">
<p><b>${isolatedText(job.whom)}:</b> <span class="num">${sumWords(job.states)}</span></p>
<ul class="bullets">${CONSEQUENCES[action].map((line) => html`<li>${line}</li>`)}</ul>
${firstPart(job, deps)}
${
  action === 'download'
    ? actions(doIt, back)
    : html`<form method="post" action="${path(`${route}/start`)}">${actions(doIt, back)}</form>`
}</section>`;
}

const CONSEQUENCES: Readonly<Record<BulkAction, readonly string[]>> = {
  unsubscribe: [
    'They get no more issues. One that is being sent at this moment may still arrive.',
    'Those who have already unsubscribed stay unsubscribed.',
    'Each record of consent says that this was done in the studio. You can take it back here afterwards, or on a person’s page later, as long as nothing else has changed.',
  ],
  erase: [
    'Their subscriptions, addresses, names, records of consent and the other mails to them are lost, and cannot be brought back.',
    'Mails of past issues stay counted, without whose they were. A code from which nobody can read the address keeps a list from adding it again.',
    'To end subscriptions and nothing else, unsubscribe them instead.',
  ],
  download: [
    'The file is a CSV with the email, name, state and dates of each, as it can be imported again.',
    'It holds personal data: keep it where only you can read it, and no longer than you need it.',
  ],
};

function firstPart({ first, people }: BulkJob, { clock, site }: StudioDeps): Markup {
  const at = { now: clock.now(), zone: site.timezone };
  const more = people.length - first.length;
  return html`<ul class="people">${first.map((one) => html`<li><span>${isolatedText(one.email)}</span> ${stateBadge(one, at)}</li>`)}${more > 0 && html`<li class="muted">and ${formatNumber(more)} more</li>`}</ul>`;
}

function progressPart(
  { req, var: { path } }: Context<StudioEnv>,
  { action, people }: BulkJob,
  state: Exclude<BulkState, { is: 'asking' }>,
): Markup {
  const route = req.path.replace(/\/$/, '') as `/${string}`;
  const show = button({ words: 'Show subscribers', isSlim: true, href: path(SUBSCRIBERS_ROUTE) });
  switch (state.is) {
    case 'counting':
      return html`<section class="card" role="status"><p>${subscribersWords(people.length)} so far. Nothing has been done yet.</p></section>`;
    case 'running':
      return html`<section class="card"><p role="status">${formatNumber(state.done)} of ${formatNumber(people.length)}</p>
${progressBar({ done: state.done, all: people.length, label: 'Done' })}
<p class="muted small">You can leave this page; it goes on. If it stops before the end, what is done stays done.</p></section>`;
    case 'failed':
      return notice({
        tone: 'bad',
        what: `It stopped after ${subscribersWords(state.changed)}.`,
        rest: 'Something failed, or we were restarted. What was done is kept. Select the others again to go on.',
        actions: [show],
      });
    case 'done': {
      const stay = people.length - state.changed;
      const undo =
        state.at !== null &&
        state.changed > 0 &&
        html`<form method="post" action="${path(`${route}/undo`)}">${button({ words: 'Undo', isSlim: true })}</form>`;
      return notice({
        tone: 'good',
        what: doneWords(action, state),
        rest:
          stay > 0 &&
          `${subscribersWords(stay)} had changed before and ${stay === 1 ? 'stays' : 'stay'} as they were.`,
        more: erasedWords(state.left),
        actions: [show, undo],
      });
    }
  }
}

function doneWords(action: BulkAction, { what, changed }: Extract<BulkState, { is: 'done' }>): string {
  const whom = `${subscribersWords(changed)} ${changed === 1 ? 'is' : 'are'}`;
  if (what === 'undo') return `${whom} as they were before.`;
  return action === 'erase' ? `${whom} erased.` : `${whom} unsubscribed.`;
}
