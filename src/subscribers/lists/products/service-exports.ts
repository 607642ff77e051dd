import { type KnownExport, markColumn, YES_MEANS_OPTED_OUT } from './export-form.ts';

export const SERVICE_EXPORTS: readonly KnownExport[] = [
  {
    name: 'Mailchimp',
    signatures: [
      ['member_rating'],
      ['optin_time'],
      ['confirm_time'],
      ['unsub_time'],
      ['clean_time'],
      ['leid', 'euid'],
    ],
    email: ['email_address', 'email'],
    createdAt: ['optin_time', 'confirm_time'],
    statusColumns: [
      {
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
        assumed: { archived: 'why they were archived' },
      },
    ],
    fileMarks: { unsub_time: 'unsubscribed', clean_time: 'bounced' },
    hasNonSubscribers: true,
    note: 'People who unsubscribed, and addresses that were cleaned, are in separate files. Import those too.',
    unrelated:
      /^((unsub|clean)_(campaign_title|campaign_id|reason|reason_other)|confirm_(time|ip)|optin_(time|ip)|last_changed|latitude|longitude|gmtoff|dstoff|timezone|cc|region|leid|euid|notes|tags|member_rating)$/,
  },
  {
    name: 'MailerLite',
    signatures: ['subscribed', 'status', 'groups', 'location', 'last_name'].map((column) => [
      'subscriber',
      column,
    ]),
    email: ['subscriber', 'email'],
    createdAt: ['subscribed', 'subscribed_at', 'created_at'],
    statusColumns: [
      {
        columns: ['status'],
        words: {
          active: 'confirmed',
          unconfirmed: 'pending',
          unsubscribed: 'unsubscribed',
          bounced: 'bounced',
          junk: 'complained',
        },
      },
    ],
    cannotTell: 'who unsubscribed, bounced or reported spam: export the groups of those people, too',
    unrelated: /^(subscribed(_at)?|groups|opens|clicks|location)$/,
  },
  {
    name: 'Brevo',
    signatures: [
      ['contact_id', 'email'],
      ['double_opt_in', 'email'],
      ['email', 'added_time', 'modified_time'],
      ['email_blacklisted'],
      ['firstname', 'lastname', 'blocklisted'],
    ],
    email: ['email'],
    createdAt: ['added_time'],
    statusColumns: [
      { columns: ['email_blacklisted'], words: YES_MEANS_OPTED_OUT, empty: 'confirmed' },
      { columns: ['blocklisted'], words: YES_MEANS_OPTED_OUT, empty: 'confirmed' },
      { columns: ['blacklisted'], words: YES_MEANS_OPTED_OUT, empty: 'confirmed' },
      {
        columns: ['email_marketing'],
        words: { subscribed: 'confirmed', unsubscribed: 'unsubscribed', blocklisted: 'unsubscribed' },
      },
    ],
    cannotTell:
      'who unsubscribed or is blocklisted: add the column of that to the export, or export the blocklisted contacts, too',
    // A yes shows that someone clicked a confirmation link; a no says nothing.
    unrelated: /^(double_opt_in|sms|whatsapp|ext_id)$/,
    dateOrder: 'day-first',
  },
  {
    name: 'Campaign Monitor',
    signatures: [
      ['emailaddress', 'state'],
      ['email_address', 'name', 'state'],
      ['emailaddress', 'listjoineddate'],
      ['emailaddress', 'suppressionreason'],
    ],
    email: ['emailaddress', 'email_address'],
    createdAt: ['listjoineddate', 'date'],
    statusColumns: [
      {
        columns: ['state'],
        words: {
          active: 'confirmed',
          unconfirmed: 'pending',
          unsubscribed: 'unsubscribed',
          deleted: 'unsubscribed',
          bounced: 'bounced',
        },
        assumed: { deleted: 'who deleted them, and why' },
      },
      {
        columns: ['suppressionreason'],
        words: { unsubscribed: 'unsubscribed', bounced: 'bounced', markedasspam: 'complained' },
        empty: 'unsubscribed',
        other: 'unsubscribed',
      },
    ],
    cannotTell:
      'who unsubscribed or bounced: export the subscribers of every state, and the suppression list',
  },
  {
    name: 'AWeber',
    signatures: [['stop_time'], ['stop_status'], ['ad_tracking', 'date_added']],
    email: ['email'],
    createdAt: ['date_added'],
    statusColumns: [
      markColumn('stop_time', 'unsubscribed'),
      { columns: ['stop_status'], words: { '0': 'confirmed' }, empty: 'confirmed', other: 'unsubscribed' },
    ],
    cannotTell: 'who unsubscribed: export it with Stop Time',
    unrelated: /^(region|misc|ad_tracking|tags|(dma|area|postal)_code)$/,
    dateOrder: 'month-first',
  },
  {
    name: 'EmailOctopus',
    signatures: [],
    email: ['email_address', 'email'],
    createdAt: ['created_at', 'created'],
    statusColumns: [
      {
        columns: ['status'],
        words: {
          subscribed: 'confirmed',
          pending: 'pending',
          unsubscribed: 'unsubscribed',
          bounced: 'bounced',
          complained: 'complained',
        },
      },
    ],
    cannotTell: 'who unsubscribed, bounced or complained: export the contacts of every status',
  },
  {
    name: 'Resend',
    signatures: [
      ['email', 'unsubscribed', 'first_name', 'last_name'],
      ['email', 'unsubscribed', 'created_at', 'first_name'],
    ],
    email: ['email'],
    createdAt: ['created_at'],
    statusColumns: [
      { columns: ['unsubscribed'], required: true, words: { false: 'confirmed', true: 'unsubscribed' } },
    ],
    note: 'It does not say whose mail bounced or who complained. Import the list of suppressions too.',
  },
  {
    name: 'Google Forms',
    signatures: [
      ['timestamp', 'email_address'],
      ['zeitstempel', 'e_mail_adresse'],
      ['horodateur', 'adresse_e_mail'],
      ['marca_temporal', 'dirección_de_correo_electrónico'],
      ['carimbo_de_data/hora', 'endereço_de_e_mail'],
      ['タイムスタンプ', 'メールアドレス'],
    ],
    email: [
      'email_address',
      'e_mail_adresse',
      'adresse_e_mail',
      'dirección_de_correo_electrónico',
      'endereço_de_e_mail',
      'メールアドレス',
    ],
    createdAt: [
      'timestamp',
      'zeitstempel',
      'horodateur',
      'marca_temporal',
      'carimbo_de_data/hora',
      'タイムスタンプ',
    ],
    statusColumns: [],
    note: 'It may have only people who agreed to get email.',
  },
];
