import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { panelOf } from '../../../digest/panel.ts';
import { counted } from '../../../shared/counted.ts';
import { MAX_STUDIO_FORM_BYTES } from '../../bodies/body-limits.ts';
import { limitForm, readForm } from '../../bodies/form.ts';
import type { Markup } from '../../pages/page.ts';
import { button } from '../frame/components/buttons.ts';
import { notice } from '../frame/components/notice.ts';
import { pageHeading } from '../frame/components/page-heading.ts';
import { isolatedText } from '../frame/format.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { answerStudioPage } from '../frame/studio-page.ts';
import type { StudioDeps } from '../studio-deps.ts';
import { addedNotice } from './added-notice.ts';
import { conflictNotice } from './comparison-conflict.ts';
import { comparisonForm } from './comparison-form.ts';
import { holdForm, holdNotice } from './comparison-hold.ts';
import { readStates, type StatedComparison, type StatedComparisons, titleOf } from './comparison-states.ts';
import { type ComparisonView, FORM_ID } from './comparison-view.ts';
import { longDay, NO_SUCH_COMPARISON, TOOL_MISSING } from './comparison-words.ts';
import { readComparisonForm, textsOf } from './read-comparison-form.ts';
import { ADD_ROUTE, COMPARISONS_ROUTE, comparisonRoute } from './routes.ts';
import { issueLink, stateBadge } from './state-marks.ts';

const PAGE_ROUTE = `${COMPARISONS_ROUTE}/:slug` as const;

type Outcome = Partial<Pick<ComparisonView, 'texts' | 'problems' | 'conflicts' | 'hasOtherReviewers'>> & {
  status?: 200 | 409 | 422;
};

/** `/studio/comparisons/:slug`: every field of a comparison, to be corrected by hand. */
export function comparisonPage(deps: StudioDeps): Hono<StudioEnv> {
  const { answerProblem, correctionStore, clock, config } = deps;
  const readOne = async (slug: string) => (await correctionStore.readCorrected([slug]))[0];
  return new Hono<StudioEnv>()
    .get(PAGE_ROUTE, (context) => answerComparison(context, deps, {}))
    .post(PAGE_ROUTE, limitForm(answerProblem, MAX_STUDIO_FORM_BYTES), async (context) => {
      const slug = context.req.param('slug');
      const known = await readOne(slug);
      if (known === undefined) return answerProblem(context, NO_SUCH_COMPARISON);
      const form = await readForm(context);
      const { texts, changes, hasOtherReviewers } = readComparisonForm(
        form,
        known.comparison,
        config.schedule.zone,
      );
      if (hasOtherReviewers)
        return answerComparison(context, deps, { texts, hasOtherReviewers, status: 409 });
      const saved = `${context.var.path(comparisonRoute(slug))}?saved=${changes.length}`;
      if (changes.length === 0) return context.redirect(saved, 303);
      const outcome = await correctionStore.correctComparison({ slug, changes, at: clock.now() });
      switch (outcome.kind) {
        case 'unknown':
          return answerProblem(context, NO_SUCH_COMPARISON);
        case 'conflict':
          return answerComparison(context, deps, { texts, conflicts: outcome.paths, status: 409 });
        case 'wrong': {
          const problems = new Map(outcome.problems.map(({ path, message }) => [path, message]));
          return answerComparison(context, deps, { texts, problems, status: 422 });
        }
        case 'corrected':
          return context.redirect(saved, 303);
      }
    });
}

