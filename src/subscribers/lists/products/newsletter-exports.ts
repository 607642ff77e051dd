import { type KnownExport, mark } from './export-form.ts';

/** Newsletter platforms for writers. */
export const NEWSLETTER_EXPORTS: readonly KnownExport[] = [
  {
    name: 'Substack',
    signs: [
      ['email_disabled'],
      ['active_subscription'],
      ['stripe_plan', 'activity'],
      ['stripe_plan', 'paid_upgrade_date'],
      ['subscription_source_(free)'],
    ],
    email: ['email'],
    createdAt: ['created_at', 'start_date'],
    // Not `active_subscription`: that says who pays.
    standings: [{ columns: ['email_disabled'], words: { false: 'confirmed', true: 'unsubscribed' } }],
    cannotTell: 'who turned emails off or unsubscribed: no column of this export says so',
    otherMatters:
      /^(active_subscription|expiry|plan|type|prefer_digests|stripe_\w+|cancel_date|start_date|paid_upgrade_date|first_payment_at|activity|subscription_source_\((free|paid)\)|sections|shares|comments|links_clicked|revenue|bestseller|expiration_date|days_active.*|emails?_(received|opened|dropped|sent).*)$/,
    erased: /@deletion-request\.substack\.com$/i,
  },
  {
    name: 'Buttondown',
    signs: [['subscriber_type'], ['type', 'creation_date']],
    email: ['email', 'email_address'],
    createdAt: ['creation_date'],
    standings: [
      {
        columns: ['type', 'subscriber_type'],
        needed: true,
        words: {
          regular: 'confirmed',
          premium: 'confirmed',
          trialed: 'confirmed',
          gifted: 'confirmed',
          unpaid: 'confirmed',
          churning: 'confirmed',
          churned: 'confirmed',
          // They paused their payments and still get the newsletter (the API's description of the type).
          paused: 'confirmed',
          past_due: 'confirmed',
          upcoming: 'confirmed',
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
    ],
    // People may leave and come back: the type is the current state.
    otherMatters:
      /^(subscription_date|unsubscription_date|undeliverability_reason|source|utm_\w+|metadata|tags)$/,
  },
  {
    name: 'beehiiv',
    // Its other columns are ours: email, status, created_at.
    signs: ['tier', 'subscription_tier', 'free_tier', 'premium_tier', 'referral_code'].map((column) => [
      'status',
      column,
    ]),
    email: ['email'],
    createdAt: ['created_at', 'subscribed_at'],
    standings: [
      {
        columns: ['status'],
        needed: true,
        words: {
          active: 'confirmed',
          pending: 'pending',
          validating: 'pending',
          needs_approval: 'pending',
          needs_attention: 'pending',
          inactive: 'unsubscribed',
          paused: 'unsubscribed',
          unsubscribed: 'unsubscribed',
          invalid: 'bounced',
        },
        assumed: { paused: 'until when they paused' },
      },
      mark('unsubscribed_at', 'unsubscribed'),
    ],
    otherMatters: /(^|_)tier$|^(subscribed_at|stripe_customer_id|utm_\w+|referral_\w+)$/,
  },
  {
    name: 'Ghost',
    signs: [['subscribed_to_emails']],
    email: ['email'],
    createdAt: ['created_at'],
    standings: [
      {
        columns: ['subscribed_to_emails'],
        needed: true,
        words: { true: 'confirmed', false: 'unsubscribed' },
      },
      mark('deleted_at', 'unsubscribed'),
    ],
    note: 'It does not tell whose mail came back: Ghost keeps that to itself.',
    otherMatters: /^(complimentary_plan|stripe_customer_id|gift_id|labels|tiers|note)$/,
  },
  {
    name: 'Kit',
    signs: [
      ['id', 'email_address', 'state'],
      ['first_name', 'email_address', 'state'],
    ],
    email: ['email_address', 'email'],
    createdAt: ['created_at'],
    standings: [
      {
        columns: ['state', 'status'],
        words: {
          active: 'confirmed',
          cold: 'confirmed',
          // They were asked to confirm, and did not.
          inactive: 'pending',
          cancelled: 'unsubscribed',
          canceled: 'unsubscribed',
          unsubscribed: 'unsubscribed',
          bounced: 'bounced',
          complained: 'complained',
        },
      },
    ],
    cannotTell: 'who unsubscribed, bounced or complained: export the subscribers of every state',
  },
  {
    name: 'Squarespace',
    signs: [['email_address', 'date_subscribed']],
    email: ['email_address', 'email'],
    createdAt: ['date_subscribed'],
    standings: [],
    note: 'It holds subscribers only, and does not tell who left.',
    otherMatters: /^date_subscribed$/,
  },
];
