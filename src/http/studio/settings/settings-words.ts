import { capitalised } from '../../../digest/plain-words.ts';
import { isOwnerSetting, type OwnerSetting } from '../../../settings/owner-settings.ts';
import type { SettingProblem } from '../../../settings/setting-problem.ts';

export interface SettingWords {
  label: string;
  hint: string;
}

/** What people call each setting. */
export const SETTING_WORDS: Readonly<Record<OwnerSetting, SettingWords>> = {
  NEWSLETTER_NAME: { label: 'Name', hint: 'On your pages and in every email. At most 100 characters.' },
  NEWSLETTER_REPLY_TO: {
    label: 'Reply address',
    hint: 'Where readers’ answers go, such as editors@your-site.com. Sending through Resend needs it.',
  },
  POSTAL_ADDRESS: {
    label: 'Postal address',
    hint: 'On one line. The law wants it in every issue, and sending through Resend needs it.',
  },
  EDITOR_EMAIL: {
    label: 'Your email address',
    hint: 'We tell you here when a draft waits, and when an issue is skipped, on hold, paused or done. Leave it empty for no notices.',
  },
  SCHEDULE: { label: 'Schedule', hint: 'An issue goes out at most once a week.' },
  TIMEZONE: { label: 'Time zone', hint: 'Such as Europe/Berlin or America/New_York.' },
  REVIEW: { label: 'Approval', hint: 'Whether somebody looks at each issue before readers get it.' },
  DRAFT_LEAD_HOURS: {
    label: 'Tell me about a draft',
    hint: 'Hours before it goes out, if it needs your approval: 0 to 168.',
  },
  MIN_ITEMS: { label: 'Fewest comparisons', hint: 'With fewer, the week is skipped: 1 to 20.' },
  MAX_ITEMS: { label: 'Most comparisons', hint: 'Others wait for the next issue: 1 to 20.' },
  LOOKBACK_DAYS: { label: 'Days to look back', hint: 'Older comparisons are left out: 1 to 366.' },
  SIGN_UP_CHECKS: { label: 'Sign-up checks', hint: 'Choose one if programs fill in your sign-up form.' },
};

const MACHINE_WORDS: Readonly<Record<string, string>> = {
  PUBLIC_URL: 'the public URL',
  STUDIO_PASSWORD: 'the studio’s password',
};

function nameOf(name: string): string {
  if (isOwnerSetting(name)) return `“${SETTING_WORDS[name].label}”`;
  return MACHINE_WORDS[name] ?? name;
}

/** As the page says it. */
export function problemInWords({ sentence }: SettingProblem): string {
  return `${capitalised(sentence(nameOf))}.`;
}

/** The first problem of each setting, at the settings that it follows from. */
export function problemsByName(problems: readonly SettingProblem[]): Partial<Record<OwnerSetting, string>> {
  const found: Partial<Record<OwnerSetting, string>> = {};
  for (const problem of problems) {
    const name = problem.names.find(isOwnerSetting);
    if (name !== undefined) found[name] ??= problemInWords(problem);
  }
  return found;
}

/** For the record of what happened in the studio: names, never values. */
export function changeWords(names: readonly OwnerSetting[]): string {
  const labels = names.map((name) => SETTING_WORDS[name].label).join(', ');
  return labels.length <= 100 ? labels : `${names.length} settings`;
}
