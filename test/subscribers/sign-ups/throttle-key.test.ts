import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAddress } from '../../../src/shared/address.ts';
import { mailboxOf } from '../../../src/subscribers/sign-ups/mailbox-of.ts';
import { createThrottleKey } from '../../../src/subscribers/sign-ups/throttle-key.ts';
import { SECRET } from '../../support/sign-ups.ts';

/** Addresses that the form takes, by their keys. */
const emailKey = fc
  .tuple(
    fc.string({ unit: fc.constantFrom(...'abz019+._-'), minLength: 1, maxLength: 20 }),
    fc.constantFrom(
      ...['gmail.com', 'googlemail.com', 'verdicts.test', 'xn--bcher-kva.test', 'pm.me', 'ya.ru', 'me.com'],
      ...['fastmail.fm', 'ada.fastmail.fm', 'a_b.c.fastmail.co.uk', 'outlook.com'],
    ),
  )
  .map(([localPart, domain]) => parseAddress(`${localPart}@${domain}`))
  .filter((reading) => reading.ok)
  .map(({ emailKey: key }) => key);

describe('the mailbox of an address', () => {
  test.each([
    ['ada+news@verdicts.test', 'ada@verdicts.test'],
    ['ada+a+b@verdicts.test', 'ada@verdicts.test'],
    ['a.da@verdicts.test', 'a.da@verdicts.test'],
    ['a.d.a+x.y@gmail.com', 'ada@gmail.com'],
    ['ada@googlemail.com', 'ada@gmail.com'],
    ['+ada@verdicts.test', '+ada@verdicts.test'],
    ['+ada+x@verdicts.test', '+ada@verdicts.test'],
    ['a.d-a_b+x@protonmail.com', 'adab@proton.me'],
    ['adab@pm.me', 'adab@proton.me'],
    ['ada.b@yandex.com', 'ada-b@yandex.ru'],
    ['ada-b+x@ya.ru', 'ada-b@yandex.ru'],
    ['ada_b@yandex.kz', 'ada_b@yandex.ru'],
    ['ada-b@yandex.com.tr', 'ada-b@yandex.ru'],
    ['ada.b@yandex-team.test', 'ada.b@yandex-team.test'],
    ['ada.b+x@me.com', 'ada.b@icloud.com'],
    ['ada.b@mac.com', 'ada.b@icloud.com'],
    ['ada+x@outlook.com', 'ada@outlook.com'],
    ['a.da@outlook.com', 'a.da@outlook.com'],
    ['ada+x@fastmail.com', 'ada@fastmail.com'],
    ['news@ada.fastmail.com', 'ada@fastmail.com'],
    ['news+x@ada-b.fastmail.co.uk', 'ada-b@fastmail.co.uk'],
    ['ada_b@fastmail.co.uk', 'ada-b@fastmail.co.uk'],
    ['ada@fastmail.fm', 'ada@fastmail.fm'],
    ['news@ada.verdicts.test', 'news@ada.verdicts.test'],
    ['news@ada.gmail.com', 'news@ada.gmail.com'],
    ['_@proton.me', '_@proton.me'],
  ])('the mailbox of %s is %s', (address, mailbox) => {
    expect(mailboxOf(address)).toBe(mailbox);
  });

  test('a mailbox has itself as its mailbox', () => {
    fc.assert(
      fc.property(emailKey, (key) => {
        expect(mailboxOf(mailboxOf(key))).toBe(mailboxOf(key));
      }),
    );
  });

  test('a mailbox is a valid address, whatever was folded away', () => {
    fc.assert(
      fc.property(emailKey, (key) => {
        expect(mailboxOf(key)).toMatch(/^[^@]+@[^@]+$/);
      }),
    );
  });

  test('a mailbox is the same with any tag in the address', () => {
    fc.assert(
      fc.property(emailKey, fc.stringMatching(/^[a-z0-9]{1,9}$/), (key, tag) => {
        expect(mailboxOf(key.replace('@', `+${tag}@`))).toBe(mailboxOf(key));
      }),
    );
  });
});

describe('the key that emails are counted by', () => {
  test('the key for counting emails is the same for all spellings of a mailbox, and does not reveal it', () => {
    const keyOf = createThrottleKey([SECRET]);
    expect(keyOf('a.da+1@gmail.com')).toBe(keyOf('ada@googlemail.com'));
    expect(keyOf('ada@verdicts.test')).toMatch(/^[0-9a-f]{64}$/);
    expect(keyOf('ada@verdicts.test')).not.toBe(keyOf('eve@verdicts.test'));
    expect(keyOf('ada@verdicts.test')).not.toBe(createThrottleKey([`${SECRET}!`])('ada@verdicts.test'));
  });
});
