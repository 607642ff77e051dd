import { describe, expect, test } from 'vitest';
import { readList, rowInWords } from '../support/read-list.ts';

/** The address and the status of each row. */
async function statuses(text: string): Promise<string[]> {
  const { rows } = await readList(text);
  return rows.map((row) => rowInWords(row).split(' | ')).map(([email, , status]) => `${email} ${status}`);
}

describe('a column of true and false, as spreadsheets save it', () => {
  test.each([
    ['TRUE', 'FALSE'],
    ['1', '0'],
    ['1.0', '0.0'],
    ['WAHR', 'FALSCH'],
    ['VRAI', 'FAUX'],
    ['VERDADERO', 'FALSO'],
    ['WAAR', 'ONWAAR'],
    ['PRAWDA', 'FAŁSZ'],
    ['Yes', 'No'],
    ['✅', '❌'],
  ])('reads %s and %s as the product means them', async (yes, no) => {
    expect(await statuses(`email,email_disabled\na@x.test,${yes}\nb@x.test,${no}\n`)).toEqual([
      'a@x.test unsubscribed',
      'b@x.test confirmed',
    ]);
    expect(
      await statuses(`email,unsubscribed,first_name,last_name\na@x.test,${yes},,\nb@x.test,${no},,\n`),
    ).toEqual(['a@x.test unsubscribed', 'b@x.test confirmed']);
    expect(await statuses(`email,subscribed_to_emails\na@x.test,${yes}\nb@x.test,${no}\n`)).toEqual([
      'a@x.test confirmed',
      'b@x.test unsubscribed',
    ]);
    expect(await statuses(`EMAIL,EMAIL_BLACKLISTED\na@x.test,${yes}\nb@x.test,${no}\n`)).toEqual([
      'a@x.test unsubscribed',
      'b@x.test confirmed',
    ]);
    expect(
      await statuses(`email,subscribed,unsubscribe_reason\na@x.test,${yes},\nb@x.test,${no},\n`),
    ).toEqual(['a@x.test confirmed', 'b@x.test pending']);
  });

  test.each([
    'email,email_disabled\na@x.test,false\nb@x.test,false\nc@x.test,maybe\n',
    'email,unsubscribed,first_name,last_name\na@x.test,false,,\nb@x.test,false,,\nc@x.test,2,,\n',
    'EMAIL,EMAIL_BLACKLISTED\na@x.test,no\nb@x.test,no\nc@x.test,partly\n',
  ])(
    'stops at a single word that is neither, since that person may be on an earlier list: %j',
    async (text) => {
      await expect(readList(text)).rejects.toThrow(
        /the meaning of these values is not known: (maybe|2|partly) \(1\)/,
      );
    },
  );
});

test('people on none of the lists of phpList are imported as unsubscribed, and a note says so', async () => {
  const header = 'email,Is this subscriber confirmed,Is this subscriber blacklisted,List Membership\n';
  const list = `${header}a@x.test,1,0,News; \nb@x.test,1,0,No Lists\nc@x.test,0,0,News; Offers; \n`;
  expect(await statuses(list)).toEqual(['a@x.test confirmed', 'b@x.test unsubscribed', 'c@x.test pending']);
  expect((await readList(list)).notes.join(' ')).toMatch(/people on no list/);
});

describe('an answer given as a sign', () => {
  test.each([
    ['👍', '👎'],
    ['👍🏽', '👎🏽'],
    ['✅', '❌'],
    ['✓', '✗'],
    ['✔️', '✖️'],
    ['☑', '☐'],
    ['', '🚫'],
    ['🔔', '🔕'],
  ])('stops the import where some have %j and others %j', async (yes, no) => {
    const list = `email,name,mail?\na@x.test,Ann,${yes}\nb@x.test,Bo,${no}\n`;
    await expect(readList(list)).rejects.toThrow(/The column "mail\?" is not read, and it may say/);
  });
});
