import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { limitForm, readForm } from '../../bodies/form.ts';
import type { Markup } from '../../pages/page.ts';
import { button } from '../frame/components/buttons.ts';
import { notice } from '../frame/components/notice.ts';
import { isolatedText } from '../frame/format.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import type { StudioDeps } from '../studio-deps.ts';
import { type StatedComparison, titleOf } from './comparison-states.ts';
import { NO_SUCH_COMPARISON } from './comparison-words.ts';
import { COMPARISONS_ROUTE, comparisonRoute } from './routes.ts';

/** Where the editor was, and goes back to. */
type From = 'list' | 'page';

/** `POST /studio/comparisons/:slug/hold` and `/release`: keeps a comparison out of every issue until it is released. */
export function comparisonHold(deps: StudioDeps): Hono<StudioEnv> {
  const { comparisonStore, clock, answerProblem } = deps;
  const set = (isHeld: boolean) => async (context: Context<StudioEnv>) => {
    const slug = context.req.param('slug') ?? '';
    const listed = (await comparisonStore.listComparisons()).find((listing) => listing.slug === slug);
    if (listed === undefined) return answerProblem(context, NO_SUCH_COMPARISON);
    await comparisonStore.setHold({ slug, isHeld, at: clock.now() });
    const from = (await readForm(context)).one('from') === 'page' ? 'page' : 'list';
    const done = `?${isHeld ? 'held' : 'released'}=${encodeURIComponent(slug)}` as const;
    const to = from === 'page' ? comparisonRoute(slug) : COMPARISONS_ROUTE;
    return context.redirect(`${context.var.path(to)}${done}`, 303);
  };
  return new Hono<StudioEnv>()
    .post(`${COMPARISONS_ROUTE}/:slug/hold`, limitForm(answerProblem), set(true))
    .post(`${COMPARISONS_ROUTE}/:slug/release`, limitForm(answerProblem), set(false));
}

/** A button that holds or releases; none for what an issue contains, or what cannot go out. */
export function holdForm(
  { var: { path } }: Context<StudioEnv>,
  { slug, held, slot, tools }: StatedComparison,
  { from, isSlim = false, words }: { from: From; isSlim?: boolean; words?: string },
): Markup | false {
  if (slot !== null || tools === null) return false;
  const action = held ? 'release' : 'hold';
  const [short, long] = held ? ['Release', 'Release'] : ['Hold', 'Hold for later issues too'];
  const said = words ?? (isSlim ? short : long);
  const isInRow = isSlim && words === undefined;
  return html`<form method="post" action="${path(`${comparisonRoute(slug)}/${action}`)}"><input type="hidden" name="from" value="${from}">${button(
    {
      words: said,
      isSlim,
      ...(isInRow && { label: `${said} ${titleOf({ slug, tools })}`, kind: 'quiet' as const }),
    },
  )}</form>`;
}

/** What was just held or released, with the way back. */
export function holdNotice(
  context: Context<StudioEnv>,
  all: readonly StatedComparison[],
  from: From = 'list',
): Markup | false {
  const of = (name: 'held' | 'released') =>
    all.find((listing) => listing.slug === context.req.query(name) && listing.held === (name === 'held'));
  const held = of('held');
  const listing = held ?? of('released');
  if (listing === undefined || listing.slot !== null) return false;
  const title = isolatedText(titleOf(listing));
  return notice({
    tone: 'good',
    what: held === undefined ? html`${title} is released.` : html`${title} is on hold.`,
    rest:
      held === undefined ? 'It goes out when its turn comes.' : 'It goes into no issue until you release it.',
    actions: [undoForm(context, listing, from)],
  });
}

function undoForm(context: Context<StudioEnv>, listing: StatedComparison, from: From): Markup | false {
  return holdForm(context, listing, { from, isSlim: true, words: 'Undo' });
}
