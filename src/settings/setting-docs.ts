import type { settingsSchema } from './settings.ts';

type SettingName = keyof typeof settingsSchema.shape | 'SCHEDULE' | 'TIMEZONE';

export interface SettingDocs {
  /** As somebody would write it; null for none. */
  default: string | null;
  /** Instead of a default that can be written down. */
  otherwise?: string;
  about: string;
}

/** Every setting, for docs/configuration.md, grouped as people look for them. */
export const SETTING_GROUPS: readonly { title: string; settings: readonly SettingName[] }[] = [
  {
    title: 'The newsletter',
    settings: ['NEWSLETTER_NAME', 'NEWSLETTER_FROM', 'NEWSLETTER_REPLY_TO', 'POSTAL_ADDRESS', 'PUBLIC_URL'],
  },
  { title: 'When issues go out', settings: ['SCHEDULE', 'TIMEZONE', 'REVIEW', 'CATCH_UP_HOURS'] },
  { title: 'What is in an issue', settings: ['MIN_ITEMS', 'MAX_ITEMS', 'LOOKBACK_DAYS'] },
  { title: 'Notices to the editor', settings: ['EDITOR_EMAIL', 'DRAFT_LEAD_HOURS'] },
  {
    title: 'Sending',
    settings: [
      'TRANSPORT',
      'OUTBOX_DIR',
      'RESEND_API_KEY',
      'RESEND_BASE_URL',
      'RESEND_WEBHOOK_SECRET',
      'RESEND_REQUESTS_PER_SECOND',
      'SEND_DAILY_LIMIT',
    ],
  },
  {
    title: 'The server, and who gets in',
    settings: [
      'HOST',
      'PORT',
      'DRAIN_SECONDS',
      'TRUSTED_PROXIES',
      'ALLOWED_ORIGINS',
      'SIGN_UP_CHECKS',
      'STUDIO_PASSWORD',
      'API_TOKEN',
    ],
  },
  { title: 'What is kept', settings: ['DATABASE_URL', 'SIGNING_SECRET'] },
];

