import type { Context } from 'hono';
import { html } from 'hono/html';
import { weeklyTimeIn } from '../../../schedule/weekly-pattern.ts';
import type { OwnerSetting } from '../../../settings/owner-settings.ts';
import { OWNER_DEFAULTS, type OwnerSettingView } from '../../../settings/owner-view.ts';
import type { Markup } from '../../pages/page.ts';
import { isolatedText } from '../frame/format.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { HAS_CHECKS, PATTERN, SCHEDULE_FIELDS, type SettingTextsByName } from './read-settings-form.ts';
import { SETTING_WORDS } from './settings-words.ts';

export const SETTINGS_ROUTE = '/studio/settings';

export interface SettingsView {
  settings: readonly OwnerSettingView[];
  /** What somebody wrote and is not saved. */
  texts: SettingTextsByName;
  revision: number;
  problems: Partial<Record<OwnerSetting, string>>;
  /** What somebody else saved meanwhile, where it differs. */
  theirs: SettingTextsByName;
  /** The next times of the schedule in force, in words. */
  nextTimes: readonly string[];
}

/** The form; it works without scripts, and keeps everything when it is shown again. */
export function settingsForm({ var: { path } }: Context<StudioEnv>, view: SettingsView): Markup {
  return html`
<form class="stack" method="post" action="${path(SETTINGS_ROUTE)}" novalidate>
<fieldset class="sheet fields"><legend class="apart">Newsletter</legend><h2 aria-hidden="true">Newsletter</h2>
${textField('NEWSLETTER_NAME', view)}
${textField('NEWSLETTER_REPLY_TO', view, { inputMode: 'email' })}
${textField('POSTAL_ADDRESS', view)}
</fieldset>
<fieldset class="sheet fields" id="schedule"><legend class="apart">Schedule</legend><h2 aria-hidden="true">Schedule</h2>
${scheduleFields(view)}
${textField('TIMEZONE', view, { list: 'time-zones' })}
${TIME_ZONES}
${choices('REVIEW', view, REVIEW_CHOICES)}
</fieldset>
<fieldset class="sheet fields"><legend class="apart">Each issue</legend><h2 aria-hidden="true">Each issue</h2>
${textField('MIN_ITEMS', view, { inputMode: 'numeric' })}
${textField('MAX_ITEMS', view, { inputMode: 'numeric' })}
${textField('LOOKBACK_DAYS', view, { inputMode: 'numeric' })}
</fieldset>
<fieldset class="sheet fields"><legend class="apart">Notices to you</legend><h2 aria-hidden="true">Notices to you</h2>
${textField('EDITOR_EMAIL', view, { inputMode: 'email' })}
${textField('DRAFT_LEAD_HOURS', view, { inputMode: 'numeric' })}
</fieldset>
<fieldset class="sheet fields"><legend class="apart">Sign-ups</legend><h2 aria-hidden="true">Sign-ups</h2>
<input type="hidden" name="${HAS_CHECKS}" value="1">
${choices('SIGN_UP_CHECKS', view, CHECK_CHOICES)}
</fieldset>
<input type="hidden" name="revision" value="${view.revision}">
<p class="row"><button>Save</button></p>
</form>`;
}

/** Suggestions: other names that the system knows may be written, too. */
const TIME_ZONES = html`<datalist id="time-zones">${['UTC', ...Intl.supportedValuesOf('timeZone')].map(
  (zone) => html`<option value="${zone}">`,
)}</datalist>`;

const REVIEW_CHOICES = {
  auto: 'Each issue goes out by itself at its time',
  required: 'Nothing goes out before you approve it',
};

const CHECK_CHOICES = {
  'time-trap': 'A form that is filled in within two seconds has to be sent again',
  'proof-of-work': 'The browser computes for a second. This needs JavaScript, and https in the public URL',
};

const DAYS = [
  ['1', 'Monday'],
  ['2', 'Tuesday'],
  ['3', 'Wednesday'],
  ['4', 'Thursday'],
  ['5', 'Friday'],
  ['6', 'Saturday'],
  ['0', 'Sunday'],
  [PATTERN, 'Other: by the pattern below'],
] as const;

/** An empty text is the default. */
function textOf(name: OwnerSetting, text: string | undefined): string | undefined {
  return text === '' ? (OWNER_DEFAULTS[name] ?? '') : text;
}

