import { type Context, Hono } from 'hono';
import { MAX_STUDIO_FORM_BYTES } from '../../bodies/body-limits.ts';
import { limitForm, readForm } from '../../bodies/form.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { answerStudioPage } from '../frame/studio-page.ts';
import type { StudioDeps } from '../studio-deps.ts';
import { comparisonNames } from '../this-week/items-part.ts';
import { slotHeading } from '../this-week/slot-heading.ts';
import { slotIn } from '../this-week/this-week.ts';
import { editPage } from './edit-page.ts';
import { readEditRequest } from './edit-request.ts';
import { readEditState } from './edit-state.ts';
import type { EditView } from './edit-view.ts';
import { type SaveOutcome, saveEdit } from './save-edit.ts';

const NO_SLOT = { status: 404, title: 'There is no such week' } as const;

const STATUSES = { saved: 200, conflict: 409, refused: 409, wrong: 422 } as const;

/**
 * `/studio/edit`: edits the draft of a week. Our script saves as the editor types and asks for JSON; without it, each
 * button submits the whole form, so that no typed text is lost.
 */
export function edit(deps: StudioDeps): Hono<StudioEnv> {
  const { answerProblem } = deps;
  return new Hono<StudioEnv>()
    .get('/studio/edit', async (context) => {
      const slot = await slotIn(context, deps);
      if (slot === null) return answerProblem(context, NO_SLOT);
      const state = await readEditState(slot, deps);
      return answerEditPage(context, { slot, state, values: state.values, outcome: null }, deps);
    })
    .post('/studio/edit', limitForm(answerProblem, MAX_STUDIO_FORM_BYTES), async (context) => {
      const slot = await slotIn(context, deps);
      if (slot === null) return answerProblem(context, NO_SLOT);
      const request = readEditRequest(await readForm(context));
      const outcome = await saveEdit(slot, request, deps);
      if (context.req.header('accept') === 'application/json') return answerScript(context, outcome);
      if (outcome.kind === 'saved')
        return context.redirect(`${context.var.path('/studio/edit')}?slot=${slot}&saved=1`, 303);
      const values = { ...outcome.state.values, ...request.changes };
      return answerEditPage(context, { slot, state: outcome.state, values, outcome }, deps);
    });
}

/** The draft's current values, and the conflicts that the script must not overwrite. */
function answerScript(context: Context, outcome: SaveOutcome) {
  const { state, ...rest } = outcome;
  return context.json({ ...rest, values: state.values }, STATUSES[outcome.kind]);
}

type ShownEdit = Omit<EditView, 'issue' | 'names' | 'version'>;

async function answerEditPage(context: Context<StudioEnv>, shown: ShownEdit, deps: StudioDeps) {
  const { slot, state, outcome } = shown;
  const reading = await deps.readPreview(slot);
  const preview = 'failed' in reading ? null : reading.preview;
  const issue = preview?.issue ?? null;
  const names =
    issue === null ? new Map<string, string>() : await comparisonNames(issue, deps.comparisonStore);
  const heading = slotHeading(context, {
    title: 'Edit',
    route: '/studio/edit',
    slot,
    record: state.record,
    deps,
  });
  return answerStudioPage(context, deps.site, {
    title: `Edit ${slot}`,
    section: '/studio',
    status: STATUSES[outcome?.kind ?? 'saved'],
    scripts: ['edit.js'],
    body: editPage(context, heading, {
      ...shown,
      issue,
      names,
      version: preview?.sample ? preview.version : null,
    }),
  });
}
