import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAddress } from '../../src/subscribers/address.ts';
import { createThrottleKey, mailboxOf } from '../../src/subscribers/throttle-key.ts';
import { SECRET } from '../support/sign-ups.ts';

/** Addresses that the form takes, by their keys. */
const emailKey = fc
  .tuple(
    fc.string({ unit: fc.constantFrom(...'abz019+._-'), minLength: 1, maxLength: 20 }),
    fc.constantFrom('gmail.com', 'googlemail.com', 'verdicts.test', 'xn--bcher-kva.test'),
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
  ])('%s is %s', (address, mailbox) => {
    expect(mailboxOf(address)).toBe(mailbox);
  });

  test('has itself as its mailbox', () => {
    fc.assert(
      fc.property(emailKey, (key) => {
        expect(mailboxOf(mailboxOf(key))).toBe(mailboxOf(key));
      }),
    );
  });

  test('stays an address that mail could go to, whatever was folded away', () => {
    fc.assert(
      fc.property(emailKey, (key) => {
        expect(mailboxOf(key)).toMatch(/^[^@]+@[^@]+$/);
      }),
    );
  });

  test('is the same with any tag behind the address', () => {
    fc.assert(
      fc.property(emailKey, fc.stringMatching(/^[a-z0-9]{1,9}$/), (key, tag) => {
        expect(mailboxOf(key.replace('@', `+${tag}@`))).toBe(mailboxOf(key));
      }),
    );
  });
});

describe('the key that letters are counted by', () => {
  test('is the same for all spellings of a mailbox, and tells it to nobody', () => {
    const keyOf = createThrottleKey([SECRET]);
    expect(keyOf('a.da+1@gmail.com')).toBe(keyOf('ada@googlemail.com'));
    expect(keyOf('ada@verdicts.test')).toMatch(/^[0-9a-f]{64}$/);
    expect(keyOf('ada@verdicts.test')).not.toBe(keyOf('eve@verdicts.test'));
    expect(keyOf('ada@verdicts.test')).not.toBe(createThrottleKey([`${SECRET}!`])('ada@verdicts.test'));
  });
});
