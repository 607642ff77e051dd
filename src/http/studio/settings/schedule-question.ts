import type { Context } from 'hono';
import { html } from 'hono/html';
import { describeScheduleChange } from '../../../issues/schedule-change.ts';
import type { Schedule } from '../../../schedule/schedule.ts';
import { withStored } from '../../../settings/config.ts';
import type { OwnerValues } from '../../../settings/owner-settings.ts';
import type { Form } from '../../bodies/form.ts';
import { actions, button } from '../frame/components/buttons.ts';
import { pageHeading } from '../frame/components/page-heading.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { answerStudioPage } from '../frame/studio-page.ts';
import type { StudioDeps } from '../studio-deps.ts';
import { SETTINGS_ROUTE } from './settings-form.ts';

/** Holds the schedule that the question was about: another one is asked about again. */
export const CONFIRMED_SCHEDULE = 'confirmed-schedule';

const textOf = ({ pattern, zone }: Schedule) => `${pattern} ${zone}`;

/** Whether the form changes the schedule, and nobody has said yet that it should. */
export function mustAsk(form: Form, values: OwnerValues, { config }: Pick<StudioDeps, 'config'>): boolean {
  const { schedule } = withStored(config, values);
  return textOf(schedule) !== textOf(config.schedule) && form.one(CONFIRMED_SCHEDULE) !== textOf(schedule);
}

/** Says what the new schedule does, before it is saved. */
export async function answerScheduleQuestion(
  context: Context<StudioEnv>,
  { form, values }: { form: Form; values: OwnerValues },
  { config, clock, issueStore, site }: StudioDeps,
): Promise<Response> {
  const { path } = context.var;
  const { schedule, review } = withStored(config, values);
  const effects = await describeScheduleChange({ schedule, review, now: clock.now() }, issueStore);
  return answerStudioPage(context, site, {
    title: 'Change the schedule?',
    section: SETTINGS_ROUTE,
    body: html`<div class="narrow">${pageHeading({ title: 'Change the schedule?', crumb: { words: 'Settings', href: path(SETTINGS_ROUTE) } })}
<form class="card" method="post" action="${path(SETTINGS_ROUTE)}">
${form
  .fields()
  .filter(([name]) => name !== CONFIRMED_SCHEDULE && name !== 'password')
  .map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<input type="hidden" name="${CONFIRMED_SCHEDULE}" value="${textOf(schedule)}">
${effects.map((effect) => html`<p>${effect}</p>`)}
<p class="muted">Nothing was saved yet.</p>
${actions(button({ words: 'Change the schedule', kind: 'primary' }), button({ words: 'Go back', href: path(SETTINGS_ROUTE) }))}
</form></div>`,
  });
}
