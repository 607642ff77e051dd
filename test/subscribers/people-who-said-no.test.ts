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

describe('a heading above people who left', () => {
  test.each([
    'email,name\na@x.test,Ann\n\nUnsubscribed:,\nb@x.test,Bo\n',
    'email\na@x.test\n--- opted out ---\nb@x.test\n',
    'email;name\na@x.test;Ann\n# Do not mail\nb@x.test;Bo\n',
    'email,name\na@x.test,Ann\n,Abgemeldet (2)\nb@x.test,Bo\n',
    'a@x.test\nBounced addresses\nb@x.test\n',
    'email,name,status\na@x.test,Ann,confirmed\n*** Désabonnés ***,,\nb@x.test,Bo,\n',
  ])('stops the import and names its line: %j', async (text) => {
    const map = text.startsWith('a@') ? 'email=#1' : '';
    await expect(readList(text, { map })).rejects.toThrow(/Line \d is ".+", and people follow it\..*status/);
  });

  test.each([
    'email,name\na@x.test,Ann\nEnd of list,\n',
    'email,name\nReaders from the conference,\na@x.test,Ann\n',
    'email,name,status\na@x.test,Ann,\n,,unsubscribed\nb@x.test,Bo,\n',
    'email,name\na@x.test,Ann\n---,\nb@x.test,Bo\n',
    'email,name,status\na@x.test,Ann,\nUnsubscribed:,,\nb@x.test,Bo,unsubscribed\n',
  ])('is not seen where nobody follows, or where it is none: %j', async (text) => {
    expect((await readList(text)).rows.length).toBeGreaterThan(0);
  });
});

describe('a name that says that somebody must not be emailed', () => {
  test.each([
    'Bob (unsubscribed)',
    'DO NOT MAIL',
    'Bob - left',
    'Bob [inactive]',
    'Berta (abgemeldet)',
    'Bea – désabonnée',
    'zzz opted out',
    'Bob (bounced)',
  ])('stops the import: %s', async (name) => {
    const list = `email,name\na@x.test,Ann\nb@x.test,${name}\n`;
    await expect(readList(list)).rejects.toThrow(`The name on line 3 is "${name}"`);
    expect((await readList(list, { map: 'name=name' })).rows).toHaveLength(2);
    expect(await statuses(`email,name,status\nb@x.test,${name},unsubscribed\n`)).toEqual([
      'b@x.test unsubscribed',
    ]);
  });

  test('is looked for in the last name, too', async () => {
    const list = 'email,first name,last name\na@x.test,Ann,Bell\nb@x.test,Bo,Cole (unsub)\n';
    await expect(readList(list)).rejects.toThrow(/--map 'name=first name\+last name'/);
  });

  test('is the status of a row that was cut off, where the list has a status', async () => {
    const list = 'email,name,status\na@x.test,Ann,\nc@x.test,unsubscribed\n';
    expect(await statuses(list)).toEqual(['a@x.test confirmed', 'c@x.test unsubscribed']);
  });

  test('stops a list whose rows lack a last field that is not read', async () => {
    await expect(readList('email,name,city\na@x.test,Ann,Bern\nb@x.test,DO NOT MAIL\n')).rejects.toThrow(
      'line 3',
    );
  });

  test.each(['Anna Held', 'Grace Left', 'Jean-Luc Ex', 'Bob (the builder)', 'Anne-Marie Out', 'No Name'])(
    'is not seen in the name of a person: %s',
    async (name) => {
      expect((await readList(`email,name\na@x.test,${name}\n`)).rows).toMatchObject([{ name }]);
    },
  );
});

/** The answers to a form, as Google Forms writes them. */
const answersTo = (question: string, answers: string[]) =>
  [
    `Timestamp,Email Address,${question}`,
    ...answers.map((answer, at) => `2026/05/28 7:01:33 PM GMT+2,p${at}@x.test,${answer}`),
  ].join('\n');

describe('a question of a form', () => {
  test.each([
    ['Do you still want our news?', ['Sure!', 'Not any more', 'Please stop']],
    ['Do you still want our news?', ['Yes', 'I moved on']],
    ['Would you like to receive our newsletter?', ['Yes', '']],
    ['May we email you?', ['yes', 'only at Christmas']],
    ['Shall we keep you on the list?', ['Yes', 'Rather not']],
    ['Möchtest du weiter Post von uns?', ['Ja', 'Lieber nicht']],
    ['Souhaitez-vous recevoir nos nouvelles ?', ['Oui', 'Bof']],
    ['¿Quieres recibir noticias?', ['Sí', 'Quizás']],
    ['Still in?', ['Yes', 'No thanks!']],
    ['Are we good?', ['yes', 'Nope']],
    ['Keep going', ['Sure', 'not any more']],
    ['Do you want updates?', Array.from({ length: 60 }, (_, at) => `Answer ${at}`)],
  ])('stops the import where an answer to "%s" may be a no', async (question, answers) => {
    await expect(readList(answersTo(question, answers))).rejects.toThrow('is not read, and it may say who');
  });

  test.each([
    ['Do you still want our news?', ['Yes', 'Sure!', 'Of course']],
    ['How did you hear about us?', ['Twitter', 'From a friend']],
    ['What would you like to hear about?', ['News on tools', 'Prices']],
    ['Which tool do you use?', ['Tern', 'Heron']],
  ])(
    'is left alone where the answers to "%s" are about something else, or all yes',
    async (question, answers) => {
      expect((await readList(answersTo(question, answers))).rows).toHaveLength(answers.length);
    },
  );
});
