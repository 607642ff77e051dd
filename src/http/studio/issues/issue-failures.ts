import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { FAILURE_KINDS, type FailureKind } from '../../../issues/failure-kinds.ts';
import type { Failure, FailureCount } from '../../../issues/report-store.ts';
import type { Markup } from '../../pages/page.ts';
import { actionRoute, type Path } from '../actions/actions-part.ts';
import { NO_SUCH_SLOT } from '../actions/issue-actions.ts';
import { type IssueSituation, readSlot } from '../actions/issue-situation.ts';
import { formatNumber, fullTime, isolatedText } from '../frame/format.ts';
import { pageLinks, pageNumber } from '../frame/pagination.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { answerStudioPage } from '../frame/studio-page.ts';
import type { StudioDeps } from '../studio-deps.ts';

const PAGE_SIZE = 50;

const TITLES: Readonly<Record<FailureKind, string>> = {
  uncertain: 'Uncertain',
  rejected: 'Rejected',
  bounced: 'Bounced',
  complained: 'Complained',
  excluded: 'Left before their turn',
};

function remedy({ kind, bounce }: Pick<FailureCount, 'kind' | 'bounce'>): string {
  switch (kind) {
    case 'uncertain':
      return 'Look them up at your provider. While the issue is paused for this, decide: send them again, or accept them as they are.';
    case 'rejected':
      return 'The provider refused them for good. They stay subscribed, and the next issue tries them again; unsubscribe an address that is wrong.';
    case 'bounced':
      return bounce === 'hard'
        ? 'These addresses no longer work and are suppressed: no more issues go to them. There is nothing to do.'
        : bounce === 'soft'
          ? 'The next issue tries them again. An address that five issues in a row fail to reach is suppressed.'
          : 'The provider failed to send them, for reasons other than the address. The next issue tries them again.';
    case 'complained':
      return 'They reported it as spam, and are suppressed for good. If there are many, check how they were subscribed.';
    case 'excluded':
      return 'They unsubscribed after the audience was fixed and before their turn, so nothing was sent. There is nothing to do.';
  }
}

/** Failures by reason, with remedies; false if there are none. */
export function failuresPart(
  counts: readonly FailureCount[],
  { path, situation, zone }: { path: Path; situation: IssueSituation; zone: string },
): Markup | false {
  if (counts.length === 0) return false;
  const { slot, undecided } = situation;
  return html`<h2>What failed, and why</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Failures by reason"><table class="failures cards">
<thead><tr><th scope="col">What</th><th scope="col">Reason</th><th scope="col" class="number">How many</th><th scope="col">What to do</th></tr></thead>
<tbody>${counts.map(
    (one) => html`<tr>
<th scope="row"><a href="${path(failuresRoute(slot, one.kind))}">${TITLES[one.kind]}</a></th>
<td data-label="Reason">${reasonOf(one)}${one.since !== null && html`<br><span class="muted small">since ${fullTime(one.since, zone)}</span>`}</td>
<td class="number" data-label="How many">${formatNumber(one.count)}</td>
<td class="small">${remedy(one)}${
      one.kind === 'uncertain' &&
      undecided > 0 &&
      html`<br><a href="${path(actionRoute(slot, 'resend-uncertain'))}">Send again…</a> · <a href="${path(actionRoute(slot, 'accept-uncertain'))}">Accept…</a>`
    }</td>
</tr>`,
  )}</tbody></table></div>`;
}

function reasonOf({ code, bounce }: Pick<FailureCount, 'code' | 'bounce'>): Markup {
  const kind = bounce === null ? '' : `${bounce}: `;
  return code === null ? html`${bounce ?? 'not said'}` : html`${kind}${isolatedText(code)}`;
}

function failuresRoute(slot: string, kind: FailureKind, page = 1): `/${string}` {
  return `/studio/issues/${slot}/failures?kind=${kind}${page === 1 ? '' : `&page=${page}`}`;
}

/** `GET /studio/issues/:slot/failures`: the failed deliveries of one kind, in pages. */
export function issueFailures(deps: StudioDeps): Hono<StudioEnv> {
  return new Hono<StudioEnv>().get('/studio/issues/:slot/failures', async (context) => {
    const slot = readSlot(context.req.param('slot'));
    if (slot === null) return deps.answerProblem(context, NO_SUCH_SLOT);
    const requested = context.req.query('kind') ?? FAILURE_KINDS[0];
    const kind = FAILURE_KINDS.find((one) => one === requested);
    const page = pageNumber(context);
    if (kind === undefined || page === null) return deps.answerProblem(context, NO_SUCH_LIST);
    const counts = (await deps.reportStore.countFailures(slot)).filter((one) => one.kind === kind);
    const total = counts.reduce((sum, { count }) => sum + count, 0);
    const last = Math.max(1, Math.ceil(total / PAGE_SIZE));
    if (page > last) return deps.answerProblem(context, NO_SUCH_LIST);
    const range = { offset: (page - 1) * PAGE_SIZE, limit: PAGE_SIZE };
    const failures = await deps.reportStore.listFailures({ slot, kind, ...range });
    return answerFailures(context, { slot, kind, failures, counts, total, page, last }, deps);
  });
}

const NO_SUCH_LIST = { status: 404, title: 'There is no such list of failures' } as const;

interface FailurePage {
  slot: string;
  kind: FailureKind;
  failures: readonly Failure[];
  counts: readonly FailureCount[];
  total: number;
  page: number;
  last: number;
}

function answerFailures(
  context: Context<StudioEnv>,
  { slot, kind, failures, counts, total, page, last }: FailurePage,
  { site }: StudioDeps,
) {
  const { path } = context.var;
  const to = (other: number) => path(failuresRoute(slot, kind, other));
  const when = kind === 'uncertain' ? 'Since' : 'When';
  const remedies = new Map(counts.map((one) => [remedy(one), one.bounce]));
  return answerStudioPage(context, site, {
    title: `${TITLES[kind]}, ${slot}`,
    section: '/studio/issues',
    body: html`
<p class="crumbs"><a href="${path('/studio/issues')}">Issues</a> / <a href="${path(`/studio/issues/${slot}`)}">${slot}</a></p>
<div class="title"><h1>${TITLES[kind]}</h1><p class="muted number">${formatNumber(total)} of ${slot}</p></div>
<nav aria-label="Kinds" class="kinds"><ul class="row">${FAILURE_KINDS.map(
      (other) =>
        html`<li><a href="${path(failuresRoute(slot, other))}"${other === kind && html` aria-current="page"`}>${TITLES[other]}</a></li>`,
    )}</ul></nav>
<div class="sheet stack">
${[...remedies].map(([words, bounce]) => html`<p>${bounce !== null && html`<b>${bounce}:</b> `}${words}</p>`)}
${
  failures.length === 0
    ? html`<p class="muted">There are none.</p>`
    : html`<div class="scroll" tabindex="0" role="region" aria-label="Deliveries"><table class="cards">
<thead><tr><th scope="col">Subscriber</th><th scope="col">Reason</th><th scope="col">${when}</th></tr></thead>
<tbody>${failures.map(
        (one) =>
          html`<tr><td>${one.email === null ? html`<span class="muted">erased</span>` : isolatedText(one.email)}</td><td data-label="Reason">${reasonOf(one)}</td><td data-label="${when}">${fullTime(one.at, site.timezone)}</td></tr>`,
      )}</tbody></table></div>`
}
${pageLinks({ page, last, to })}
</div>`,
  });
}
