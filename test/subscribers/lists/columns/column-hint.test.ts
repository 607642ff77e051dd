import { describe, expect, test } from 'vitest';
import { readList } from '../../../support/read-list.ts';

/** A header, and what stands under it in one row after the other. */
type Column = [header: string, ...cells: string[]];

const listWith = ([header, ...cells]: Column) =>
  [
    `email;Name;${header}`,
    ...cells.map((cell, index) => `p${index}@v.test;Reader;"${cell.replaceAll('"', '""')}"`),
  ].join('\n');

/** Fills a list up, so that a column has too many values to be looked at one by one. */
const longListWith = ([header, ...cells]: Column) =>
  listWith([header, ...Array.from({ length: 60 }, (_, index) => `met on tour ${index}`), ...cells]);

/** Extend it: each of these says of somebody, under some name, that they must not be mailed. */
const MUST_ASK: Column[] = [
  // Words for people who were subscribers once.
  ['Type', 'current', 'former'],
  ['Lifecycle', 'Subscriber', 'Former subscriber'],
  ['Lifecycle stage', 'lead', 'ex-subscriber'],
  ['Membership', 'active', 'lapsed'],
  ['Category', 'reader', 'past member'],
  ['Relation', 'current', 'ex'],
  ['Kind', 'reader', 'quit'],
  ['Kontaktart', 'Leser', 'ehemalig'],
  ['Type', 'lecteur', 'ancien abonné'],
  // Ways of getting mail that are none.
  ['digest', 'each', 'nomail'],
  ['delivery', 'enabled', 'nomail'],
  ['Email delivery', 'All email', 'No email'],
  ['delivery_setting', 'ALL_MAIL', 'NONE'],
  ['Posting and delivery', 'Abridged', 'no mail'],
  ['Group role', 'Digest', 'No Email'],
  ['Mode', 'html', 'no e-mail'],
  // Other languages.
  ['Durum', 'aktif', 'pasif'],
  ['Durum', 'pasif', 'pasif'],
  ['Xyz', 'aktif', 'pasif'],
  ['送信可否', '可', '否'],
  ['送信可否', '否', '否'],
  ['送信可否', '可', '不可'],
  ['メール送信可否', '', '可'],
  ['是否订阅', '是', '否'],
  ['状态', '有效', '无效'],
  ['수신 동의', '예', '아니오'],
  ['상태', '정상', '휴면'],
  ['Tila', 'aktiivinen', 'eronnut'],
  ['Stav', 'aktivní', 'odhlášen'],
  ['Állapot', 'aktív', 'leiratkozott'],
  ['Prenumerant', 'ja', 'nej'],
  ['Udmeldt', '', 'ja'],
  ['Avmeldt', '', 'x'],
  ['Статус', 'активный', 'отписан'],
  ['Стан', 'активний', 'відписаний'],
  ['Поле 7', 'активный', 'бывший подписчик'],
  ['Κατάσταση', 'ενεργός', 'ανενεργός'],
  ['الحالة', 'نشط', 'غير نشط'],
  ['סטטוס', 'פעיל', 'לא פעיל'],
  ['Stare', 'activ', 'dezabonat'],
  ['Ελεύθερο', 'ναι', 'όχι'],
  // A date that only those have who left, whatever it is called.
  ['silenced_at', '', '2024-01-02'],
  ['muted_at', '2024-01-02T10:11:12Z', ''],
  ['Snoozed', '', '1/2/2024'],
  ['Goodbye', '', '2024-01-02'],
  ['goodbye_on', '', '02.01.2024'],
  ['Opt-out date', '', 'May 6, 2024'],
  ['Do not disturb', '', '2024-01-02'],
  ['Ausgeschieden', '', '2.1.2024'],
  ['Sluttdato', '', '2024-01-02'],
  ['停止日', '', '2024年1月2日'],
  ['Inactive since', '', '2024-01-02'],
  ['Gesperrt seit', '', '02.01.2024'],
  ['Confirmed since', '2024-01-02', ''],
  // What a mail server said.
  ['reason', '', '550 5.1.1 <b@v.test>: Recipient address rejected'],
  ['reason', '', '550'],
  ['Last error', '', '5.1.1'],
  ['Feld 7', 'ok', '550-5.7.26 unauthenticated'],
  ['Notes', '', 'user unknown'],
  ['Grund', '', 'Postfach voll'],
  ['Last result', 'delivered', 'failed'],
  ['Info', '', 'mailbox full'],
  ['Info', '', 'Mailbox unavailable'],
  ['Info', '', '452 4.2.2 over quota'],
  ['Info', '', 'smtp; 550 no such user'],
  ['Raison', '', 'Boîte pleine'],
  ['備考', '', '宛先不明'],
  ['City', 'Oslo', 'hard bounce'],
  // Free text and tags.
  ['Notes', '', 'asked never to be mailed'],
  ['Notes', '', 'Please do not email her'],
  ['Notes', '', '2024-05-06: opted out by phone'],
  ['Comment', '', 'removed from list in May'],
  ['Tags', 'vip', 'vip;unsubscribed'],
  ['Labels', 'press', 'press, bounced'],
  ['Tags', 'press', '"inactive","vip"'],
  ['Tags', 'press', "['vip', 'left']"],
  ['Groups', 'A', 'A|do not contact'],
  ['Bemerkung', '', 'möchte keine Mails mehr'],
  ['Commentaires', '', 'ne plus contacter'],
  ['Notas', '', 'dado de baja en mayo'],
  ['Reason', 'an ad', 'I no longer want to receive these emails'],
  // Yes and no under a name that says nothing, or that is about mail.
  ['May we write to you?', 'yes', 'no'],
  ['OK to mail', 'x', ''],
  ['Customer status', 'active', 'inactive'],
  ['Payment status', 'paid', 'unsubscribed'],
  ['Paid newsletter unsubscribed', '', 'x'],
  ['Email address blocked', '', 'x'],
  ['Mail status', 'On hold', 'ok'],
  ['Bounce score', '0', '5.0'],
  ['Email preference', 'None', 'All'],
  ['Contact permission', 'refused', 'granted'],
  ['DND', 'Y', ''],
  ['is_active', 'false', 'true'],
  ['can_email', '0', '1'],
  ['Mail ok?', 'n', 'y'],
  ['Lifecycle', 'Churned', 'Lead'],
  ['Marketing contact status', 'Non-marketing contact', 'Marketing contact'],
  ['Email Marketing Consent', 'NEVER_SUBSCRIBED', 'SUBSCRIBED'],
  ['Delivery status', 'failed', 'ok'],
  ['Code', '550', '250'],
  ['Email status', 'bouncing', 'ok'],
  ['Comments', 'wants off the list', ''],
  ['Notes', 'asked us to stop emailing', ''],
  ['Notes', 'requested removal 2023', ''],
  ['Notes', 'no more mail please', ''],
  ['Notizen', 'aus Verteiler gelöscht', ''],
  ['Datum odhlášení', '', '1.2.2024'],
  ['İptal tarihi', '', '01.02.2024'],
  // Letters that another encoding has cost.
  ['Feld 7', 'angemeldet', 'gel\ufffdscht'],
  ['Statut', 'Abonn\ufffd', 'D\ufffdsabonn\ufffd'],
  ['Feld 7', 'ok', 'gelÃ¶scht'],
];