function stateOf(name: OwnerSetting, { settings, texts, problems, theirs }: SettingsView) {
  const setting = settings.find((one) => one.name === name);
  const isFixed = setting?.source === 'environment';
  const text = textOf(name, texts[name]) ?? setting?.ignored?.value ?? setting?.value ?? '';
  const problem = problems[name];
  const others = theirs[name];
  const described = [
    `${name}-hint`,
    ...(problem === undefined ? [] : [`${name}-problem`]),
    ...(others === undefined ? [] : [`${name}-theirs`]),
    ...(isFixed ? [`${name}-fixed`] : []),
  ].join(' ');
  const attributes = html` aria-describedby="${described}"${problem !== undefined && html` aria-invalid="true"`}${isFixed && html` disabled`}`;
  const notes = html`${problem !== undefined && html`<p class="error" id="${name}-problem">${problem}</p>`}
${others !== undefined && html`<p class="notice small" id="${name}-theirs">Saved by somebody else meanwhile: ${isolatedText(textOf(name, others) || 'nothing')}</p>`}
${isFixed && html`<p class="hint" id="${name}-fixed">Set on the machine, as <code>${name}</code> in its environment or in <code>.env</code>. Change it there.</p>`}`;
  return { text, attributes, notes };
}

function textField(
  name: OwnerSetting,
  view: SettingsView,
  { inputMode, list }: { inputMode?: 'numeric' | 'email'; list?: string } = {},
): Markup {
  const { text, attributes, notes } = stateOf(name, view);
  const { label, hint } = SETTING_WORDS[name];
  return html`<div><label for="${name}">${label}</label>
<input type="text" id="${name}" name="${name}" value="${text}"${inputMode !== undefined && html` inputmode="${inputMode}"`}${list !== undefined && html` list="${list}"`}${attributes}>
${notes}
<p class="hint" id="${name}-hint">${hint}</p></div>`;
}

/** Radio buttons, or boxes where several may be chosen. */
function choices(name: OwnerSetting, view: SettingsView, options: Readonly<Record<string, string>>): Markup {
  const { text, attributes, notes } = stateOf(name, view);
  const { label, hint } = SETTING_WORDS[name];
  const chosen = text.split(',').map((one) => one.trim());
  const type = name === 'SIGN_UP_CHECKS' ? 'checkbox' : 'radio';
  return html`<fieldset><legend class="label">${label}</legend>
${Object.entries(options).map(
  ([value, words]) =>
    html`<div><label class="choice"><input type="${type}" name="${name}" value="${value}"${chosen.includes(value) && html` checked`}${attributes}> ${words}</label></div>`,
)}
${notes}
<p class="hint" id="${name}-hint">${hint}</p></fieldset>`;
}

function scheduleFields(view: SettingsView): Markup {
  const { text, attributes, notes } = stateOf('SCHEDULE', view);
  const weekly = weeklyTimeIn(text);
  const day = weekly === null ? PATTERN : String(weekly.day);
  const two = (number: number) => String(number).padStart(2, '0');
  const time = weekly === null ? '09:00' : `${two(weekly.hour)}:${two(weekly.minute)}`;
  return html`<div><label for="schedule-day">Goes out every</label>
<select id="schedule-day" name="${SCHEDULE_FIELDS.day}"${attributes}>${DAYS.map(
    ([value, label]) => html`<option value="${value}"${value === day && html` selected`}>${label}</option>`,
  )}</select></div>
<div><label for="schedule-time">At</label>
<input type="time" id="schedule-time" name="${SCHEDULE_FIELDS.time}" value="${time}"${attributes}></div>
<div><label for="schedule-pattern">Other pattern</label>
<input type="text" id="schedule-pattern" name="${SCHEDULE_FIELDS.pattern}" value="${text}"${attributes}>
${notes}
<p class="hint" id="SCHEDULE-hint">${SETTING_WORDS.SCHEDULE.hint} The pattern counts only if “Other” is chosen: five cron fields, such as <code>0 9 1-7 * 2</code> for the first Tuesday of a month.${view.nextTimes.length > 0 && html` Next: ${view.nextTimes.join('; ')}.`}</p></div>`;
}
