import { expect, test } from 'vitest';
import {
  EXAMPLE_NEWSLETTER,
  listIdOf,
  parseMailbox,
  realSendObstacles,
} from '../../src/issues/newsletter.ts';

const REAL = {
  name: 'Verdicts',
  from: { name: 'Verdicts', email: 'digest@verdicts.test' },
  replyTo: { name: null, email: 'editors@verdicts.test' },
  postalAddress: '12 Lock Lane, Portside',
  publicUrl: 'https://mail.verdicts.test',
};

test.each([
  ['digest@verdicts.test', { name: null, email: 'digest@verdicts.test' }],
  ['<digest@verdicts.test>', { name: null, email: 'digest@verdicts.test' }],
  [
    'News: weekly; really <digest@verdicts.test>',
    { name: 'News: weekly; really', email: 'digest@verdicts.test' },
  ],
  ['  "A <b>"<ada@verdicts.test>  ', { name: 'A <b>', email: 'ada@verdicts.test' }],
  ['" " <ada@verdicts.test>', { name: null, email: 'ada@verdicts.test' }],
  ['"Smith, Ada" <ada@verdicts.test>', { name: 'Smith, Ada', email: 'ada@verdicts.test' }],
  ['Zoë <digest@bücher.test>', { name: 'Zoë', email: 'digest@xn--bcher-kva.test' }],
])('%s is read as a mailbox', (text, mailbox) => {
  expect(parseMailbox(text)).toEqual(mailbox);
});

test.each([
  '',
  'nobody',
  'digest@x..org',
  'a@-',
  'A <a@x.org> B',
  'a"b <a@x.org>',
  '"a <a@x.org>',
  '"" b" <a@x.org>',
  'A <a@x.org',
  'A a@x.org>',
  'A <b@x.org> <a@x.org>',
  '<<a@x.org>',
  '<a@x.org>>',
  '<>',
  '<',
  '>',
  `${'A'.repeat(1_000)} <a@x.org>`,
])('%j is not read as a mailbox', (text) => {
  expect(parseMailbox(text)).toBeNull();
});

test('random text that is no mailbox is recognised quickly', () => {
  const before = performance.now();
  for (const text of [`x<${' '.repeat(990)}`, `${' '.repeat(990)}<`, `"${' '.repeat(990)}`])
    for (let time = 0; time < 100; time += 1) expect(parseMailbox(text)).toBeNull();
  expect(performance.now() - before).toBeLessThan(1_000);
});

test('a newsletter that is set up has no obstacles to sending', () => {
  expect(realSendObstacles(REAL)).toEqual([]);
});

const EXAMPLES = {
  NEWSLETTER_FROM: { words: 'sender', remedy: 'Set NEWSLETTER_FROM in \\.env to' },
  NEWSLETTER_REPLY_TO: {
    words: 'reply address',
    remedy: 'Change it .* in Settings \\(NEWSLETTER_REPLY_TO\\)\\.$',
  },
  POSTAL_ADDRESS: { words: 'postal address', remedy: 'Add yours in Settings \\(POSTAL_ADDRESS\\)\\.$' },
  PUBLIC_URL: { words: 'public URL', remedy: 'Set PUBLIC_URL in \\.env to' },
} as const;

test.each([
  ['NEWSLETTER_FROM', { from: { name: null, email: 'digest@verdicts.example' } }],
  ['NEWSLETTER_FROM', { from: { name: null, email: 'digest@mail.example.com' } }],
  ['NEWSLETTER_REPLY_TO', { replyTo: { name: null, email: 'a@b.invalid' } }],
  ['POSTAL_ADDRESS', { postalAddress: '1 Example Street, 00000 Exampletown' }],
  ['PUBLIC_URL', { publicUrl: 'http://127.0.0.1:3000' }],
  ['PUBLIC_URL', { publicUrl: 'https://verdicts.example' }],
] as const)('%s that is still the example is an obstacle', (name, change) => {
  const { words, remedy } = EXAMPLES[name];
  expect(realSendObstacles({ ...REAL, ...change })).toEqual([
    expect.stringMatching(new RegExp(`^The ${words} is still the example.*\\. ${remedy}`)),
  ]);
});

test.each([
  ['POSTAL_ADDRESS', { postalAddress: '1 Example Street, 00000 Exampletown' }],
  ['NEWSLETTER_REPLY_TO', { replyTo: { name: null, email: 'a@b.invalid' } }],
] as const)(
  '%s that is set in the environment has to be changed there, not in Settings, which cannot',
  (name, change) => {
    const [obstacle = ''] = realSendObstacles({ ...REAL, ...change, setInEnvironment: [name] });
    expect(obstacle).toContain(`${name} in .env`);
    expect(obstacle).not.toContain('in Settings');
  },
);

test.each(['http://127.0.0.1:3999', 'https://verdicts.localhost', 'http://[::1]:3000', 'http://0.0.0.0'])(
  'the PUBLIC_URL %s is refused, because only this machine can open it',
  (publicUrl) => {
    expect(realSendObstacles({ ...REAL, publicUrl })).toEqual([
      `The public URL is ${publicUrl}, and only this machine can open it. Set PUBLIC_URL in .env to the https URL at which readers reach your pages.`,
    ]);
  },
);

test('a reply address that is not set is an obstacle', () => {
  expect(realSendObstacles({ ...REAL, replyTo: null })).toEqual([
    'Your newsletter has no reply address. Add it in Settings (NEWSLETTER_REPLY_TO).',
  ]);
});

test('the default name is fine for the site that has that name', () => {
  expect(realSendObstacles({ ...REAL, ...{ name: EXAMPLE_NEWSLETTER.name } })).toEqual([]);
});

test('public pages without https stop a real send, and the message has the configured URL', () => {
  expect(realSendObstacles({ ...REAL, publicUrl: 'http://mail.verdicts.test' })).toEqual([
    'The public URL is http://mail.verdicts.test, and it must begin with https://: without that, email programs offer no one-click unsubscribe. Set PUBLIC_URL in .env to the https URL at which readers reach your pages.',
  ]);
});

test.each([
  ['Weekly Verdicts', 'Weekly Verdicts <digest.verdicts.test>'],
  ['Wöchentliche <Urteile>', '<digest.verdicts.test>'],
])('the list of %s is identified by the sender’s domain', (name, listId) => {
  expect(listIdOf({ ...REAL, name })).toBe(listId);
});
