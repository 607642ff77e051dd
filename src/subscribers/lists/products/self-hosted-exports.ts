import { type KnownExport, YES_MEANS_OPTED_OUT } from './export-form.ts';

export const SELF_HOSTED_EXPORTS: readonly KnownExport[] = [
  {
    name: 'listmonk',
    signatures: [
      ['uuid', 'attributes', 'status'],
      ['uuid', 'email', 'name', 'status'],
    ],
    email: ['email'],
    createdAt: ['created_at'],
    statusColumns: [
      {
        columns: ['status'],
        required: true,
        words: { enabled: 'confirmed', disabled: 'unsubscribed', blocklisted: 'unsubscribed' },
        assumed: { disabled: 'why they are disabled' },
      },
    ],
    note: 'It does not say who left only one list, or who never confirmed. For that, export each list by itself, with its subscriptions.',
  },
  {
    name: 'Keila',
    signatures: [['email', 'data', 'status', 'external_id']],
    email: ['email'],
    createdAt: [],
    statusColumns: [
      {
        columns: ['status'],
        required: true,
        words: { active: 'confirmed', unsubscribed: 'unsubscribed', unreachable: 'bounced' },
      },
    ],
  },
  {
    name: 'useSend',
    signatures: [['subscribed', 'unsubscribe_reason']],
    exactHeaders: [['email', 'reason', 'created_at']],
    email: ['email'],
    createdAt: ['created_at'],
    statusColumns: [
      { columns: ['subscribed'], words: { yes: 'confirmed', no: 'pending' } },
      {
        columns: ['unsubscribe_reason'],
        words: { unsubscribed: 'unsubscribed', bounced: 'bounced', complained: 'complained' },
        empty: 'confirmed',
        other: 'unsubscribed',
      },
      {
        columns: ['reason'],
        words: { hard_bounce: 'bounced', complaint: 'complained', manual: 'unsubscribed' },
        empty: 'unsubscribed',
        other: 'unsubscribed',
      },
    ],
    cannotTell:
      'who unsubscribed, bounced or complained: export the contacts with Subscribed, and the suppressions',
    note: 'Its list of suppressions is a second file. Import that too.',
  },
  {
    name: 'Mailtrain',
    signatures: [
      ['cid', 'hash_email'],
      ['cid', 'status', 'email'],
    ],
    email: ['email'],
    createdAt: ['created'],
    statusColumns: [
      {
        columns: ['status'],
        required: true,
        words: {
          subscribed: 'confirmed',
          unsubscribed: 'unsubscribed',
          bounced: 'bounced',
          complained: 'complained',
        },
      },
    ],
    unrelated: /^(cid|hash_email)$/,
  },
  {
    name: 'phpList',
    signatures: [['is_this_subscriber_confirmed'], ['is_this_subscriber_blacklisted']],
    // The only heading that is translated (its file admin/actions/export.php).
    lastColumn: {
      name: 'list_membership',
      inOtherLanguages:
        /list|lijst|llist|seznam|zoznam|popis|saraš|luettelo|listák|спис|лист|рассыл|リスト|名簿|列表|清單|清单|名单|名單|목록|리스트|λίστ|λιστ|قوائم|قائم|רשימ|danh_sách|daftar/,
    },
    email: ['email'],
    createdAt: ['entered'],
    statusColumns: [
      {
        columns: ['is_this_subscriber_blacklisted'],
        required: true,
        words: YES_MEANS_OPTED_OUT,
        empty: 'confirmed',
      },
      {
        columns: ['is_this_subscriber_confirmed'],
        required: true,
        words: { '1': 'confirmed', yes: 'confirmed', '0': 'pending', no: 'pending' },
        empty: 'pending',
      },
      {
        columns: ['is_this_account_disabled?', 'is_this_account_disabled'],
        words: YES_MEANS_OPTED_OUT,
        empty: 'confirmed',
      },
      // Its campaigns go to the members of lists only.
      {
        columns: ['list_membership'],
        words: { no_lists: 'unsubscribed' },
        empty: 'pending',
        other: 'confirmed',
        isOfLists: true,
      },
    ],
    note: 'It does not say why an address is blacklisted, so all blacklisted people are imported as unsubscribed. So are people on no list ("No Lists" in List Membership). Soft bounces are not counted.',
    unrelated:
      /^((did|has)_this_subscriber_manually_confirm(ed)?|number_of_bounces.*|send_this_subscriber_html_emails|rss_frequency|last_modified|unique_id.*|additional_data|foreign_key)$/,
  },
  {
    name: 'MailPoet',
    signatures: [['list_status'], ['global_status']],
    email: ['email'],
    createdAt: ['subscription_time', 'confirmation_time'],
    statusColumns: ['global_status', 'list_status'].map((column) => ({
      columns: [column],
      words: {
        subscribed: 'confirmed',
        // They have opened nothing for long, but did not leave.
        inactive: 'confirmed',
        unconfirmed: 'pending',
        unsubscribed: 'unsubscribed',
        bounced: 'bounced',
      },
    })),
    note: 'It has a row for each list that a person is on. Anyone who left one of the lists is imported as unsubscribed. If you do not want that, keep only the rows of one list.',
    unrelated: /^((subscription|confirmation)_(ip|time)|list)$/,
  },
  {
    name: 'Mautic',
    signatures: [
      ['firstname', 'lastname', 'email', 'stage'],
      ['firstname', 'lastname', 'email', 'points'],
    ],
    email: ['email'],
    createdAt: ['date_added', 'dateadded'],
    statusColumns: [],
    cannotTell:
      'who must not be contacted: Mautic does not export that. Take those people out of the file first',
    unrelated: /^(stage|points|state|last_active|preferred_profile_image)$/,
  },
  {
    name: 'Sendy',
    signatures: [],
    email: ['email'],
    createdAt: [],
    statusColumns: [
      {
        columns: ['status'],
        words: {
          subscribed: 'confirmed',
          soft_bounced: 'confirmed',
          unconfirmed: 'pending',
          unsubscribed: 'unsubscribed',
          bounced: 'bounced',
          complained: 'complained',
          marked_as_spam: 'complained',
        },
      },
    ],
    cannotTell: 'who unsubscribed, bounced or complained: export each status by itself',
  },
];
