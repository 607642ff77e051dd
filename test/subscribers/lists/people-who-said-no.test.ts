import { describe, expect, test } from 'vitest';
import { messageOf } from '../../../src/shared/errors.ts';
import { readList, rowInWords, type SaidOfList } from '../../support/read-list.ts';

/** The address and the status of each row. */
async function statuses(text: string, said: SaidOfList = {}): Promise<string[]> {
  const { rows } = await readList(text, said);
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
  ])('a column of %s and %s is read as the product means it', async (yes, no) => {
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
    'a column of true and false stops at any other word, since that person may be on an earlier list: %j',
    async (text) => {
      await expect(readList(text)).rejects.toThrow(
        /we do not know what these values mean: (maybe|2|partly) \(1\)/,
      );
    },
  );
});

describe('a cell with nothing in it, in a column of true and false', () => {
  const files: [string, (cell: string) => string, string][] = [
    [
      'Substack',
      (cell) => `email,email_disabled\na@x.test,false\nb@x.test,${cell}\nc@x.test,true\n`,
      'email_disabled',
    ],
    [
      'Resend',
      (cell) =>
        `email,unsubscribed,first_name,last_name\na@x.test,false,,\nb@x.test,${cell},,\nc@x.test,true,,\n`,
      'unsubscribed',
    ],
    [
      'Ghost',
      (cell) => `email,subscribed_to_emails\na@x.test,true\nb@x.test,${cell}\nc@x.test,false\n`,
      'subscribed_to_emails',
    ],
    [
      'useSend',
      (cell) =>
        `email,subscribed,unsubscribe_reason\na@x.test,yes,\nb@x.test,${cell},\nc@x.test,no,UNSUBSCRIBED\n`,
      'subscribed',
    ],
  ];

  test.each(files)(
    'an empty cell in a column of true and false stops the import: %s',
    async (_, file, column) => {
      for (const cell of ['', ' ', '-', '—', 'null', 'NULL', 'n/a', 'N/A', '#N/A', '?', '""']) {
        await expect(readList(file(cell))).rejects.toThrow(
          new RegExp(
            `The column "${column}" says who gets email, but we do not know what these values mean: .*\\(1\\)`,
          ),
        );
      }
    },
  );

  test.each(files)(
    'an empty cell in a column of true and false is read as a person says: %s',
    async (_, file, column) => {
      for (const cell of ['', '-', 'null']) {
        const map = (means: string) => `status[${column}].${cell}=${means}`;
        expect(await statuses(file(cell), { map: map('unsubscribed') })).toContain('b@x.test unsubscribed');
        expect(await statuses(file(cell), { map: map('confirmed') })).toContain('b@x.test confirmed');
      }
    },
  );

  test.each(files)(
    'an empty cell in a column of true and false is suggested to mean unsubscribed, as a guess: %s',
    async (_, file, column) => {
      for (const cell of ['', '-', 'null']) {
        const refusal = await readList(file(cell)).then(() => '', messageOf);
        expect(refusal).toContain(`status[${column}].${cell}=unsubscribed`);
        expect(refusal).toContain('Words that we do not know are marked as unsubscribed');
      }
    },
  );

  test.each(files)(
    'an empty cell in an empty or truncated row does not stop the import: %s',
    async (_, file) => {
      const list = file('');
      const width = list.split('\n')[0]?.split(',').length ?? 0;
      const [header, first, , last] = list.split('\n');
      const text = [header, first, ','.repeat(width - 1), 'b@x.test', last, ''].join('\n');
      expect(await statuses(text)).toHaveLength(2);
    },
  );

  test('an empty cell means what the product says, if it does', async () => {
    for (const cell of ['', '-', 'null', 'n/a']) {
      expect(await statuses(`EMAIL,EMAIL_BLACKLISTED\na@x.test,Yes\nb@x.test,${cell}\n`)).toEqual([
        'a@x.test unsubscribed',
        'b@x.test confirmed',
      ]);
      const header = 'email,Is this subscriber confirmed,Is this subscriber blacklisted\n';
      expect(await statuses(`${header}a@x.test,1,${cell}\nb@x.test,${cell},0\n`)).toEqual([
        'a@x.test confirmed',
        'b@x.test pending',
      ]);
    }
  });
});

test('people on none of the lists of phpList are imported as unsubscribed, and a note says so', async () => {
  const header = 'email,Is this subscriber confirmed,Is this subscriber blacklisted,List Membership\n';
  const list = `${header}a@x.test,1,0,News; \nb@x.test,1,0,No Lists\nc@x.test,0,0,News; Offers; \n`;
  expect(await statuses(list)).toEqual(['a@x.test confirmed', 'b@x.test unsubscribed', 'c@x.test pending']);
  expect((await readList(list)).notes.join(' ')).toMatch(/people on no list/);
});

