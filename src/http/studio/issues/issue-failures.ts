import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { FAILURE_KINDS, type FailureKind } from '../../../issues/failure-kinds.ts';
import type { Failure, FailureCount } from '../../../issues/report-store.ts';
import { counted } from '../../../shared/counted.ts';
import type { Markup } from '../../pages/page.ts';
import { type IssueSituation, readSituation, readSlot } from '../actions/issue-situation.ts';
import { actions } from '../frame/components/buttons.ts';
import { dataTable, pager, rangeWords } from '../frame/components/data-table.ts';
import { emptyState, pageHeading } from '../frame/components/page-heading.ts';
import { dayTime, formatNumber, isolatedText } from '../frame/format.ts';
import { pageNumber } from '../frame/pagination.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { answerStudioPage } from '../frame/studio-page.ts';
import { weekName } from '../frame/times.ts';
import type { StudioDeps } from '../studio-deps.ts';
import { failuresRoute, reasonPart } from './failures-card.ts';
import { linksOf } from './issue-why.ts';
import { carrierOf, FAILURE_TITLES, failureTitle, noSuchIssue, remedy } from './issue-words.ts';

const PAGE_SIZE = 50;

const NO_SUCH_LIST = {
  status: 404,
  title: 'There is no such list',
  detail: 'It may have fewer pages by now. Open the issue to see what did not arrive.',
} as const;

/** `GET /studio/issues/:slot/failures`: what did not arrive, one kind at a time, in pages. */
export function issueFailures(deps: StudioDeps): Hono<StudioEnv> {
  return new Hono<StudioEnv>().get('/studio/issues/:slot/failures', async (context) => {
    const slot = readSlot(context.req.param('slot'));
    if (slot === null) return deps.answerProblem(context, noSuchIssue(context.req.param('slot')));
    const requested = context.req.query('kind') ?? FAILURE_KINDS[0];
    const kind = FAILURE_KINDS.find((one) => one === requested);
    const page = pageNumber(context);
    if (kind === undefined || page === null) return deps.answerProblem(context, NO_SUCH_LIST);
    const counts = await deps.reportStore.countFailures(slot);
    const all = totalOf(counts, kind);
    if (page > Math.max(1, Math.ceil(all / PAGE_SIZE))) return deps.answerProblem(context, NO_SUCH_LIST);
    const range = { offset: (page - 1) * PAGE_SIZE, limit: PAGE_SIZE };
    const failures = await deps.reportStore.listFailures({ slot, kind, ...range });
    // Only those wait for a decision; a situation costs a sum over all batches.
    const situation = kind === 'uncertain' ? await readSituation(slot, deps) : null;
    return answerFailures(context, { slot, situation, kind, failures, counts, all, page }, deps);
  });
}

function totalOf(counts: readonly FailureCount[], wanted: FailureKind): number {
  return counts.reduce((sum, { kind, count }) => (kind === wanted ? sum + count : sum), 0);
}

interface FailurePage {
  slot: string;
  /** Read only for those that wait for a decision. */
  situation: IssueSituation | null;
  kind: FailureKind;
  failures: readonly Failure[];
  counts: readonly FailureCount[];
  all: number;
  page: number;
}

function answerFailures(
  context: Context<StudioEnv>,
  shown: FailurePage,
  { site, clock, config }: StudioDeps,
) {
  const { path } = context.var;
  const { slot, situation, kind, counts, all } = shown;
  const week = weekName(slot, { now: clock.now(), zone: site.timezone });
  const carrier = carrierOf({ transport: situation?.issue?.transport ?? null }, config.transportName);
  return answerStudioPage(context, site, {
    title: `${FAILURE_TITLES[kind]}, ${week}`,
    section: '/studio/issues',
    body: html`
${pageHeading({
  title: FAILURE_TITLES[kind],
  crumb: { words: week, href: path(`/studio/issues/${slot}`) },
  line: `${counted(all, 'message')} of ${week}`,
})}
<div class="stack">
<nav aria-label="What did not arrive"><div class="chips">${FAILURE_KINDS.map(
      (other) =>
        html`<a href="${path(failuresRoute(slot, other))}"${other === kind && html` aria-current="page"`}>${FAILURE_TITLES[other]} ${formatNumber(totalOf(counts, other))}</a>`,
    )}</div></nav>
${all === 0 ? emptyState({ title: 'Nobody', words: NOBODY[kind] }) : html`${remediesCard(shown, carrier, context)}${listCard(shown, context, site.timezone)}`}
</div>`,
  });
}

const NOBODY: Readonly<Record<FailureKind, string>> = {
  uncertain: 'Every message of this issue got an answer, or is still to be sent.',
  rejected: 'No message of this issue was refused.',
  bounced: 'No message of this issue bounced.',
  complained: 'Nobody complained about this issue.',
  excluded: 'Everybody who was to get this issue was still there at their turn.',
};

/** What to do, once for each remedy. */
function remediesCard(
  { situation, kind, counts }: FailurePage,
  carrier: string,
  { var: { path } }: Context<StudioEnv>,
): Markup {
  const undecided = situation?.undecided ?? 0;
  const ofKind = counts.filter((one) => one.kind === kind);
  const remedies = new Map(ofKind.map((one) => [remedy(one, { carrier, undecided }), one]));
  return html`<section class="card" aria-labelledby="remedy-heading"><h2 id="remedy-heading">What to do</h2>
${[...remedies].map(([words, one]) => html`<p>${remedies.size > 1 && html`<b>${failureTitle(one)}:</b> `}${words}</p>`)}
${situation !== null && undecided > 0 && actions(...linksOf(situation, path)('resend-uncertain', 'accept-uncertain'))}</section>`;
}

function listCard(
  { slot, kind, failures, all, page }: FailurePage,
  { var: { path } }: Context<StudioEnv>,
  zone: string,
): Markup {
  const to = (other: number) => path(failuresRoute(slot, kind, other));
  return html`<section class="card flush" aria-label="Who did not get it">${dataTable({
    caption: `${FAILURE_TITLES[kind]}: who did not get it`,
    columns: [
      {
        label: 'Subscriber',
        isHeader: true,
        cell: ({ email }) => (email === null ? html`<span class="muted">Erased</span>` : isolatedText(email)),
      },
      {
        label: 'Why',
        isLong: true,
        cell: (one) =>
          html`${kind === 'bounced' && html`${failureTitle({ kind, bounce: one.bounce })}. `}${reasonPart({ kind, ...one })}`,
      },
      { label: kind === 'uncertain' ? 'Since' : 'When', cell: ({ at }) => dayTime(at, zone) },
    ],
    rows: failures,
  })}
${pager({
  words: rangeWords({ page, size: PAGE_SIZE, all }),
  before: page > 1 ? to(page - 1) : undefined,
  after: page * PAGE_SIZE < all ? to(page + 1) : undefined,
})}</section>`;
}
