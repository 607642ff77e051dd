import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bodyHash } from '../../../src/delivery/body-hash.ts';
import { PLACES } from '../../../src/issues/mail-template.ts';
import { writeBatchBody } from '../../../src/transport/resend/batch-body.ts';
import { aRecipient } from '../../contracts/transport-contract.ts';
import { aFrozenIssue } from '../../support/issues.ts';

const written = (...batch: Parameters<typeof writeBatchBody>) =>
  JSON.parse(Buffer.concat(writeBatchBody(...batch)).toString());

test('a message has its own links, the headers of the contract, and tags that name its delivery', () => {
  const issue = aFrozenIssue({ replyTo: { name: null, email: 'editor@verdicts.test' } });
  expect(written({ issue, recipients: [aRecipient(7, { name: 'Ada "the first", Lovelace' })] })).toEqual([
    {
      from: 'Digest <digest@verdicts.test>',
      reply_to: 'editor@verdicts.test',
      to: ['reader7@verdicts.test'],
      subject: 'One tool, one verdict',
      headers: {
        'List-Unsubscribe': '<https://verdicts.test/unsubscribe/u7>',
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        'List-Id': '<digest.verdicts.test>',
        'X-Entity-Ref-ID': `${issue.id}.7`,
      },
      tags: [
        { name: 'issue', value: issue.id },
        { name: 'delivery', value: '7' },
      ],
      html: 'Leave: https://verdicts.test/unsubscribe/u7 Choose: https://verdicts.test/preferences/p7.',
      text: 'Leave: https://verdicts.test/unsubscribe/u7 Choose: https://verdicts.test/preferences/p7.',
    },
  ]);
});

test('the texts of an issue arrive unchanged, for each recipient', () => {
  const text = fc.string({ unit: 'binary' });
  const template = fc.record({
    fixed: fc.array(text, { minLength: 3, maxLength: 3 }),
    places: fc.constant([...PLACES]),
  });
  fc.assert(
    fc.property(template, text, fc.integer({ min: 1, max: 5 }), (html, subject, count) => {
      const recipients = Array.from({ length: count }, (_, index) => aRecipient(index + 1));
      const mails = written({ issue: aFrozenIssue({ html, subject }), recipients });
      expect(mails).toHaveLength(count);
      for (const [index, mail] of mails.entries()) {
        const [first, second, third] = html.fixed;
        expect(mail.html).toBe(`${first}u${index + 1}${second}p${index + 1}${third}`);
        expect(mail.subject).toBe(subject);
      }
    }),
  );
});

test.each([
  ['Weekly Verdicts', 'Weekly Verdicts <d@verdicts.test>'],
  ['Größe, Ltd', '"Größe, Ltd" <d@verdicts.test>'],
  ['The "best"', String.raw`"The \"best\"" <d@verdicts.test>`],
  [null, 'd@verdicts.test'],
])('the sender %s is written as %s', (name, from) => {
  const issue = aFrozenIssue({ from: { name, email: 'd@verdicts.test' } });
  expect(written({ issue, recipients: [aRecipient(1)] })).toMatchObject([{ from }]);
});

test('the same batch has the same parts, and the long ones are hashed once', () => {
  const issue = aFrozenIssue();
  const batch = { issue, recipients: [aRecipient(1), aRecipient(2)] };
  const [one, other] = [writeBatchBody(batch), writeBatchBody(batch)];
  expect(bodyHash(one)).toBe(bodyHash(other));
  expect(one.filter((part) => other.includes(part)).length).toBeGreaterThan(10);
});
