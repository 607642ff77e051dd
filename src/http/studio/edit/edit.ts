import { type Context, Hono } from 'hono';
import { MAX_STUDIO_FORM_BYTES } from '../../bodies/body-limits.ts';
import { limitForm, readForm } from '../../bodies/form.ts';
import { noSuchWeek } from '../actions/no-such-week.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { answerHome, slotIn } from '../next-issue/home.ts';
import type { StudioDeps } from '../studio-deps.ts';
import { type EditRequest, readEditRequest } from './edit-request.ts';
import type { EditValues } from './edit-state.ts';
import type { ShownEdit } from './edit-view.ts';
import { type SaveOutcome, saveEdit } from './save-edit.ts';

const STATUSES = { saved: 200, conflict: 409, refused: 409, wrong: 422 } as const;

/**
 * `POST /studio/edit`: saves the draft of a week. Our script saves as the editor types and asks for JSON; without it,
 * each button submits the whole form, so that no typed text is lost. The form is on the home page.
 */
export function edit(deps: StudioDeps): Hono<StudioEnv> {
  const { answerProblem } = deps;
  const homeOf = (context: Context<StudioEnv>, slot: string) => `${context.var.path('/studio')}?slot=${slot}`;
  return new Hono<StudioEnv>()
    .get('/studio/edit', async (context) => {
      const slot = await slotIn(context, deps);
      if (slot === null) return answerProblem(context, noSuchWeek(context.req.query('slot') ?? ''));
      return context.redirect(homeOf(context, slot), 303);
    })
    .post('/studio/edit', limitForm(answerProblem, MAX_STUDIO_FORM_BYTES), async (context) => {
      const slot = await slotIn(context, deps);
      if (slot === null) return answerProblem(context, noSuchWeek(context.req.query('slot') ?? ''));
      const request = readEditRequest(await readForm(context));
      const outcome = await saveEdit(slot, request, deps);
      if (context.req.header('accept') === 'application/json') return answerScript(context, outcome);
      if (outcome.kind === 'saved')
        return context.redirect(`${homeOf(context, slot)}&${savedQuery(request)}`, 303);
      const status = STATUSES[outcome.kind];
      return answerHome(context, { slot, deps, edit: shownAfter(request, outcome), status });
    });
}

/** An order of more characters does not fit into a URL everywhere. */
const MAX_QUERY_LENGTH = 4_000;

/** Names a choice that can be undone, and what was there before, for the notice on the next page. */
function savedQuery({ marks, changes, base }: EditRequest): string {
  const [[action, slugs] = []] = Object.entries(marks);
  if (action !== undefined) return `saved=${action}&of=${encodeURIComponent(slugs?.[0] ?? '')}`;
  const moved = (['order', 'feature'] as const).find(
    (field) => (changes[field] ?? base[field]) !== base[field],
  );
  if (moved === undefined || base[moved].length > MAX_QUERY_LENGTH) return 'saved=1';
  return new URLSearchParams({ saved: moved, was: base[moved] }).toString();
}

/** What was typed stays; of fields in conflict, so does what they were, until somebody decides. */
function shownAfter({ changes, base }: EditRequest, outcome: SaveOutcome): ShownEdit {
  const { state } = outcome;
  const undecided = outcome.kind === 'conflict' ? outcome.fields : [];
  const before = Object.fromEntries(undecided.map((field) => [field, base[field]])) as Partial<EditValues>;
  return { state, values: { ...state.values, ...changes }, base: { ...state.values, ...before }, outcome };
}

/** The draft's current values, and the conflicts that the script must not overwrite. */
function answerScript(context: Context, outcome: SaveOutcome) {
  const { state, ...rest } = outcome;
  return context.json({ ...rest, values: state.values }, STATUSES[outcome.kind]);
}
