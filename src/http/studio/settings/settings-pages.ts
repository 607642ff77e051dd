import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { nextOpenFirings } from '../../../issue-actions/find-default-slot.ts';
import { otherSenderName, senderFaults } from '../../../issues/newsletter.ts';
import { scheduleTime } from '../../../schedule/local-time.ts';
import { changeSettings, planChange } from '../../../settings/change-settings.ts';
import { isOwnerSetting } from '../../../settings/owner-settings.ts';
import { viewSettings } from '../../../settings/owner-view.ts';
import type { StoredSettings } from '../../../settings/settings-store.ts';
import { MAX_STUDIO_FORM_BYTES } from '../../bodies/body-limits.ts';
import { limitForm, readForm } from '../../bodies/form.ts';
import type { Markup } from '../../pages/page.ts';
import { button } from '../frame/components/buttons.ts';
import { notice } from '../frame/components/notice.ts';
import { pageHeading } from '../frame/components/page-heading.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { answerStudioPage } from '../frame/studio-page.ts';
import { samplesLeftCard } from '../next-issue/remove-samples.ts';
import type { StudioDeps } from '../studio-deps.ts';
import { machinePart } from './machine-part.ts';
import { readSettingsForm } from './read-settings-form.ts';
import { answerScheduleQuestion, mustAsk } from './schedule-question.ts';
import { SETTINGS_ROUTE, type SettingsView, settingsForm } from './settings-form.ts';
import { changeWords, problemInWords, problemsByName, SETTING_WORDS } from './settings-words.ts';

/** `/studio/settings`: what an owner changes without touching the machine. */
export function settingsPages(deps: StudioDeps): Hono<StudioEnv> {
  const { settingsStore, answerProblem } = deps;
  return new Hono<StudioEnv>()
    .get(SETTINGS_ROUTE, async (context) => {
      const said = context.req.query('saved') === undefined ? '' : SAVED;
      return answerPage(context, deps, { stored: await settingsStore.readSettings(), notice: said });
    })
    .post(SETTINGS_ROUTE, limitForm(answerProblem, MAX_STUDIO_FORM_BYTES), async (context) =>
      saveForm(context, deps),
    );
}

async function saveForm(context: Context<StudioEnv>, deps: StudioDeps): Promise<Response> {
  const { settingsStore, config, clock, record } = deps;
  const form = await readForm(context);
  const stored = await settingsStore.readSettings();
  const given = config.given.values;
  const views = viewSettings(given, stored.values);
  const { texts, theirs, wrongTime } = readSettingsForm(form, { views, stored: stored.values });
  const shown = { stored, view: { texts } };
  if (wrongTime !== null) {
    const problems = { SCHEDULE: 'Write the time as hours and minutes, such as 09:00.' };
    return answerPage(context, deps, { ...shown, view: { texts, problems }, notice: WRONG, status: 422 });
  }
  if (Object.keys(theirs).length > 0)
    return answerPage(context, deps, {
      ...{ stored, view: { texts, theirs } },
      ...{ notice: conflict(context), status: 409 },
    });
  const { values, problems } = planChange({ given, texts, stored: stored.values });
  if (problems.length === 0 && mustAsk(form, values, deps))
    return answerScheduleQuestion(context, { form, values }, deps);
  const change = { given, texts, stored, by: 'studio' as const, at: clock.now() };
  const outcome = await changeSettings(change, settingsStore);
  if (outcome.kind === 'wrong') {
    const view = { texts, problems: problemsByName(outcome.problems) };
    return answerPage(context, deps, { stored, view, notice: WRONG, status: 422 });
  }
  // Somebody saved in this very moment: with what they saved, it may be a conflict.
  if (outcome.kind === 'changed-meanwhile') return saveForm(context, deps);
  if (outcome.kind === 'saved') await record.add('settings-changed', changeWords(outcome.names));
  return context.redirect(`${context.var.path(SETTINGS_ROUTE)}?saved=1`, 303);
}

const SAVED = notice({
  tone: 'good',
  what: 'Saved.',
  rest: 'It counts from now on. An approved issue stays as it was approved.',
});

const WRONG = notice({
  tone: 'bad',
  what: 'Nothing was saved yet.',
  rest: 'Put right what is marked below, then save again.',
});

const conflict = ({ var: { path } }: Context<StudioEnv>) =>
  notice({
    tone: 'bad',
    what: 'Nothing was saved: somebody else changed the settings meanwhile.',
    rest: 'Yours is below, with theirs under it. Save once more to replace theirs.',
    actions: [button({ words: 'Use theirs', href: path(SETTINGS_ROUTE), isSlim: true })],
  });

interface PageParts {
  stored: StoredSettings;
  view?: Partial<Pick<SettingsView, 'texts' | 'problems' | 'theirs'>>;
  notice: Markup | string;
  status?: 200 | 409 | 422;
}

async function answerPage(
  context: Context<StudioEnv>,
  deps: StudioDeps,
  { stored, view, notice: said, status = 200 }: PageParts,
) {
  const { config, clock, issueStore, site } = deps;
  const { schedule } = config;
  const settings = viewSettings(config.given.values, stored.values);
  const ignored = settings.flatMap((setting) => setting.ignored ?? []);
  const shown: SettingsView = {
    settings,
    texts: {},
    stored: stored.values,
    problems: Object.fromEntries(
      ignored.map(({ name, problem }) => [name, notUsed(problemInWords(problem))]),
    ),
    theirs: {},
    senderName: otherSenderName(config.newsletter),
    nextTimes: (await nextOpenFirings(clock.now(), 3, { issueStore, config })).map(({ instant }) =>
      scheduleTime(instant, schedule.zone),
    ),
    ...view,
  };
  return answerStudioPage(context, site, {
    title: 'Settings',
    section: SETTINGS_ROUTE,
    status,
    body: html`${pageHeading({ title: 'Settings', line: 'They count as soon as they are saved. An approved issue stays as it was approved.' })}
<div class="stack">${said === '' ? missingNotice(config) : said}
${config.contradiction !== null && notice({ tone: 'bad', what: config.contradiction })}
${settingsForm(context, shown)}
${machinePart(config)}
${await samplesLeftCard(context, deps)}</div>`,
  });
}

/** What keeps issues from going out, with the way to it. */
function missingNotice({ newsletter, transportName }: StudioDeps['config']): Markup | false {
  const [missing] = senderFaults(newsletter).flatMap(({ setting, kind }) =>
    isOwnerSetting(setting) ? [{ setting, kind }] : [],
  );
  if (missing === undefined) return false;
  const isFixed = newsletter.setInEnvironment?.includes(missing.setting) === true;
  const here = button({ words: 'Add it', href: `#${missing.setting}`, isSlim: true });
  const elsewhere = isFixed ? ' It is set in the environment or in .env: change it there.' : '';
  const label = SETTING_WORDS[missing.setting].label.toLowerCase();
  return notice({
    tone: transportName === 'outbox' ? 'warn' : 'bad',
    isAnnounced: false,
    what: missing.kind === 'missing' ? `No ${label} yet.` : `The ${label} is still the example.`,
    rest:
      transportName === 'outbox'
        ? `The test mailbox works without it. Real readers can’t be mailed until you add your own.${elsewhere}`
        : `Nothing can be sent to readers until you add your own.${elsewhere}`,
    actions: isFixed ? [] : [here],
  });
}

const notUsed = (words: string) => `This cannot be used any more, so its default counts. ${words}`;