export const SETTING_DOCS: Readonly<Record<SettingName, SettingDocs>> = {
  NEWSLETTER_NAME: {
    default: 'Weekly AI Tool Verdicts',
    about:
      'The name on your pages and in every email. It is the sender’s name too, unless `NEWSLETTER_FROM` has one. At most 100 characters.',
  },
  NEWSLETTER_FROM: {
    default: 'digest@verdicts.example',
    about:
      'The sender: an email address of your verified domain. Emails come from `NEWSLETTER_NAME` at it, or from a name of its own: `Ours <digest@your-domain.com>`. A real send needs it.',
  },
  NEWSLETTER_REPLY_TO: { default: null, about: 'Where readers’ replies go. A real send needs it.' },
  POSTAL_ADDRESS: {
    default: '1 Example Street, 00000 Exampletown',
    about: 'The postal address that the law requires in every issue, on one line. A real send needs it.',
  },
  PUBLIC_URL: {
    default: 'http://127.0.0.1:3000',
    about:
      'The URL at which readers reach your pages. Links in emails begin with it. It may have a path. A real send needs https.',
  },
  SCHEDULE: {
    default: '0 9 * * 2',
    about:
      'When an issue goes out: five cron fields that fire at most once in a week, Monday to Sunday. Before 04:00 only in a time zone that never changes its clocks.',
  },
  TIMEZONE: {
    default: 'UTC',
    about: 'The time zone of the schedule, and of dates on pages, such as `Europe/Berlin`.',
  },
  REVIEW: {
    default: 'auto',
    about:
      '`auto`: each issue goes out by itself at its time. `required`: nothing goes out before you approve it.',
  },
  CATCH_UP_HOURS: {
    default: '24',
    about: 'How late an issue may still go out by itself if nothing ran at its time: 0 to 168.',
  },
  MIN_ITEMS: { default: '1', about: 'With fewer comparisons, the week is skipped: 1 to 20.' },
  MAX_ITEMS: { default: '8', about: 'More comparisons than this wait for the next issue: 1 to 20.' },
  LOOKBACK_DAYS: { default: '14', about: 'Comparisons older than this many days are left out: 1 to 366.' },
  EDITOR_EMAIL: {
    default: null,
    about:
      'Who gets our notices: a draft to approve, or an issue that was skipped, put on hold, paused, sent or could not go out. Without it, nobody.',
  },
  DRAFT_LEAD_HOURS: {
    default: '24',
    about: 'With `REVIEW=required`, how many hours before its time a draft is announced: 0 to 168.',
  },
  TRANSPORT: {
    default: null,
    otherwise: '`resend` if `RESEND_API_KEY` is set, else `outbox`',
    about: 'How emails leave: `outbox` keeps them on this machine, `resend` sends them.',
  },
  OUTBOX_DIR: {
    default: null,
    otherwise: '`data/outbox`; with a PostgreSQL database, none',
    about:
      'The outbox: a Maildir, which any email program opens. With a PostgreSQL database and `TRANSPORT=outbox` it must be set, to a folder that all processes share.',
  },
  RESEND_API_KEY: { default: null, about: 'The key of your Resend account. Sending access is enough.' },
  RESEND_BASE_URL: { default: 'https://api.resend.com', about: 'Where Resend’s API is.' },
  RESEND_WEBHOOK_SECRET: {
    default: null,
    about:
      'The signing secret of the webhook at `PUBLIC_URL/webhooks/resend`. Without it, events are refused.',
  },
  RESEND_REQUESTS_PER_SECOND: {
    default: null,
    otherwise: 'what Resend’s answers say; until the first one, 2',
    about: 'A limit of your own, for an account that others use too: 1 to 1000.',
  },
  SEND_DAILY_LIMIT: { default: null, about: 'The most messages in a UTC day, for a new domain.' },
  HOST: { default: '127.0.0.1', about: 'Where the server listens.' },
  PORT: { default: '3000', about: 'The port it listens on; 0 takes any free one.' },
  DRAIN_SECONDS: {
    default: '0',
    about:
      'How many seconds the server keeps answering after SIGTERM, while `/readyz` says 503, so that a load balancer sends nothing more to it: 0 to 300. For one process, 0 is right.',
  },
  TRUSTED_PROXIES: {
    default: null,
    about:
      'The proxies in front of it, whose `X-Forwarded-For` is trusted: IP addresses and CIDR ranges, separated by commas. They may open more connections than others.',
  },
  ALLOWED_ORIGINS: {
    default: null,
    about:
      'Origins other than our own whose pages may have the sign-up form, separated by commas, such as `https://your-site.com`.',
  },
  SIGN_UP_CHECKS: {
    default: null,
    about:
      'What the sign-up form asks of its sender, separated by commas: `time-trap` (a form filled in within two seconds waits), `proof-of-work` (the browser computes for a second; this needs JavaScript, and https in `PUBLIC_URL`).',
  },
  STUDIO_PASSWORD: {
    default: null,
    about:
      'What editors sign in with: 12 to 128 characters. Without it the studio opens on this machine only, with the one-time key that `serve` prints, and is closed if `PUBLIC_URL` is not this machine or `TRUSTED_PROXIES` is set.',
  },
  API_TOKEN: {
    default: null,
    about:
      'The bearer token with which your site posts to `/api/comparisons`: at least 32 characters. Without it, that route is closed.',
  },
  DATABASE_URL: {
    default: 'file:data/verdicts.db',
    about:
      'The database: `file:` and a path, absolute or relative to the working directory; or a PostgreSQL database that several machines may use, `postgres://user:password@host:5432/name`, for which `SIGNING_SECRET` must be set. With `?sslmode=verify-full` at the end, the connection is encrypted and the server’s certificate is checked; parameters that the program does not know are refused. How to move one there: [scaling.md](scaling.md#moving-over).',
  },
  SIGNING_SECRET: {
    default: null,
    otherwise: 'made at the first start, and kept beside the database',
    about:
      'Signs the links in emails: at least 32 characters. Several are separated by commas: the first signs, all verify. If you set it later, the one beside the database still verifies. With a PostgreSQL database it must be set, the same for every process.',
  },
};