/** Extend it: each of these is about something else, and a question would only cost time. */
const MUST_NOT_ASK: Column[] = [
  ['Reason', 'no time', 'an ad'],
  ['Reason for signing up', 'not enough news', 'a friend'],
  ['Company', 'Stop & Go', 'Acme'],
  ['Company', 'Left Bank Books', 'Bounce House Rentals'],
  ['Firma', 'Ende & Söhne', 'Aus GmbH'],
  ['Organization', 'Former Ltd', 'Exit Games'],
  ['Source', 'none', 'web'],
  ['Source', 'Opted in at checkout', 'import'],
  ['Team', 'none', 'Left'],
  ['Team', 'Out', 'In'],
  ['Activity', 'none', 'hiking'],
  ['Interest', 'none', 'chess'],
  ['Interests', 'No', 'Yes'],
  ['Topic', 'none', 'none'],
  ['Confirmation IP', '192.0.2.1', ''],
  ['Opt-in IP', '192.0.2.1', '192.0.2.2'],
  ['IP', '192.0.2.1', ''],
  ['Subscriber since', '2024-01-02', ''],
  ['Member since', '2024', ''],
  ['Spam score', '0', '5'],
  ['Lead score', '0', ''],
  ['Cancel date of payment', '', '2024-01-02'],
  ['Payment cancelled on', '', '2024-01-02'],
  ['Payment status', 'paid', 'cancelled'],
  ['Payment status', 'pending', 'failed'],
  ['Order status', 'shipped', 'returned'],
  ['Plan', 'free', 'cancelled'],
  ['Marital status', 'single', ''],
  ['Marital status', 'married', 'divorced'],
  ['Familienstand', 'ledig', 'verheiratet'],
  ['Lang', 'no', 'en'],
  ['Language', 'no', 'no'],
  ['Locale', 'no', 'sv'],
  ['Preferred language', 'NO', 'EN'],
  ['Sprache', 'no', 'de'],
  ['VIP', 'yes', 'no'],
  ['VIP', '1', ''],
  ['Customer', 'Yes', 'No'],
  ['Kunde', 'ja', 'nein'],
  ['Paid', 'TRUE', 'FALSE'],
  ['Paying customer', 'x', ''],
  ['Country', 'NO', 'SE'],
  ['Country', 'no', 'se'],
  ['Land', 'NO', ''],
  ['Notes', 'met at the fair', ''],
  ['Notes', 'no time on Mondays, left a message', 'not yet called'],
  ['Notes', 'moved to 550 Elm Street', 'likes cancelled shows'],
  ['Bemerkung', 'nicht aus Berlin', ''],
  ['Tags', 'vip', ''],
  ['Gender', 'f', 'm'],
  ['Children', '0', '1'],
  ['Age', '0', '31'],
  ['Birthday', '', '2000-01-01'],
  ['Geburtstag', '', '5.1.85'],
  ['Last login', '2024-01-02', ''],
  ['Last opened', 'never', '2024-01-02'],
  ['Updated at', '2024-01-02', ''],
  ['Signup date', '2024-01-02', ''],
  ['Attended webinar', 'no', 'yes'],
  ['Event status', 'cancelled', 'attended'],
  ['Phone', '', '550 1234'],
  ['Street', '550 Elm St', '1 Dead End Road'],
  ['App version', '5.1.12', '5.2.0'],
  ['Number of opens', '0', '1'],
  ['Unsubscribe URL', 'https://v.test/u/1', ''],
  ['Unsubscribe token', 'a81', 'b92'],
  ['City', 'Baja California', 'Bad Ems'],
  ['City', 'K\ufffdln', 'Oslo'],
  ['Nickname', 'Ann', ''],
  ['Middle initial', 'N', ''],
  ['Points', '550', '250', '12'],
  ['Subscription plan', 'free', 'cancelled'],
  ['Newsletter language', 'no', 'en'],
  ['Opened last email', 'no', 'yes'],
  ['Donor status', 'lapsed', 'active'],
  ['Employment status', 'inactive', 'active'],
  ['Estado civil', 'soltero', ''],
  ['Points expire', '2024-01-01', ''],
  ['Trial ended', '2024-01-01', ''],
  ['Renewal date', '2024-01-01', ''],
  ['Browser language', 'no', 'en'],
  ['Refunded', 'no', 'yes'],
];

