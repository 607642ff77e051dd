import { type Context, Hono } from 'hono';
import { AppError } from '../../../shared/errors.ts';
import { MAX_STUDIO_FORM_BYTES } from '../../bodies/body-limits.ts';
import { limitForm, readForm } from '../../bodies/form.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import type { StudioDeps } from '../studio-deps.ts';
import { readActionForm } from './action-form.ts';
import { answerActionPage } from './action-page.ts';
import { viewAction } from './action-view.ts';
import { RECORDED_ACTIONS, reasonUnavailable, STUDIO_ACTIONS, type StudioAction } from './issue-action.ts';
import { changeSince, readSituation, readSlot } from './issue-situation.ts';
import { noSuchWeek } from './no-such-week.ts';
import { performAction } from './perform-action.ts';
import type { FailedAttempt } from './refusal-notice.ts';

/** `/studio/issues/:slot/<action>`: `GET` asks for confirmation, `POST` performs it and redirects to where the issue is shown. */
export function issueActions(deps: StudioDeps): Hono<StudioEnv> {
  const app = new Hono<StudioEnv>();
  for (const action of STUDIO_ACTIONS) {
    const route = `/studio/issues/:slot/${action}` as const;
    app.get(route, (context) => ask(context, action, deps));
    app.post(route, limitForm(deps.answerProblem, MAX_STUDIO_FORM_BYTES), (context) =>
      act(context, action, deps),
    );
  }
  return app;
}

async function ask(context: Context<StudioEnv>, action: StudioAction, deps: StudioDeps) {
  const named = context.req.param('slot') ?? '';
  const slot = readSlot(named);
  if (slot === null) return deps.answerProblem(context, noSuchWeek(named));
  const view = await viewAction(action, await readSituation(slot, deps), deps);
  return answerActionPage(context, view, { deps });
}

async function act(context: Context<StudioEnv>, action: StudioAction, deps: StudioDeps) {
  const named = context.req.param('slot') ?? '';
  const slot = readSlot(named);
  if (slot === null) return deps.answerProblem(context, noSuchWeek(named));
  const form = await readForm(context);
  const situation = await readSituation(slot, deps);
  const seenSubject = form.one('seen-subject') ?? '';
  const given = { reason: form.one('reason') ?? '', to: form.one('to') ?? '' };
  const fail = async (attempt: FailedAttempt) => {
    const view = await viewAction(action, await readSituation(slot, deps), deps);
    return answerActionPage(context, view, { deps, attempt: { given, seenSubject, ...attempt } });
  };
  // A test changes nothing, so that it is of what the issue is now.
  const changed = action === 'test' ? null : changeSince(form.one('seen'), situation);
  const obstacle = changed ?? reasonUnavailable(action, situation);
  if (obstacle !== null) return fail({ status: 409, message: obstacle });
  const { fields, errors } = readActionForm(action, form);
  if (Object.keys(errors).length > 0) return fail({ status: 422, message: null, errors });
  const confirmed = { action, situation, ...fields };
  try {
    const [ifContent = '', requestId = ''] = [form.one('content'), form.one('wish')];
    await performAction({ ...confirmed, ifContent, requestId }, deps);
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'storage') throw error;
    return fail({ status: 409, message: error.message });
  }
  const event = RECORDED_ACTIONS[action];
  if (event !== undefined) await deps.record.add(event, slot);
  return context.redirect(`${context.var.path('/studio')}?slot=${slot}&done=${action}`, 303);
}
