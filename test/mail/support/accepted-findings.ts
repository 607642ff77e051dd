import type { Finding } from './client-support.ts';

const GMAIL_APPS = ['gmail.ios', 'gmail.android'] as const;
const GMAIL_PHONE_PAGE = 'gmail.mobile-webmail';
const GMAIL = ['gmail.desktop-webmail', GMAIL_PHONE_PAGE, ...GMAIL_APPS] as const;
const OUTLOOK_APPS = ['outlook.ios', 'outlook.android'] as const;
const NEW_OUTLOOKS = ['outlook.outlook-com', ...OUTLOOK_APPS] as const;
const WORD = 'outlook.windows';
const YAHOO_APPS = ['yahoo.ios', 'yahoo.android'] as const;
const YAHOO = ['yahoo.desktop-webmail', ...YAHOO_APPS] as const;
const APPLE_MAIL = ['apple-mail.macos', 'apple-mail.ios'] as const;

interface Accepted {
  feature: string;
  clients: readonly string[];
  /** Why a reader of such a client loses nothing. */
  because: string;
}

const STYLES_ARE_EXTRA =
  'accounts of other providers get no style sheet: colours, sizes and paddings that matter stand inline, and what is left reads as a plain page';
const BY_VALUE = 'some values are not known there; none of them is used';

/**
 * Features that the emails use although a client lacks them. A finding that is not listed fails, and so does a listed
 * one that is gone.
 */
