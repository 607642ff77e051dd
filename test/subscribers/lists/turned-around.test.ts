import { describe, expect, test } from 'vitest';
import { proposedMap } from '../../support/proposed-map.ts';
import { readList } from '../../support/read-list.ts';

const GUESSED = 'Words that we do not know are marked as unsubscribed';

const messageOn = (text: string) =>
  readList(text).then(
    () => '',
    (error: Error) => error.message,
  );

/** What everyone becomes by the proposed command, and whether it says that it guesses. */
async function followed(text: string) {
  const message = await messageOn(text);
  const { rows } = await readList(text, { map: proposedMap(message) ?? '' });
  return { statuses: rows.map(({ status }) => status), isGuessed: message.includes(GUESSED) };
}

describe('following the proposal emails nobody who said that they do not want email', () => {
  test.each([
    'No newsletter',
    'No marketing',
    'Kein Newsletter',
    'Keine Einwilligung',
    'Ohne Newsletter',
    'Sans newsletter',
    'Pas de newsletter',
    'Sin boletín',
    'Senza newsletter',
    'Sem newsletter',
    'Geen nieuwsbrief',
    'Bez newslettera',
    'Inget nyhetsbrev',
    'без рассылки',
    'Exempt from newsletter',
    'Skip newsletter',
    'Hide from mailings',
    'Consent missing',
    'unsuscribed',
    'usubscribed',
    'unusbcribed',
  ])('following the suggestion emails nobody if %s says yes to a refusal', async (header) => {
    const list = `email,${header}\na@x.test,yes\nb@x.test,no\n`;
    expect((await followed(list)).statuses).toEqual(['unsubscribed', 'confirmed']);
    expect((await followed(`email,${header}\na@x.test,x\nb@x.test,\n`)).statuses).toEqual([
      'unsubscribed',
      'confirmed',
    ]);
  });

  test('a number of newsletters does not count as a refusal of them', async () => {
    const list = 'email,Newsletter No.\na@x.test,yes\nb@x.test,no\n';
    expect((await followed(list)).statuses).toEqual(['confirmed', 'unsubscribed']);
  });

  test.each([
    ['Ruhe', 'ja', 'nein'],
    ['Ausstieg', 'x', ''],
    ['Zurück', 'yes', 'no'],
    ['Foo', '1', '0'],
    ['Pausa', 'sí', 'no'],
    ['Ruhe', '👍', '👎'],
  ])(
    'following the suggestion emails nobody if %s is unclear, and whether %j or %j keeps email away',
    async (header, one, other) => {
      const { statuses, isGuessed } = await followed(`email,${header}\na@x.test,${one}\nb@x.test,${other}\n`);
      expect(statuses).not.toContain('confirmed');
      expect(isGuessed).toBe(true);
    },
  );

  test.each(['Tax Exempt', 'Follows You', 'Free Member'])(
    'the suggestion is called a guess if everyone has a no in %s',
    async (header) => {
      expect(await messageOn(`email,${header}\na@x.test,no\nb@x.test,no\n`)).toContain(GUESSED);
    },
  );

  test.each(['Mail?', 'Mailing', 'Include in mailing', 'E-Mail ok', 'Verteiler', 'Emails'])(
    'following the suggestion keeps those who get email if %s says so',
    async (header) => {
      const { statuses } = await followed(`email,${header}\na@x.test,yes\nb@x.test,no\n`);
      expect(statuses).toEqual(['confirmed', 'unsubscribed']);
    },
  );
});

describe('following the proposal keeps people who get email, where a column about leaving', () => {
  test.each([
    ['Unsubscribe status', 'Subscribed', 'Unsubscribed'],
    ['Opt-in/Opt-out', 'Opt-in', 'Opt-out'],
    ['Abmeldestatus', 'angemeldet', 'abgemeldet'],
    ['Désabonnement', 'abonné', 'désabonné'],
  ])('following the suggestion keeps people if %s has the word %s for them', async (header, stays, left) => {
    const { statuses } = await followed(`email,${header}\na@x.test,${stays}\nb@x.test,${left}\n`);
    expect(statuses).toEqual(['confirmed', 'unsubscribed']);
  });

  test.each(['Suppression', 'Blocked', 'Opt-out'])(
    'following the suggestion keeps people if %s may be active',
    async (header) => {
      const { statuses, isGuessed } = await followed(`email,${header}\na@x.test,active\nb@x.test,no\n`);
      expect(statuses).toEqual(['unsubscribed', 'confirmed']);
      expect(isGuessed).toBe(true);
    },
  );

  test.each([
    ['0.0', '1.0'],
    ['0,0', '1,0'],
    ['0.00', '1.00'],
  ])(
    'following the suggestion keeps people if a column about leaving has the numbers %s and %s, as data tools write them',
    async (no, yes) => {
      const list = `email;unsubscribed\na@x.test;${no}\nb@x.test;${yes}\n`;
      expect((await followed(list)).statuses).toEqual(['confirmed', 'unsubscribed']);
      const { rows } = await readList(list, { map: 'unsubscribed=unsubscribed' });
      expect(rows.map(({ status }) => status)).toEqual(['confirmed', 'unsubscribed']);
    },
  );
});