async function answerComparison(
  context: Context<StudioEnv>,
  deps: StudioDeps,
  { status = 200, ...outcome }: Outcome,
): Promise<Response> {
  const slug = context.req.param('slug') ?? '';
  const states = await readStates(deps);
  const stated = states.all.find((listing) => listing.slug === slug);
  const [found] = await deps.correctionStore.readCorrected([slug]);
  if (stated === undefined) return deps.answerProblem(context, NO_SUCH_COMPARISON);
  const zone = deps.config.schedule.zone;
  const view: ComparisonView | null =
    found === undefined
      ? null
      : {
          ...found,
          texts: textsOf(found.comparison, zone),
          problems: new Map(),
          conflicts: [],
          hasOtherReviewers: false,
          zone,
          ...outcome,
        };
  const statuses = stated.slot === null ? null : await deps.issueStore.findIssue(stated.slot);
  const issue = issueLink(context.var.path, stated, { ...deps, next: states.next });
  return answerStudioPage(context, deps.site, {
    title: titleOf(stated),
    section: COMPARISONS_ROUTE,
    status,
    hasActionBar: view !== null,
    scripts: view === null ? [] : ['comparison.js'],
    body: html`${pageHeading({
      title: isolatedText(titleOf(stated)),
      badge: stateBadge(stated, statuses?.status ?? null),
      line: html`Published ${longDay(stated.publishedAt, zone)}${view !== null && reviewersLine(view)}${issue !== false && html` · ${issue}`}`,
      crumb: { words: 'Comparisons', href: context.var.path(COMPARISONS_ROUTE) },
      isActionBar: view !== null,
      actions: [
        view !== null && html`<span class="saved" id="saving" role="status"></span>`,
        view !== null && button({ words: 'Save', kind: 'primary', form: FORM_ID }),
        holdForm(context, stated, { from: 'page' }),
      ],
    })}
<div class="stack"><div class="stack" id="notices">${addedNotice(context)}${holdNotice(context, states.all, 'page')}${savedNotice(context, view)}${view !== null && noticesOf(context, { view, stated, states })}</div>
${view === null ? toolMissing(context) : comparisonForm(context, view)}</div>`,
  }) as Promise<Response>;
}

function reviewersLine({ comparison: { tools } }: ComparisonView): Markup | false {
  const most = Math.max(...tools.map(({ reviews }) => reviews.length));
  return most > 0 && html` · ${counted(most, 'reviewer')}`;
}

function savedNotice({ req }: Context, view: ComparisonView | null): Markup | false {
  const saved = req.query('saved');
  if (saved === undefined) return false;
  if (saved === '0') return notice({ tone: 'info', what: 'Nothing was changed.' });
  const isCorrected = view !== null && view.corrections.length > 0;
  return notice({
    tone: 'good',
    what: 'Saved.',
    rest: isCorrected && 'Imports will not overwrite what you corrected.',
  });
}

function noticesOf(
  context: Context<StudioEnv>,
  { view, stated, states }: { view: ComparisonView; stated: StatedComparison; states: StatedComparisons },
): Markup {
  const isFixed = stated.slot !== null;
  return html`${view.problems.size > 0 && notice({ tone: 'bad', what: 'Nothing was saved yet.', rest: `Correct ${view.problems.size === 1 ? 'the field' : 'the fields'} marked below.` })}
${view.conflicts.length > 0 && conflictNotice(view)}
${view.hasOtherReviewers && notice({ tone: 'bad', what: 'Nothing was saved: the reviews changed while this page was open.', rest: 'They are shown as they are now. Correct them again, then save.' })}
${
  isFixed &&
  notice({
    tone: 'info',
    what: `This issue stays as it is: ${stated.slot === states.next ? 'it is approved.' : 'it was fixed with its comparisons.'}`,
    rest:
      stated.slot === states.next
        ? html`To change it, unlock it on <a href="${context.var.path('/studio')}">its page</a>.`
        : false,
    isAnnounced: false,
  })
}
${!isFixed && missingNotice(view)}`;
}

/** "2 things are missing: the link, the pricing of Loom." */
function missingNotice({ comparison: { url, tools } }: ComparisonView): Markup | false {
  const missing: (string | Markup)[] = [
    ...(url === null ? ['the link'] : []),
    ...tools.flatMap(({ name, pricing }) =>
      pricing === null ? [html`the pricing of ${isolatedText(name)}`] : [],
    ),
    ...tools.flatMap((side) =>
      panelOf(side).verdict === null ? [html`the verdict on ${isolatedText(side.name)}`] : [],
    ),
  ];
  if (missing.length === 0) return false;
  const list = missing.map((what, index) => html`${index > 0 && ', '}${what}`);
  return notice({
    tone: 'warn',
    what: html`${missing.length === 1 ? '1 thing is' : `${missing.length} things are`} missing: ${list}.`,
    rest: url === null && 'Without a link, readers can’t open the full comparison.',
    isAnnounced: false,
  });
}

function toolMissing({ var: { path } }: Context<StudioEnv>): Markup {
  return notice({
    tone: 'warn',
    what: TOOL_MISSING,
    actions: [button({ words: 'Add comparisons', href: path(ADD_ROUTE) })],
    isAnnounced: false,
  });
}
