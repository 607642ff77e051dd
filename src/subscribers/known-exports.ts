/** What a list says of somebody, in the words of our own column `status`. */
export type Standing = 'confirmed' | 'pending' | 'unsubscribed' | 'bounced' | 'complained';

/** How a product writes its subscribers as CSV. Columns and words are in the form of `exportWord`. */
export interface KnownExport {
  name: string;
  /** A header that has all columns of one of these is its own. */
  signs: readonly (readonly string[])[];
  /** Of several names for the same, a header has one; where it has more, the first counts. */
  email: readonly string[];
  createdAt: readonly string[];
  status?: {
    columns: readonly string[];
    words: Readonly<Record<string, Standing>>;
    /** Some of its files have no such column. */
    optional?: true;
  };
  /** Columns in which an instant says more than the status does. */
  marks?: Readonly<Record<string, Standing>>;
  /** The same, but only a file of such people has the column: with nothing in it, nobody knows what somebody wants. */
  fileMarks?: Readonly<Record<string, Standing>>;
  /** Its files may hold people who never asked for mail: they have nothing in `createdAt`. */
  holdsOthers?: true;
}

/**
 * The exports that an import recognises; `docs/subscriber-imports.md` says the same to operators, and where it is known from.
 * Who was let in by nobody, or was removed there, does not get mail here either.
 */
export const KNOWN_EXPORTS: readonly KnownExport[] = [
  {
    name: 'Mailchimp',
    signs: [
      ['member_rating'],
      ['optin_time'],
      ['confirm_time'],
      ['unsub_time'],
      ['clean_time'],
      ['leid', 'euid'],
    ],
    email: ['email_address', 'email'],
    createdAt: ['optin_time', 'confirm_time'],
    status: {
      columns: ['status', 'email_marketing_status'],
      words: {
        subscribed: 'confirmed',
        pending: 'pending',
        unsubscribed: 'unsubscribed',
        cleaned: 'bounced',
        archived: 'unsubscribed',
        transactional: 'pending',
        non_subscribed: 'pending',
        nonsubscribed: 'pending',
      },
      optional: true,
    },
    fileMarks: { unsub_time: 'unsubscribed', clean_time: 'bounced' },
    holdsOthers: true,
  },
  {
    name: 'Substack',
    signs: [['email_disabled'], ['active_subscription']],
    email: ['email'],
    createdAt: ['created_at'],
    // Not `active_subscription`: that says who pays.
    status: { columns: ['email_disabled'], words: { false: 'confirmed', true: 'unsubscribed' } },
  },
  {
    name: 'Buttondown',
    signs: [['subscriber_type'], ['type', 'creation_date']],
    email: ['email', 'email_address'],
    createdAt: ['creation_date'],
    status: {
      columns: ['type', 'subscriber_type'],
      words: {
        regular: 'confirmed',
        premium: 'confirmed',
        trialed: 'confirmed',
        gifted: 'confirmed',
        unpaid: 'confirmed',
        churning: 'confirmed',
        paused: 'confirmed',
        past_due: 'confirmed',
        unactivated: 'pending',
        unsubscribed: 'unsubscribed',
        removed: 'unsubscribed',
        blocked: 'unsubscribed',
        disposable: 'unsubscribed',
        disabled: 'unsubscribed',
        undeliverable: 'bounced',
        malformed: 'bounced',
        spammy: 'bounced',
        complained: 'complained',
      },
    },
  },
  {
    name: 'beehiiv',
    // Its plain columns are ours: email, status, created_at.
    signs: ['tier', 'subscription_tier', 'free_tier', 'premium_tier', 'referral_code'].map((column) => [
      'status',
      column,
    ]),
    email: ['email'],
    createdAt: ['created_at', 'subscribed_at'],
    status: {
      columns: ['status'],
      words: {
        active: 'confirmed',
        pending: 'pending',
        validating: 'pending',
        needs_approval: 'pending',
        needs_attention: 'pending',
        inactive: 'unsubscribed',
        unsubscribed: 'unsubscribed',
        invalid: 'bounced',
      },
    },
    marks: { unsubscribed_at: 'unsubscribed' },
  },
  {
    name: 'Ghost',
    signs: [['subscribed_to_emails']],
    email: ['email'],
    createdAt: ['created_at'],
    status: { columns: ['subscribed_to_emails'], words: { true: 'confirmed', false: 'unsubscribed' } },
    marks: { deleted_at: 'unsubscribed' },
  },
];

/** The name of a column, or a word that stands in one, whatever its capitals and what is between its words. */
export function exportWord(text: string): string {
  return text
    .replace(/^\ufeff/, '')
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '_');
}

/** How `--from` names an export, or our own columns. */
export const IMPORT_FORMS: readonly string[] = [
  'plain',
  ...KNOWN_EXPORTS.map(({ name }) => name.toLowerCase()),
];