describe('the lists of phpList in another language', () => {
  const listOf = (heading: string, none: string) =>
    `email,Is this subscriber confirmed,Is this subscriber blacklisted,Country,${heading}\na@x.test,1,0,DE,News; \nb@x.test,1,0,DE,${none}\nc@x.test,1,0,DE,No spam; Offers; \n`;

  test.each([
    ['List Membership', 'No Lists'],
    ['Listenmitgliedschaft', 'No Lists'],
    ['Listenmitgliedschaft', 'Keine Listen'],
    ['Appartenance aux listes', 'Aucune liste'],
    ['Pertenencia a listas', 'Ninguna lista'],
    ['Pertenencia a listas', 'Sin listas'],
    ['Iscrizione alle liste', 'Nessuna lista'],
    ['Associação à lista', 'Nenhuma lista'],
    ['Lijstlidmaatschap', 'Geen lijsten'],
    ['Członkostwo na listach', 'Brak list'],
    ['Členství v seznamech', 'Žádné seznamy'],
    ['Listmedlemskap', 'Inga listor'],
    ['Участие в списках рассылки', 'Нет списков'],
    ['リストのメンバー', 'リストなし'],
    ['列表成员', '没有列表'],
    ['List Membership', '-'],
  ])(
    'the lists of phpList in another language do not subscribe people on none of them: %s, %s',
    async (heading, none) => {
      expect(await statuses(listOf(heading, none))).toEqual([
        'a@x.test confirmed',
        'b@x.test unsubscribed',
        'c@x.test confirmed',
      ]);
    },
  );

  test('the lists of phpList in another language stop the import at an unknown word', async () => {
    const list = listOf('Listamenet', 'Zerrendarik ez');
    await expect(readList(list)).rejects.toThrow(
      /we do not know what these values mean: Zerrendarik ez \(1\)/,
    );
    const map = 'status[Listamenet].Zerrendarik ez=unsubscribed';
    expect(await statuses(list, { map })).toContain('b@x.test unsubscribed');
  });

  test('the lists of phpList are not looked for in another last column', async () => {
    const header = 'email,Is this subscriber confirmed,Is this subscriber blacklisted,Country\n';
    expect(await statuses(`${header}a@x.test,1,0,Norway\nb@x.test,1,0,None\n`)).toEqual([
      'a@x.test confirmed',
      'b@x.test confirmed',
    ]);
  });
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
  ])('an answer given as a symbol stops the import if some have %j and others %j', async (yes, no) => {
    const list = `email,name,mail?\na@x.test,Ann,${yes}\nb@x.test,Bo,${no}\n`;
    await expect(readList(list)).rejects.toThrow(/The column "mail\?" is not read, but it may say/);
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
  ])('a heading above people who left stops the import and names its line: %j', async (text) => {
    const map = text.startsWith('a@') ? 'email=#1' : '';
    await expect(readList(text, { map })).rejects.toThrow(/Line \d is ".+", and people follow it\..*status/);
  });

  test.each([
    'email,name\na@x.test,Ann\nEnd of list,\n',
    'email,name\nReaders from the conference,\na@x.test,Ann\n',
    'email,name,status\na@x.test,Ann,\n,,unsubscribed\nb@x.test,Bo,\n',
    'email,name\na@x.test,Ann\n---,\nb@x.test,Bo\n',
    'email,name,status\na@x.test,Ann,\nUnsubscribed:,,\nb@x.test,Bo,unsubscribed\n',
  ])('a line is no heading if nobody follows it, or if it is none: %j', async (text) => {
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
  ])('a name that says somebody must not be emailed stops the import: %s', async (name) => {
    const list = `email,name\na@x.test,Ann\nb@x.test,${name}\n`;
    await expect(readList(list)).rejects.toThrow(`The name on line 3 is "${name}"`);
    expect((await readList(list, { map: 'name=name' })).rows).toHaveLength(2);
    expect(await statuses(`email,name,status\nb@x.test,${name},unsubscribed\n`)).toEqual([
      'b@x.test unsubscribed',
    ]);
  });

  test('a name that says somebody must not be emailed is found among last names, too', async () => {
    const list = 'email,first name,last name\na@x.test,Ann,Bell\nb@x.test,Bo,Cole (unsub)\n';
    await expect(readList(list)).rejects.toThrow(/--map 'name=first name\+last name'/);
  });

  test('a name in a truncated row is not taken for a status if the list has one', async () => {
    const list = 'email,name,status\na@x.test,Ann,\nc@x.test,unsubscribed\n';
    expect(await statuses(list)).toEqual(['a@x.test confirmed', 'c@x.test unsubscribed']);
  });

  test('a list whose rows lack an unread last field stops at such a name', async () => {
    await expect(readList('email,name,city\na@x.test,Ann,Bern\nb@x.test,DO NOT MAIL\n')).rejects.toThrow(
      'line 3',
    );
  });

  test.each(['Anna Held', 'Grace Left', 'Jean-Luc Ex', 'Bob (the builder)', 'Anne-Marie Out', 'No Name'])(
    'an ordinary name does not stop the import: %s',
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
  ])('a form’s question stops the import if an answer to "%s" may be a no', async (question, answers) => {
    await expect(readList(answersTo(question, answers))).rejects.toThrow('is not read, but it may say who');
  });

  test.each([
    ['Do you still want our news?', ['Yes', 'Sure!', 'Of course']],
    ['How did you hear about us?', ['Twitter', 'From a friend']],
    ['What would you like to hear about?', ['News on tools', 'Prices']],
    ['Which tool do you use?', ['Tern', 'Heron']],
  ])(
    'a form’s question is left alone if the answers to "%s" are about something else, or all yes',
    async (question, answers) => {
      expect((await readList(answersTo(question, answers))).rows).toHaveLength(answers.length);
    },
  );
});

test.each([
  ['S', 'A', 'U'],
  ['st', '1', '-1'],
  ['Sts', 'act', 'xx'],
  ['stat', 'J', 'N'],
])(
  'a column %s with codes such as %s and %s stops the import until somebody says what they mean',
  async (header, one, other) => {
    await expect(readList(`email,${header}\na@x.test,${one}\nb@x.test,${other}\n`)).rejects.toThrow(
      /Nothing was imported/,
    );
  },
);