describe('a list is not imported before a person has said what this column means', () => {
  test.each(MUST_ASK)('%s: %s %s', async (...column) => {
    await expect(readList(listWith(column))).rejects.toThrow(`The column "${column[0]}"`);
  });
});

describe('a list is imported without a question about this column', () => {
  test.each(MUST_NOT_ASK)('a column that needs no question: %s: %s %s', async (...column) => {
    expect((await readList(listWith(column))).rows).toHaveLength(column.length - 1);
  });
});

describe('one refusal among many other values stops the import', () => {
  test.each<Column>([
    ['Notes', 'asked never to be mailed'],
    ['Notes', '550 5.1.1 user unknown'],
    ['Notes', 'write to ann@v.test, do not email this one'],
    ['Tags', 'vip, unsubscribed'],
    ['Feld 7', 'former'],
    ['Feld 7', 'mailbox full'],
    ['Feld 7', 'pasif'],
    ['Company', 'unsubscribed'],
    ['Details', 'hat sich abgemeldet'],
  ])('a single refusal among many values of %s stops the import: %s', async (...column) => {
    await expect(readList(longListWith(column))).rejects.toThrow(column[1]?.slice(0, 40));
  });

  test.each<Column>([
    ['Notes', 'left a message, no time'],
    ['Company', 'Stop & Go'],
    ['Street', '550 Elm St'],
    ['Tags', 'vip, press'],
  ])('a value that is no refusal does not stop the import: %s: %s', async (...column) => {
    expect((await readList(longListWith(column))).rows).toHaveLength(61);
  });
});
