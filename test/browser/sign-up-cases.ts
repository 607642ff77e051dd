import type { Page } from 'playwright-core';
import { DAY } from '../support/comparisons.ts';
import { aNewSubscriber, IMPORTED } from '../support/issues.ts';
import { at, type Case, press, submit, type World } from './open-world.ts';

/** By the form of `/embed` and its script. */
function signUpBy(email: string) {
  return async (world: World, page: Page) => {
    await world.go(page, '/embed');
    await page.getByLabel('Your email address').fill(email);
    await press(page, 'Sign up');
  };
}

/** The pages that a visitor sees from the sign-up to the confirmation. */
export const SIGNING_UP: readonly Case[] = [
  ['the sign-up page', 'Once a week: the new AI tools', at('/')],
  ['its answer', 'We have sent you an email with a link', at('/check-your-inbox')],
  ['its answer to a mistyped address', 'Did you mean', at('/check-your-inbox?typed=gmial.com')],
  ['the form for other pages', 'Copy this into your page', at('/embed')],
  ['a sign-up by the form for other pages', 'Check your inbox. We have sent', signUpBy('ada@verdicts.test')],
  ['a mistyped address in it', 'Did you mean', signUpBy('ada@gmial.com')],
  ['a wrong address in it', 'The domain has no dot', signUpBy('ada@localhost')],
  [
    'the form with a wrong address',
    'The address has no @.',
    async (world, page) => {
      await world.go(page, '/');
      await submit(page, '/subscribe', { fields: { email: 'ada', name: 'Ada' } });
    },
  ],
  [
    'the form with the hidden field filled in',
    'One more step: press the button once more.',
    async (world, page) => {
      await world.go(page, '/');
      await submit(page, '/subscribe', { fields: { email: 'ada@verdicts.test', homepage: 'x' } });
    },
  ],
  [
    'the form with a wrong name',
    'The name is longer',
    async (world, page) => {
      await world.go(page, '/');
      await submit(page, '/subscribe', { fields: { email: 'ada@verdicts.test', name: 'n'.repeat(201) } });
    },
  ],
  [
    'the form of a page with a wrong source',
    'The page that you came from cannot sign you up.',
    async (world, page) => {
      await world.go(page, '/');
      await submit(page, '/subscribe', { fields: { email: 'ada@verdicts.test', source: 's'.repeat(101) } });
    },
  ],
  [
    'the question to confirm',
    'If that was not you, close this page',
    async (world, page) => world.go(page, (await world.newPending()).confirm),
  ],
  [
    'a confirmation',
    'You are subscribed',
    async (world, page) => {
      await world.go(page, (await world.newPending()).confirm);
      await press(page, 'Confirm');
    },
  ],
  [
    'a confirmation that was given before',
    'You have already confirmed',
    async (world, page) => {
      const { confirm } = await world.newPending();
      await world.http.request(confirm, { method: 'POST' });
      await world.go(page, confirm);
    },
  ],
  [
    'a link to confirm that has expired',
    'This link has expired',
    async (world, page) => {
      const { confirm } = await world.newPending();
      world.clock.advance(3 * DAY);
      await world.go(page, confirm);
    },
  ],
  [
    'a confirmation that is refused',
    'This address cannot be subscribed',
    async (world, page) => {
      const { confirm, email } = await world.newPending();
      const complained = aNewSubscriber({ email, status: 'pending', suppression: 'complained' });
      await world.subscriberStore.importSubscribers([complained], IMPORTED);
      await world.go(page, confirm);
      await press(page, 'Confirm');
    },
  ],
  ['a link to confirm that is none', 'copy the whole of it from the email. Or sign up', at('/confirm/none')],
];
