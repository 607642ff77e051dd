import type { Command } from 'commander';
import { namedSender, otherSenderName } from '../issues/newsletter.ts';
import { describeScheduleChange } from '../issues/schedule-change.ts';
import { type ChangeOutcome, changeSettings, type RequestedChange } from '../settings/change-settings.ts';
import { checkSettings, problemsAlone, type SettingTexts } from '../settings/check-settings.ts';
import { ignoredWords, mergeStored } from '../settings/merge-stored.ts';
import { isOwnerSetting, OWNER_SETTINGS } from '../settings/owner-settings.ts';
import { type OwnerSettingView, viewSettings } from '../settings/owner-view.ts';
import { SETTING_NAMES, suggestSetting } from '../settings/setting-names.ts';
import { problemWords } from '../settings/setting-problem.ts';
import { AppError } from '../shared/errors.ts';
import { type StoreContext, withStores } from './command-action.ts';
import { table } from './output.ts';
import { recordCommand } from './record-command.ts';

export function addSettingsCommands(program: Command): void {
  const settings = program
    .command('settings')
    .description('show or change the settings that need no access to the machine');
  settings
    .command('show')
    .description('show each setting, and where it comes from')
    .addHelpText('after', '\nExample:\n  verdicts settings show')
    .action(withStores(showSettings));
  settings
    .command('set')
    .description('change settings at once, in a running serve too; NAME= goes back to the default')
    .argument('<name=value...>', `any of ${OWNER_SETTINGS.join(', ')}`, readAssignment)
    .addHelpText(
      'after',
      '\nA variable in the environment or in .env wins over what is set here.\n\nExample:\n  verdicts settings set NEWSLETTER_NAME="Weekly Verdicts" SCHEDULE="0 9 * * 4" EDITOR_EMAIL=',
    )
    .action(withStores(setSettings, { mayCreate: true }));
}

async function showSettings({ app, output, settings: { values: given } }: StoreContext) {
  const { values, revision } = await app.settingsStore.readSettings();
  print(viewSettings(given, values), revision, output);
  return true;
}

async function setSettings(context: StoreContext, texts: RequestedChange['texts']) {
  const { app, output, settings } = context;
  const stored = await app.settingsStore.readSettings();
  const given = settings.values;
  const change: RequestedChange = { given, texts, stored, by: 'command', at: app.clock.now() };
  const outcome = await changeSettings(change, app.settingsStore);
  refuseUnlessDone(outcome);
  if (outcome.kind === 'saved') {
    await recordCommand(app, 'settings-changed');
    if (outcome.names.includes('NEWSLETTER_NAME')) await noteSender(context);
    if (outcome.names.some((name) => name === 'SCHEDULE' || name === 'TIMEZONE'))
      for (const effect of await effectsOf(context)) output.note(effect);
  }
  const { values, revision } = await app.settingsStore.readSettings();
  print(viewSettings(given, values), revision, output);
  return true;
}

/** Says so if the sender keeps a name of its own. */
async function noteSender({ app, output, settings: { values: given } }: StoreContext) {
  const { values } = await app.settingsStore.readSettings();
  const checked = checkSettings(
    pick(mergeStored(given, values).values, ['NEWSLETTER_NAME', 'NEWSLETTER_FROM']),
  );
  if (!checked.ok) return;
  const { NEWSLETTER_NAME: name, NEWSLETTER_FROM: from } = checked.settings;
  const other = otherSenderName({ name, from: namedSender(from, name) });
  if (other !== null)
    output.note(
      `Emails still come from “${other}”: NEWSLETTER_FROM has that name. To follow the newsletter’s, leave the name out there, and start the program again.`,
    );
}

/** What the new schedule does. */
async function effectsOf({ app, settings: { values: given } }: StoreContext): Promise<string[]> {
  const { values } = await app.settingsStore.readSettings();
  const checked = checkSettings(pick(mergeStored(given, values).values, ['SCHEDULE', 'TIMEZONE', 'REVIEW']));
  if (!checked.ok) return [];
  const { schedule, settings } = checked;
  return describeScheduleChange({ schedule, review: settings.REVIEW, now: app.clock.now() }, app.issueStore);
}

function pick(values: SettingTexts, names: readonly string[]): SettingTexts {
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name)));
}

function refuseUnlessDone(outcome: ChangeOutcome): void {
  if (outcome.kind === 'wrong')
    throw new AppError(
      'usage',
      ['Nothing was changed:', ...outcome.problems.map((problem) => `  ${problemWords(problem)}.`)].join(
        '\n',
      ),
    );
  if (outcome.kind === 'changed-meanwhile')
    throw new AppError(
      'refused',
      'Nothing was changed: somebody else changed the settings at the same moment. Look at them with “verdicts settings show”, and try again.',
    );
}

/** Adds one argument to those before it. */
function readAssignment(assignment: string, before: RequestedChange['texts'] = {}): RequestedChange['texts'] {
  const at = assignment.indexOf('=');
  if (at < 1) {
    const missing = at === 0 ? 'names no setting' : 'has no value';
    throw new AppError('usage', `"${assignment}" ${missing}. Write NAME=value, or NAME= for the default.`);
  }
  const name = assignment.slice(0, at);
  if (!isOwnerSetting(name)) throw new AppError('usage', notHere(name));
  if (name in before) throw new AppError('usage', `${name} is there twice. Name it once.`);
  return { ...before, [name]: assignment.slice(at + 1) };
}

function notHere(name: string): string {
  if (SETTING_NAMES.includes(name))
    return `${name} belongs to the machine. Set it in the environment or in .env, then restart the program.`;
  const meant = suggestSetting(name, 'file');
  if (meant !== null && isOwnerSetting(meant)) return `There is no setting ${name}. Did you mean ${meant}?`;
  return `There is no setting ${name}. These can be set: ${OWNER_SETTINGS.join(', ')}.`;
}

function print(views: readonly OwnerSettingView[], revision: number, output: StoreContext['output']): void {
  const ignored = views.flatMap((view) => view.ignored ?? []);
  const notes = [...wrongOnTheMachine(views), ...ignored.map(ignoredWords)];
  const settings = views.map(({ name, value, source }) => ({ name, value, source }));
  output.result({ revision, settings, notes }, () => [
    ...table(
      ['Setting', 'From', 'Value'],
      settings.map(({ name, value, source }) => [name, SOURCE_WORDS[source], value ?? '–']),
    ),
    ...notes.map((note) => `Note: ${note}`),
  ]);
}

/** What of it the environment or `.env` sets to something that the program does not start with. */
function wrongOnTheMachine(views: readonly OwnerSettingView[]): string[] {
  const fixed = views.flatMap(({ name, value, source }) =>
    source === 'environment' && value !== null ? [[name, value] as const] : [],
  );
  return problemsAlone(Object.fromEntries(fixed)).map(
    (problem) => `${problemWords(problem)}. Correct it in the environment or in .env.`,
  );
}

/** What is stored may come from the studio or from `settings set`. */
const SOURCE_WORDS: Readonly<Record<OwnerSettingView['source'], string>> = {
  default: 'default',
  studio: 'set by you',
  environment: 'environment',
};
