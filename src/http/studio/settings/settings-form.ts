import type { Context } from 'hono';
import { html } from 'hono/html';
import { weeklyTimeIn } from '../../../schedule/weekly-pattern.ts';
import { OWNER_SETTINGS, type OwnerSetting, type OwnerValues } from '../../../settings/owner-settings.ts';
import { OWNER_DEFAULTS, type OwnerSettingView } from '../../../settings/owner-view.ts';
import type { Markup } from '../../pages/page.ts';
import { button } from '../frame/components/buttons.ts';
import { field, fieldGroup, fieldNotes } from '../frame/components/field.ts';
import { isolatedText } from '../frame/format.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import {
  HAS_CHECKS,
  PATTERN,
  SCHEDULE_FIELDS,
  type SettingTextsByName,
  wasField,
} from './read-settings-form.ts';
import { SETTING_WORDS } from './settings-words.ts';

export const SETTINGS_ROUTE = '/studio/settings';

export interface SettingsView {
  settings: readonly OwnerSettingView[];
  /** What somebody wrote and is not saved. */
  texts: SettingTextsByName;
  stored: OwnerValues;
  problems: Partial<Record<OwnerSetting, string>>;
  /** What somebody else saved meanwhile, where it differs. */
  theirs: SettingTextsByName;
  /** The sender's name, if it has another than the newsletter's. */
  senderName: string | null;
  /** The next times of the schedule in force, in words. */
  nextTimes: readonly string[];
}

