import { DAY } from '../support/comparisons.ts';
import { SLOT } from '../support/issues.ts';
import { at, BROKEN, type Case, CLOSED, CROWDED, press, submit } from './open-world.ts';
import { SIGNING_UP } from './sign-up-cases.ts';

const LEAVING: Case[] = [
  [
    'the answer to who pauses instead',
    'Your subscription is paused',
    async (world, page) => {
      await world.go(page, (await world.newReader()).unsubscribe);
      await page.getByRole('button', { name: 'Pause until' }).click();
    },
  ],
  [
    'the question to leave',
    'You will get no more issues',
    async (world, page) => world.go(page, (await world.newReader()).unsubscribe),
  ],
  [
    'the answer to who left',
    'Unsubscribed by mistake?',
    async (world, page) => {
      await world.go(page, (await world.newReader()).unsubscribe);
      await press(page, 'Unsubscribe');
    },
  ],
  [
    'the answer to who came back',
    'You are subscribed again',
    async (world, page) => {
      await world.go(page, (await world.newReader()).unsubscribe);
      await press(page, 'Unsubscribe');
      await press(page, 'Undo');
    },
  ],
  [
    'the answer to who comes back too late',
    'This can no longer be undone here',
    async (world, page) => {
      await world.go(page, (await world.newReader()).unsubscribe);
      await press(page, 'Unsubscribe');
      await page.getByText('Unsubscribed by mistake?').waitFor();
      world.clock.advance(DAY);
      await press(page, 'Undo');
    },
  ],
  [
    'the link of who left before',
    'You are not subscribed',
    async (world, page) => {
      const { unsubscribe } = await world.newReader();
      await world.http.request(unsubscribe, { method: 'POST' });
      world.clock.advance(DAY);
      await world.go(page, unsubscribe);
    },
  ],
  ['the page of who has no link to leave', 'To unsubscribe, type', at('/unsubscribe')],
  ['the page of who has no link to preferences', 'To pause or change', at('/preferences')],
  [
    'the answer to who asked for links',
    'an email with its links is on its way',
    async (world, page) => {
      await world.go(page, '/unsubscribe/none');
      await page.getByLabel('Your email address').fill('ada@verdicts.test');
      await press(page, 'Email me my links');
    },
  ],
  [
    'the answer to who asked for links with a wrong address',
    'The address has no @.',
    async (world, page) => {
      await world.go(page, '/unsubscribe');
      await submit(page, '/unsubscribe', { fields: { email: 'ada' } });
    },
  ],
  ['a link to leave that is none', 'or use the link in another issue', at('/unsubscribe/none')],
  ['a link of nobody', 'Use the link in your own email', at('/unsubscribe/from-your-mail')],
];

const PREFERENCES: Case[] = [
  [
    'the preferences',
    'You get every issue',
    async (world, page) => world.go(page, (await world.newReader()).preferences),
  ],
  [
    'a pause',
    'Your subscription is paused.',
    async (world, page) => {
      await world.go(page, (await world.newReader()).preferences);
      const until = new Date(world.clock.now() + 30 * DAY).toISOString().slice(0, 10);
      await page.getByLabel('No issues until').fill(until);
      await press(page, 'Pause');
    },
  ],
  [
    'a pause that cannot be',
    'A pause can last a year at most.',
    async (world, page) => {
      await world.go(page, (await world.newReader()).preferences);
      await page.getByLabel('No issues until').fill('2099-01-01');
      await press(page, 'Pause');
    },
  ],
  [
    'the preferences of who left',
    'You are unsubscribed.',
    async (world, page) => {
      await world.go(page, (await world.newReader()).preferences);
      await press(page, 'Unsubscribe');
    },
  ],
  [
    'the preferences when the link to one’s data is on its way',
    'An email with a link is on its way',
    async (world, page) => {
      await world.go(page, (await world.newReader()).preferences);
      await press(page, 'Email me the link');
    },
  ],
  ['a link to preferences that is none', 'or use the link in another issue', at('/preferences/none')],
];

const DATA: Case[] = [
  [
    'one’s own data',
    'Download my data',
    async (world, page) => world.go(page, await (await world.newReader()).mailData()),
  ],
  [
    'the question to erase it',
    'These are removed at once',
    async (world, page) => {
      await world.go(page, await (await world.newReader()).mailData());
      await press(page, 'Erase me');
    },
  ],
  [
    'an erasure',
    'Your data is erased',
    async (world, page) => {
      await world.go(page, await (await world.newReader()).mailData());
      await press(page, 'Erase me');
      await press(page, 'Erase everything');
    },
  ],
  [
    'one’s own data where nothing is chosen',
    'Go back, and press “Download my data”',
    async (world, page) => {
      const data = await (await world.newReader()).mailData();
      await world.go(page, data);
      await submit(page, data);
    },
  ],
  [
    'a link to one’s own data that has expired',
    'choose “Preferences” at the end',
    async (world, page) => {
      const data = await (await world.newReader()).mailData();
      world.clock.advance(DAY);
      await world.go(page, data);
    },
  ],
  [
    'a link to one’s own data that is none',
    'If your data was erased, the link no longer works.',
    at('/data/none'),
  ],
];

const ERRORS: Case[] = [
  ['404', 'There is nothing here', at('/nowhere')],
  ['404 of an issue', 'There is no such issue', at('/issues/2099-W01')],
  [
    '405',
    'This page cannot be used that way',
    async (world, page) => {
      await world.go(page, '/');
      await submit(page, '/issues');
    },
  ],
  [
    '413',
    'The form is too large',
    async (world, page) => {
      await world.go(page, '/');
      await submit(page, '/subscribe', { fields: { email: 'a'.repeat(9_000) } });
    },
  ],
  [
    '415',
    'The form that you came from does not work',
    async (world, page) => {
      await world.go(page, '/');
      await submit(page, '/subscribe', { fields: { email: 'ada' }, type: 'text/plain' });
    },
  ],
  ['429', 'Too many at once', at(CROWDED)],
  ['500', 'Something went wrong', at(BROKEN)],
  ['503', 'Not ready yet', at(CLOSED)],
];

const ISSUES: Case[] = [
  [
    'the archive',
    'Every issue of Weekly Verdicts',
    async (world, page) => {
      await world.publishRendered();
      await world.go(page, '/issues');
    },
  ],
  ['an issue', 'This is the public copy of an issue', at(`/issues/${SLOT}`)],
  ['the home page with an issue', 'Read the whole issue', at('/')],
  [
    'the second page of the archive',
    'Page 2 of 2',
    async (world, page) => {
      for (let week = 1; week <= 52; week += 1)
        await world.publish({ slot: `2025-W${String(week).padStart(2, '0')}` });
      await world.go(page, '/issues?page=2');
    },
  ],
];

/** Every public page in every state. */
export const CASES: readonly Case[] = [
  ...ISSUES,
  ...SIGNING_UP,
  ...LEAVING,
  ...PREFERENCES,
  ...DATA,
  ...ERRORS,
];
