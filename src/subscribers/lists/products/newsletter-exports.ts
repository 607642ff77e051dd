import { type KnownExport, markColumn } from './export-form.ts';

export const NEWSLETTER_EXPORTS: readonly KnownExport[] = [
  {
    name: 'Substack',
    signatures: [
      ['email_disabled'],
      ['active_subscription'],
      ['stripe_plan', 'activity'],
      ['stripe_plan', 'paid_upgrade_date'],
      ['subscription_source_(free)'],
    ],
    email: ['email'],
    createdAt: ['created_at', 'start_date'],
    // Not `active_subscription`: that says who pays.
    statusColumns: [{ columns: ['email_disabled'], words: { false: 'confirmed', true: 'unsubscribed' } }],
    cannotTell: 'who turned emails off or unsubscribed: no column of this export says so',
    unrelated:
      /^(active_subscription|expiry|plan|type|prefer_digests|stripe_\w+|cancel_date|start_date|paid_upgrade_date|first_payment_at|activity|subscription_source_\((free|paid)\)|sections|shares|comments|links_clicked|revenue|bestseller|expiration_date|days_active.*|emails?_(received|opened|dropped|sent).*)$/,
    erased: /@deletion-request\.substack\.com$/i,
  },
  {
    name: 'Buttondown',
    signatures: [['subscriber_type'], ['type', 'creation_date']],
    email: ['email', 'email_address'],
    createdAt: ['creation_date'],
    statusColumns: [
      {
        columns: ['type', 'subscriber_type'],
        required: true,
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
    unrelated:
      /^(subscription_date|unsubscription_date|undeliverability_reason|source|utm_\w+|metadata|tags)$/,
  },
  {
    name: 'beehiiv',
    // Its other columns are ours: email, status, created_at.
    signatures: ['tier', 'subscription_tier', 'free_tier', 'premium_tier', 'referral_code'].map((column) => [
      'status',
      column,
    ]),
    email: ['email'],
    createdAt: ['created_at', 'subscribed_at'],
    statusColumns: [
      {
        columns: ['status'],
        required: true,
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
      markColumn('unsubscribed_at', 'unsubscribed'),
    ],
    unrelated: /(^|_)tier$|^(subscribed_at|stripe_customer_id|utm_\w+|referral_\w+)$/,
  },
  {
    name: 'Ghost',
    signatures: [['subscribed_to_emails']],
    email: ['email'],
    createdAt: ['created_at'],
    statusColumns: [
      {
        columns: ['subscribed_to_emails'],
        required: true,
        words: { true: 'confirmed', false: 'unsubscribed' },
      },
      markColumn('deleted_at', 'unsubscribed'),
    ],
    note: 'It does not say whose mail bounced: Ghost does not export that.',
    unrelated: /^(complimentary_plan|stripe_customer_id|gift_id|labels|tiers|note)$/,
  },
  {
    name: 'Kit',
    signatures: [
      ['id', 'email_address', 'state'],
      ['first_name', 'email_address', 'state'],
    ],
    email: ['email_address', 'email'],
    createdAt: ['created_at'],
    statusColumns: [
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
    signatures: [['email_address', 'date_subscribed']],
    email: ['email_address', 'email'],
    createdAt: ['date_subscribed'],
    statusColumns: [],
    note: 'It has only subscribers, and does not say who left.',
    unrelated: /^date_subscribed$/,
  },
];