/** The form; it works without scripts, and keeps everything when it is shown again. */
export function settingsForm({ var: { path } }: Context<StudioEnv>, view: SettingsView): Markup {
  return html`
<form class="stack" method="post" action="${path(SETTINGS_ROUTE)}" novalidate>
<input type="hidden" name="${HAS_CHECKS}" value="1">${OWNER_SETTINGS.map((name) => html`<input type="hidden" name="${wasField(name)}" value="${view.stored[name] ?? ''}">`)}
<div class="cols halves"><div class="stack">
${fieldGroup({ id: 'newsletter', title: 'Newsletter', body: html`${textField('NEWSLETTER_NAME', view, { note: senderNote(view) })}${textField('NEWSLETTER_REPLY_TO', view, { inputMode: 'email' })}${textField('POSTAL_ADDRESS', view)}` })}
${fieldGroup({ id: 'each-issue', title: 'Each issue', body: html`<div class="pair">${textField('MIN_ITEMS', view, { inputMode: 'numeric' })}${textField('MAX_ITEMS', view, { inputMode: 'numeric' })}</div>${textField('LOOKBACK_DAYS', view, { inputMode: 'numeric' })}` })}
${fieldGroup({ id: 'sign-ups', title: 'Sign-ups', body: choices('SIGN_UP_CHECKS', view, CHECK_CHOICES) })}
</div><div class="stack">
${fieldGroup({ id: 'schedule', title: 'Schedule', body: html`${scheduleFields(view)}${textField('TIMEZONE', view, { inputMode: 'text', list: 'time-zones' })}${TIME_ZONES}${choices('REVIEW', view, REVIEW_CHOICES)}` })}
${fieldGroup({ id: 'notices', title: 'Notices to you', body: html`${textField('EDITOR_EMAIL', view, { inputMode: 'email' })}${textField('DRAFT_LEAD_HOURS', view, { inputMode: 'numeric' })}` })}
</div></div>
<p class="actions">${button({ words: 'Save', kind: 'primary' })}</p>
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
  const others = theirs[name];
  return {
    text: textOf(name, texts[name]) ?? setting?.ignored?.value ?? setting?.value ?? '',
    isFixed: setting?.source === 'environment',
    error: problems[name],
    warning:
      others === undefined
        ? undefined
        : html`Saved by somebody else meanwhile: ${isolatedText(textOf(name, others) || 'nothing')}`,
  };
}

/** What the setting is for, or where it is fixed. */
function hintOf(name: OwnerSetting, { isFixed }: { isFixed: boolean }): Markup {
  const { hint } = SETTING_WORDS[name];
  const fixed = html` Set on the machine, as <code>${name}</code> in its environment or in <code>.env</code>. Change it there.`;
  return html`${hint}${isFixed && fixed}`;
}

/** Renaming the newsletter does not rename a sender with a name of its own. */
function senderNote({ senderName }: SettingsView): Markup | false {
  return (
    senderName !== null &&
    html` Emails come from ${isolatedText(senderName)}, the name in <code>NEWSLETTER_FROM</code> on the machine.`
  );
}

interface FieldParts {
  inputMode?: 'numeric' | 'email' | 'text';
  list?: string;
  /** After its hint. */
  note?: Markup | false;
}

function textField(
  name: OwnerSetting,
  view: SettingsView,
  { inputMode = 'text', list, note = false }: FieldParts = {},
): Markup {
  const { text, isFixed, error, warning } = stateOf(name, view);
  return field({
    name,
    label: SETTING_WORDS[name].label,
    value: text,
    error,
    warning,
    hint: html`${hintOf(name, { isFixed })}${note}`,
    isReadOnly: isFixed,
    autocomplete: 'off',
    attributes: html`inputmode="${inputMode}"${list !== undefined && html` list="${list}"`}`,
  });
}

/** Radio buttons, or boxes where several may be chosen. */
function choices(name: OwnerSetting, view: SettingsView, options: Readonly<Record<string, string>>): Markup {
  const { text, isFixed, error, warning } = stateOf(name, view);
  const chosen = text.split(',').map((one) => one.trim());
  const type = name === 'SIGN_UP_CHECKS' ? 'checkbox' : 'radio';
  return html`<fieldset class="stack-8" id="${name}" aria-describedby="${name}-notes ${name}-hint"><legend>${SETTING_WORDS[name].label}</legend>
${Object.entries(options).map(
  ([value, words]) =>
    html`<label class="check"><input type="${type}" name="${name}" value="${value}"${chosen.includes(value) && html` checked`}${isFixed && html` disabled`}><span>${words}</span></label>`,
)}
${fieldNotes({ name, error, warning })}
<p class="hint" id="${name}-hint">${hintOf(name, { isFixed })}</p></fieldset>`;
}

function scheduleFields(view: SettingsView): Markup {
  const { text, isFixed, error, warning } = stateOf('SCHEDULE', view);
  const weekly = weeklyTimeIn(text);
  const day = weekly === null ? PATTERN : String(weekly.day);
  const two = (number: number) => String(number).padStart(2, '0');
  const time = weekly === null ? '09:00' : `${two(weekly.hour)}:${two(weekly.minute)}`;
  const own = html` aria-describedby="SCHEDULE-notes SCHEDULE-hint"${error !== undefined && html` aria-invalid="true"`}${isFixed && html` disabled`}`;
  return html`<div class="stack" id="SCHEDULE"><div class="pair">
<div class="field"><div class="top"><label for="schedule-day">Goes out every</label></div>
<select id="schedule-day" name="${SCHEDULE_FIELDS.day}"${own}>${DAYS.map(
    ([value, label]) => html`<option value="${value}"${value === day && html` selected`}>${label}</option>`,
  )}</select></div>
<div class="field"><div class="top"><label for="schedule-time">At</label></div>
<input type="time" id="schedule-time" name="${SCHEDULE_FIELDS.time}" value="${time}"${own}></div></div>
<div class="field"><div class="top"><label for="schedule-pattern">Other pattern</label></div>
<input type="text" id="schedule-pattern" name="${SCHEDULE_FIELDS.pattern}" value="${text}"${own}>
${fieldNotes({ name: 'SCHEDULE', error, warning })}
<p class="hint" id="SCHEDULE-hint">It counts only if “Other” is chosen: five cron fields, such as <code>0 9 1-7 * 2</code> for the first Tuesday of a month. ${hintOf('SCHEDULE', { isFixed })}</p></div>
${view.nextTimes.length > 0 && html`<p class="small muted"><b>Next:</b> ${view.nextTimes.join('; ')}.</p>`}</div>`;
}