test.each([
  ['Subscribed', 'no'],
  ['Confirmed at', 'never'],
  ['Opt-in', 'nein'],
])('the days on which people joined are proposed as that, though %s also has "%s"', async (header, no) => {
  const { statuses, isGuessed } = await followed(
    `email,${header}\na@x.test,2024-01-01\nb@x.test,${no}\nc@x.test,2024-02-03\n`,
  );
  expect(statuses).toEqual(['confirmed', 'unsubscribed', 'confirmed']);
  expect(isGuessed).toBe(false);
});

describe('an import stops', () => {
  test.each([
    'Email Address Status',
    'Address status',
    'Campaign status',
    'Source status',
    'subscribe_status_id',
    'Status ID',
    'Subscriber activity status',
    'Campaign opt-in',
  ])('an import stops at %s, whose words may say who left', async (header) => {
    expect(await messageOn(`email,${header}\na@x.test,Active\nb@x.test,Inactive\n`)).toContain(
      `The column "${header}" is not read, but it may say who must not be mailed.`,
    );
    expect(await messageOn(`email,${header}\na@x.test,10\nb@x.test,20\n`)).toContain('is not read');
  });

  test.each([
    ['Email frequency', 'none'],
    ['Frequency', 'never'],
    ['Fréquence', 'jamais'],
    ['Frecuencia', 'nunca'],
    ['Häufigkeit', 'niemals'],
    ['Frequentie', 'nooit'],
    ['Częstotliwość', 'nigdy'],
    ['How often?', 'Please never'],
    ['Versand', 'keiner'],
    ['Mailings', 'none'],
  ])('an import stops if the %s is "%s"', async (header, none) => {
    expect(await messageOn(`email,${header}\na@x.test,weekly\nb@x.test,${none}\n`)).toContain(
      `The column "${header}" is not read`,
    );
  });

  test.each(['Company', 'Referral', 'Title', 'Diet'])(
    'an import does not stop if the %s is "none"',
    async (header) => {
      expect(await messageOn(`email,${header}\na@x.test,Acme\nb@x.test,none\n`)).toBe('');
    },
  );

  test.each([
    'she left the list',
    'taken off the list in May',
    'wishes not to receive emails',
    'cancelled subscription to the newsletter',
    'möchte gelöscht werden',
    'bittet um Löschung',
    'souhaite être retiré de la liste',
    'a demandé à ne plus être contacté',
    'pidió que no le escribamos más',
    'quiere salir de la lista',
    'ha chiesto di essere cancellato',
    'pediu para sair da lista',
    'pediu para ser removido',
    'wil van de lijst af',
    'prosi o usunięcie',
    'DONOTMAIL',
    'zzz_DONOTCONTACT',
  ])('an import stops at a note that says "%s"', async (note) => {
    expect(await messageOn(`email,Notes\na@x.test,met at a fair\nb@x.test,${note}\n`)).toContain(
      'The column "Notes" is not read',
    );
  });

  test.each([
    'Ehemalige Leser',
    'Ex-Abonnenten',
    'Anciens abonnés',
    'Antiguos suscriptores',
    'Former readers',
    'Nicht mehr aktiv',
    'Frühere Mitglieder',
  ])('an import stops at people below the heading "%s"', async (heading) => {
    expect(await messageOn(`email,name\na@x.test,A\n${heading},\nb@x.test,B\n`)).toMatch(/^Line 3 is/);
  });
});

test.each([
  ['active', 'unsubscribed'],
  ['Subscribed', 'Unsubscribed'],
  ['aktiv', 'abgemeldet'],
  ['live', 'bounced'],
])(
  'a status that calls all who get email "%s" is asked about, though half of the people left',
  async (stays, left) => {
    const list = `email,status\na@x.test,${stays}\nb@x.test,${left}\nc@x.test,${left}\nd@x.test,${stays}\n`;
    expect(await messageOn(list)).toContain(`we do not know what these values mean: ${stays} (2).`);
  },
);

test('a single wrong word costs only its row, though half of the people left', async () => {
  const list =
    'email,status\na@x.test,confirmed\nb@x.test,unsubscribed\nc@x.test,unsubscribed\nd@x.test,confrmed\n';
  const { rows, rejected } = await readList(list);
  expect([rows.length, rejected.length]).toEqual([3, 1]);
});
