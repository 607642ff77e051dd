import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { FAILURE_KINDS, type FailureKind } from '../../delivery/failure-kinds.ts';
import type { Failure, FailureCount } from '../../store/report-store.ts';
import type { Markup } from '../pages/page.ts';
import { actionRoute, type Path } from './actions-part.ts';
import { NO_SUCH_SLOT } from './issue-actions.ts';
import { type IssueSituation, readSlot } from './issue-situation.ts';
import { figure, foreignLine, timeOf } from './issue-words.ts';
import type { StudioDeps, StudioEnv } from './studio-deps.ts';
import { answerStudioPage } from './studio-page.ts';

const PER_PAGE = 50;

const TITLES: Readonly<Record<FailureKind, string>> = {
  uncertain: 'Uncertain',
  rejected: 'Rejected',
  bounced: 'Bounced',
  complained: 'Complained',
  excluded: 'Left before their turn',
};

/** What can be done about a failure. */
function remedy({ kind, bounce }: Pick<FailureCount, 'kind' | 'bounce'>): string {
  switch (kind) {
    case 'uncertain':
      return 'Look for them at the provider. While the issue is paused for it, decide: hand them over again, or accept them as they are.';
    case 'rejected':
      return 'The provider refused them for good. They stay subscribed, and the next issue tries them again; unsubscribe an address that is wrong.';
    case 'bounced':
      return bounce === 'hard'
        ? 'The addresses are lost, and suppressed: no issue is sent to them any more. Nothing to do.'
        : bounce === 'soft'
          ? 'The next issue tries them again; an address that five issues in a row did not reach is suppressed.'
          : 'The provider itself failed to send them; nothing is said of the addresses. The next issue tries them again.';
    case 'complained':
      return 'They said that it is spam, and are suppressed for good. Where these are many, see how they came to be subscribed.';
    case 'excluded':
      return 'They left after the audience was fixed and before their turn, so nothing was sent. Nothing to do.';
  }
}

/** How many failed and why, and what can be done about it; false where none did. */
export function failuresPart(
  counts: readonly FailureCount[],
  { path, situation, zone }: { path: Path; situation: IssueSituation; zone: string },
): Markup | false {
  if (counts.length === 0) return false;
  const { slot, undecided } = situation;
  return html`<h2>What failed, and why</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Failures by reason"><table class="failures">
<thead><tr><th scope="col">What</th><th scope="col">Reason</th><th scope="col" class="number">How many</th><th scope="col">What can be done</th></tr></thead>
<tbody>${counts.map(
    (one) => html`<tr>
<th scope="row"><a href="${path(failuresRoute(slot, one.kind))}">${TITLES[one.kind]}</a></th>
<td>${reasonOf(one)}${one.since !== null && html`<br><span class="muted small">since ${timeOf(one.since, zone)}</span>`}</td>
<td class="number">${figure(one.count)}</td>
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
  return code === null ? html`${bounce ?? 'not said'}` : html`${kind}${foreignLine(code)}`;
}

function failuresRoute(slot: string, kind: FailureKind, page = 1): `/${string}` {
  return `/studio/issues/${slot}/failures?kind=${kind}${page === 1 ? '' : `&page=${page}`}`;
}

/** `GET /studio/issues/:slot/failures`: the deliveries that failed in one way, fifty on a page. */
export function issueFailures(deps: StudioDeps): Hono<StudioEnv> {
  return new Hono<StudioEnv>().get('/studio/issues/:slot/failures', async (context) => {
    const slot = readSlot(context.req.param('slot'));
    if (slot === null) return deps.answerProblem(context, NO_SUCH_SLOT);
    const asked = context.req.query('kind') ?? FAILURE_KINDS[0];
    const kind = FAILURE_KINDS.find((one) => one === asked);
    const page = pageNumber(context);
    if (kind === undefined || page === null) return deps.answerProblem(context, NO_SUCH_LIST);
    const counts = (await deps.reportStore.countFailures(slot)).filter((one) => one.kind === kind);
    const total = counts.reduce((sum, { count }) => sum + count, 0);
    const last = Math.max(1, Math.ceil(total / PER_PAGE));
    if (page > last) return deps.answerProblem(context, NO_SUCH_LIST);
    const range = { offset: (page - 1) * PER_PAGE, limit: PER_PAGE };
    const failures = await deps.reportStore.listFailures({ slot, kind, ...range });
    return answerFailures(context, { slot, kind, failures, counts, total, page, last }, deps);
  });
}

const NO_SUCH_LIST = { status: 404, title: 'There is no such list of failures' } as const;

/** The page that is asked for, from 1; null where that is no number. */
export function pageNumber(context: Context): number | null {
  const given = context.req.query('page') ?? '1';
  return /^[1-9]\d{0,5}$/.test(given) ? Number(given) : null;
}

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
  const remedies = new Map(counts.map((one) => [remedy(one), one.bounce]));
  return answerStudioPage(context, site, {
    title: `${TITLES[kind]}, ${slot}`,
    section: '/studio/issues',
    body: html`
<p class="crumbs"><a href="${path('/studio/issues')}">Issues</a> / <a href="${path(`/studio/issues/${slot}`)}">${slot}</a></p>
<div class="title"><h1>${TITLES[kind]}</h1><p class="muted number">${figure(total)} of ${slot}</p></div>
<nav aria-label="Kinds" class="kinds"><ul class="row">${FAILURE_KINDS.map(
      (other) =>
        html`<li><a href="${path(failuresRoute(slot, other))}"${other === kind && html` aria-current="page"`}>${TITLES[other]}</a></li>`,
    )}</ul></nav>
<div class="sheet stack">
${[...remedies].map(([words, bounce]) => html`<p>${bounce !== null && html`<b>${bounce}:</b> `}${words}</p>`)}
${
  failures.length === 0
    ? html`<p class="muted">There is none.</p>`
    : html`<div class="scroll" tabindex="0" role="region" aria-label="Deliveries"><table>
<thead><tr><th scope="col">Subscriber</th><th scope="col">Reason</th><th scope="col">${kind === 'uncertain' ? 'Since' : 'When'}</th></tr></thead>
<tbody>${failures.map(
        (one) =>
          html`<tr><td>${one.email === null ? html`<span class="muted">erased</span>` : foreignLine(one.email)}</td><td>${reasonOf(one)}</td><td>${timeOf(one.at, site.timezone)}</td></tr>`,
      )}</tbody></table></div>`
}
${pageLinks({ page, last, to })}
</div>`,
  });
}

/** The way to the pages before and after; false where there is but one. */
export function pageLinks({
  page,
  last,
  to,
}: {
  page: number;
  last: number;
  to: (page: number) => string;
}): Markup | false {
  if (last === 1) return false;
  return html`<nav class="row pages" aria-label="Pages">${page > 1 && html`<a rel="prev" href="${to(page - 1)}">Before</a>`} <span class="muted">Page ${figure(page)} of ${figure(last)}</span> ${page < last && html`<a rel="next" href="${to(page + 1)}">After</a>`}</nav>`;
}
