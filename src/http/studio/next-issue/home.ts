import { type Context, Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { html } from 'hono/html';
import { findDefaultSlot } from '../../../issue-actions/find-default-slot.ts';
import { MAX_STUDIO_FORM_BYTES } from '../../bodies/body-limits.ts';
import { limitForm, readForm } from '../../bodies/form.ts';
import type { Markup } from '../../pages/page.ts';
import { actionNotice } from '../actions/action-notice.ts';
import { STUDIO_ACTIONS } from '../actions/issue-action.ts';
import { readSlot } from '../actions/issue-situation.ts';
import { noSuchWeek } from '../actions/no-such-week.ts';
import { TEXT_FIELDS } from '../edit/edit-state.ts';
import type { ShownEdit } from '../edit/edit-view.ts';
import { pairs } from '../frame/components/facts.ts';
import { notice } from '../frame/components/notice.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { answerStudioPage } from '../frame/studio-page.ts';
import { weekName } from '../frame/times.ts';
import type { StudioDeps } from '../studio-deps.ts';
import { homePage } from './home-page.ts';
import { hasActionBar, homeState, isWriting } from './home-state.ts';
import { type Home, lastResult, readHome } from './read-home.ts';
import { DISMISS_ROUTE, resultNotice } from './result-notice.ts';
import { decisionRoute } from './sending-card.ts';
import { TEXT_LABELS } from './text-part.ts';
import { undoNotice } from './undo-notice.ts';

/** Remembers the last result that was dismissed in this browser. */
const DISMISSED = 'studio-dismissed';
const DISMISSED_SECONDS = 8 * 24 * 60 * 60;

/** `GET /studio`: the issue that can still go out, or the one of `?slot=`, updated live. */
export function home(deps: StudioDeps): Hono<StudioEnv> {
  const { answerProblem } = deps;
  const limit = limitForm(answerProblem, MAX_STUDIO_FORM_BYTES);
  return new Hono<StudioEnv>()
    .get('/studio', async (context) => {
      const slot = await slotIn(context, deps);
      if (slot === null) return answerProblem(context, noSuchWeek(context.req.query('slot') ?? ''));
      const issue = await deps.issueStore.findIssue(slot);
      if (issue?.status === 'sent' || issue?.status === 'cancelled')
        return context.redirect(context.var.path(`/studio/issues/${slot}`) + doneOf(context), 303);
      return answerHome(context, { slot, deps });
    })
    .post(DISMISS_ROUTE, limit, async (context) => {
      const slot = readSlot((await readForm(context)).one('slot') ?? '');
      const { path } = context.var;
      const options = {
        path: path('/studio'),
        httpOnly: true,
        sameSite: 'Strict',
        maxAge: DISMISSED_SECONDS,
      } as const;
      if (slot !== null) setCookie(context, DISMISSED, slot, options);
      return context.redirect(path('/studio'), 303);
    })
    .post('/studio/issues/:slot/decide', limit, async (context) => {
      const slot = readSlot(context.req.param('slot'));
      if (slot === null) return answerProblem(context, noSuchWeek(context.req.param('slot')));
      const route = decisionRoute(slot, (await readForm(context)).one('choice') ?? '');
      return context.redirect(context.var.path(route ?? `/studio?slot=${slot}`), 303);
    });
}

/** The requested week, by default the earliest that can still go out; null if it is invalid. */
export async function slotIn({ req }: Context, deps: StudioDeps): Promise<string | null> {
  const given = req.query('slot');
  return given === undefined ? (await findDefaultSlot(deps)).slot : readSlot(given);
}

/** Answers with the home page; after an attempt to save, with its outcome. */
export async function answerHome(
  context: Context<StudioEnv>,
  {
    slot,
    deps,
    edit,
    status = 200,
  }: { slot: string; deps: StudioDeps; edit?: ShownEdit; status?: 200 | 409 | 422 },
) {
  const shown = await readHome(slot, deps, edit);
  const state = homeState(shown);
  const result = await resultAbove(context, slot, deps);
  const above = html`${result}${edit !== undefined && refusedNotice(edit)}<div id="result" role="status" data-live>${doneNotice(context, shown)}</div>`;
  return answerStudioPage(context, deps.site, {
    title: `Next issue, ${weekName(slot, shown)}`,
    section: '/studio',
    hasActionBar: hasActionBar(state),
    scripts: [isWriting(state) ? 'next-issue.js' : 'live-page.js'],
    status,
    body: homePage(context, { home: shown, deps, above }),
  });
}

async function resultAbove(
  context: Context<StudioEnv>,
  slot: string,
  deps: StudioDeps,
): Promise<Markup | false> {
  const { clock, config } = deps;
  const except = [slot, getCookie(context, DISMISSED) ?? ''];
  const last = await lastResult({ now: clock.now(), except }, deps);
  const { path } = context.var;
  return last !== null && resultNotice(last, { path, now: clock.now(), zone: config.schedule.zone });
}

/** What was typed for an issue that can't be changed any more is not lost: it can be copied from here. */
function refusedNotice({ outcome, values, state }: ShownEdit): Markup | false {
  if (outcome?.kind !== 'refused') return false;
  const typed = TEXT_FIELDS.filter((name) => values[name] !== state.values[name]);
  return notice({
    tone: 'bad',
    what: 'Not saved.',
    rest: outcome.reason,
    more: pairs(typed.map((name) => [TEXT_LABELS[name], html`<span class="typed">${values[name]}</span>`])),
  });
}

function doneOf({ req }: Context): string {
  const done = STUDIO_ACTIONS.find((action) => action === req.query('done'));
  return done === undefined ? '' : `?done=${done}`;
}

const SAMPLES_ADDED = {
  what: 'Sample data was added.',
  rest: 'Mail to its readers stays in the test mailbox.',
};

/** What the action did that redirected here, or that a form without a script was saved. */
function doneNotice(context: Context<StudioEnv>, shown: Home): Markup | false {
  const { req } = context;
  const { situation } = shown;
  const choice = { saved: req.query('saved') ?? '', of: req.query('of') ?? '', was: req.query('was') ?? '' };
  const undo = isWriting(homeState(shown)) ? undoNotice(choice, shown) : null;
  if (undo !== null) return undo;
  if (req.query('saved') === 'samples') return notice({ ...SAMPLES_ADDED, tone: 'good', isAnnounced: false });
  if (req.query('saved') === 'samples-removed')
    return notice({ tone: 'good', what: 'Sample data was removed.', isAnnounced: false });
  if (req.query('saved') !== undefined) return notice({ tone: 'good', what: 'Saved.', isAnnounced: false });
  return actionNotice(context, situation, { isAnnounced: false });
}