const ACCEPTED: readonly Accepted[] = [
  {
    feature: '<body> element',
    clients: [...GMAIL, ...NEW_OUTLOOKS, 'outlook.macos', ...YAHOO],
    because: 'it becomes a div; language, direction and colours are said again inside it',
  },
  { feature: '<style> element', clients: [GMAIL_PHONE_PAGE, ...GMAIL_APPS], because: STYLES_ARE_EXTRA },
  {
    feature: '<style> element',
    clients: ['gmail.desktop-webmail', WORD],
    because: 'it stands in the head, before all that it is for',
  },
  {
    feature: '<ul>, <ol> and <dl>',
    clients: [...GMAIL, ...NEW_OUTLOOKS, 'outlook.macos', WORD, ...YAHOO],
    because: 'lists backwards and numbers of single items are not known there; neither is used',
  },
  {
    feature: '@media',
    clients: [...GMAIL, 'samsung-email.android', WORD, ...YAHOO, 'thunderbird.macos'],
    because: 'without it the column is fluid all the same, and the light scheme stays',
  },
  { feature: '@media', clients: NEW_OUTLOOKS, because: 'queries in queries are not known; there are none' },
  ...['Class selector', 'Descendant combinator', 'Type selector'].map((feature) => ({
    feature,
    clients: [GMAIL_PHONE_PAGE, ...GMAIL_APPS],
    because: STYLES_ARE_EXTRA,
  })),
  {
    feature: '!important keyword',
    clients: [...GMAIL, WORD, ...YAHOO],
    because: 'it is not known in inline styles; it stands in the style sheet alone',
  },
  {
    feature: 'Adjacent sibling combinator',
    clients: [GMAIL_PHONE_PAGE, ...GMAIL_APPS, WORD],
    because: 'it is for Gmail on a desktop, which puts an element before the mail; its rule is dropped alone',
  },
  {
    feature: 'Attribute selector',
    clients: [...GMAIL, ...NEW_OUTLOOKS, WORD, ...YAHOO],
    because: 'only Apple Mail makes the links that it is for; it stands in a block of its own',
  },
  {
    feature: 'align attribute',
    clients: ['outlook.macos'],
    because: 'it does not work on tables; here it stands on cells',
  },
  {
    feature: 'aria-hidden attribute',
    clients: [...YAHOO, 'thunderbird.macos'],
    because: 'what it hides are empty cells, which have nothing to read',
  },
  { feature: 'background', clients: [WORD, ...YAHOO], because: 'only single colours are used' },
  {
    feature: 'border',
    clients: [WORD],
    because: 'more than 8 pixels are not drawn; none has more',
  },
  { feature: 'border-radius', clients: [WORD, ...YAHOO], because: 'a square badge is a badge' },
  {
    feature: 'dir attribute',
    clients: [GMAIL_PHONE_PAGE, WORD],
    because: 'the phone page turns a whole mail by itself; Word errs on links, which carry none',
  },
  {
    feature: 'display',
    clients: [...GMAIL_APPS, WORD, ...YAHOO],
    because:
      'inline-block gives links room for a thumb, block stacks the figures on a phone; without them both are smaller',
  },
  {
    feature: 'display:none',
    clients: [GMAIL_PHONE_PAGE, WORD],
    because: 'the preheader holds no table, Word has mso-hide, and a visible one is one true line more',
  },
  {
    feature: 'font-size',
    clients: ['samsung-email.android', WORD, ...YAHOO],
    because: 'all sizes are in pixels',
  },
  { feature: 'font-weight', clients: [WORD, ...YAHOO], because: BY_VALUE },
  {
    feature: 'height attribute',
    clients: [WORD],
    because: 'a bar that stays 7 pixels high on a dense screen is a bar',
  },
  {
    feature: 'height property',
    clients: [WORD, ...YAHOO],
    because: 'it is the preheader’s max-height, beside other ways to hide it',
  },
  { feature: 'letter-spacing', clients: [WORD], because: 'the subject is a little wider' },
  { feature: 'lang attribute', clients: YAHOO, because: 'it is kept on the div that replaces the body' },
  {
    feature: 'line-height',
    clients: [WORD],
    because: 'lines are a little higher; where the height matters, mso-line-height-rule says exactly',
  },
  {
    feature: 'margin',
    clients: [...GMAIL, ...NEW_OUTLOOKS, WORD, ...YAHOO],
    because: 'negative ones are not known; there are none',
  },
  {
    feature: 'max-width',
    clients: ['apple-mail.ios', WORD, 'yahoo.ios'],
    because: 'a media query sets the width where iOS ignores it on a table, a ghost table does in Word',
  },
  {
    feature: 'opacity',
    clients: [GMAIL_PHONE_PAGE, WORD],
    because: 'it is one of several ways in which the preheader is hidden',
  },
  {
    feature: 'overflow',
    clients: [...APPLE_MAIL, ...GMAIL, ...NEW_OUTLOOKS, 'outlook.macos', WORD, ...YAHOO],
    because: 'it is one of several ways in which the preheader is hidden',
  },
  {
    feature: 'padding',
    clients: [WORD],
    because: 'it stands on table cells; on links and badges it only adds room',
  },
  { feature: 'role attribute', clients: YAHOO, because: 'it stands on tables, where it works' },
  { feature: 'table-layout', clients: [WORD], because: 'columns of uneven width still line up' },
  {
    feature: 'text-align',
    clients: [...GMAIL_APPS, WORD, ...YAHOO],
    because: 'a text from right to left stands at the left margin there, in its own order',
  },
  { feature: 'text-decoration', clients: [...GMAIL_APPS, WORD], because: 'links are underlined without it' },
  {
    feature: 'white-space',
    clients: [...GMAIL_APPS, WORD, 'samsung-email.android', ...YAHOO_APPS],
    because: 'a badge or a count that breaks into two lines is still read',
  },
  {
    feature: 'width attribute',
    clients: [WORD],
    because: 'pixels do not grow on a dense screen; columns are given in percent',
  },
  { feature: 'width property', clients: [WORD], because: 'Word gets widths by attributes' },
  {
    feature: 'word-break',
    clients: [
      ...APPLE_MAIL,
      GMAIL_PHONE_PAGE,
      ...GMAIL_APPS,
      ...NEW_OUTLOOKS,
      'outlook.macos',
      'samsung-email.android',
      ...YAHOO,
    ],
    because: 'words longer than a screen are rare; they break anywhere, or are scrolled to',
  },
];

export const ACCEPTED_FINDINGS: readonly Finding[] = ACCEPTED.flatMap(({ feature, clients }) =>
  clients.map((client): Finding => `${feature} in ${client}`),
).sort();
