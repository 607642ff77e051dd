import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../src/errors.ts';
import { readList, type SaidOfList } from '../support/read-list.ts';

/** How lists in a language say who left: by a column of words, by one that says yes where somebody left, or one that says yes where somebody stays. */
interface Language {
  states: string[];
  goneColumns: string[];
  stayColumns: string[];
  gone: string[];
  unconfirmed: string[];
  stays: string[];
  yes: string[];
  no: string[];
}

const LANGUAGES: Record<string, Language> = {
  English: {
    states: ['Status', 'Subscription', 'Email status', 'Standing', 'Subscriber State', 'Membership'],
    goneColumns: [
      'Unsubscribed',
      'Opt-out',
      'optOut',
      'Do not email',
      'Blacklisted',
      'Bounced',
      'Spam complaint',
      'HasOptedOutOfEmail',
      'Suppressed',
      'Unsubscribed on',
    ],
    stayColumns: [
      'Subscribed',
      'Opted in',
      'Consent',
      'Accepts marketing',
      'GDPR permission',
      'Newsletter',
      'Email opt in',
    ],
    gone: [
      'unsubscribed',
      'opted out',
      'blocked',
      'hard bounce',
      'cleaned',
      'complained',
      'cancelled',
      'deleted',
      'not subscribed',
      'Suppressed',
    ],
    unconfirmed: ['pending', 'unconfirmed', 'not confirmed'],
    stays: ['subscribed', 'active', 'Confirmed'],
    yes: ['yes', 'Y', 'TRUE', '1', 'x'],
    no: ['no', 'N', 'FALSE', '0'],
  },
  German: {
    states: ['Status', 'Zustand', 'Abo', 'Abonnement'],
    goneColumns: [
      'Abgemeldet',
      'Abmeldung am',
      'Ausgetragen',
      'Widerruf',
      'Gesperrt',
      'Unzustellbar',
      'Newsletterabmeldung',
      'Gekündigt am',
      'Gelöscht',
    ],
    stayColumns: ['Einwilligung', 'Zustimmung', 'Newsletter', 'Werbeerlaubnis', 'Aktiv', 'Bestätigt'],
    gone: [
      'abgemeldet',
      'Ausgetragen',
      'gesperrt',
      'gelöscht',
      'inaktiv',
      'unzustellbar',
      'widerrufen',
      'nicht mehr aktiv',
    ],
    unconfirmed: ['nicht bestätigt', 'unbestätigt'],
    stays: ['angemeldet', 'aktiv', 'bestätigt', 'abonniert'],
    yes: ['ja', 'Ja', 'x'],
    no: ['nein', 'Nein'],
  },
  French: {
    states: ['Statut', 'État', 'Abonnement'],
    goneColumns: [
      'Désabonné',
      'Désinscrit le',
      'Liste noire',
      'Rebond',
      'Plainte',
      'Supprimé',
      'Bloqué',
      'Opposition',
    ],
    stayColumns: ['Consentement', 'Accepte la newsletter', 'Actif', 'Inscrit', 'Abonné'],
    gone: ['désabonné', 'Désinscrite', 'inactif', 'bloqué', 'rejeté', 'supprimée', 'non abonné'],
    unconfirmed: ['non confirmé', 'en attente'],
    stays: ['abonné', 'inscrit', 'actif', 'confirmé'],
    yes: ['oui', 'Oui'],
    no: ['non', 'Non'],
  },
  Spanish: {
    states: ['Estado', 'Situación', 'Suscripción'],
    goneColumns: [
      'Baja',
      'Fecha de baja',
      'Cancelado',
      'Bloqueado',
      'Lista negra',
      'Rebotado',
      'Queja',
      'Eliminado',
    ],
    stayColumns: ['Consentimiento', 'Acepta publicidad', 'Suscrito', 'Activo', 'Confirmado'],
    gone: [
      'baja',
      'Dado de baja',
      'cancelado',
      'inactiva',
      'bloqueado',
      'rebotado',
      'eliminada',
      'no suscrito',
    ],
    unconfirmed: ['no confirmado', 'pendiente'],
    stays: ['suscrito', 'activo', 'confirmado', 'alta'],
    yes: ['sí', 'Si'],
    no: ['no', 'No'],
  },
  Italian: {
    states: ['Stato', 'Iscrizione'],
    goneColumns: [
      'Disiscritto',
      'Cancellato il',
      'Revoca',
      'Bloccato',
      'Lista nera',
      'Rimbalzato',
      'Reclamo',
    ],
    stayColumns: ['Consenso', 'Accetta newsletter', 'Iscritto', 'Attivo', 'Confermato'],
    gone: ['disiscritto', 'Cancellata', 'inattivo', 'disattivo', 'bloccato', 'rimbalzato', 'non iscritto'],
    unconfirmed: ['non confermato', 'in attesa'],
    stays: ['iscritto', 'attivo', 'confermato'],
    yes: ['sì', 'Si'],
    no: ['no', 'No'],
  },
  Portuguese: {
    states: ['Situação', 'Estado', 'Status', 'Inscrição'],
    goneColumns: [
      'Descadastrado',
      'Cancelado em',
      'Removido',
      'Bloqueado',
      'Lista negra',
      'Devolvido',
      'Reclamação',
      'Excluído',
    ],
    stayColumns: ['Consentimento', 'Aceita e-mails', 'Inscrito', 'Ativo', 'Confirmado'],
    gone: ['descadastrado', 'Cancelada', 'inativo', 'bloqueado', 'devolvido', 'excluído', 'não inscrito'],
    unconfirmed: ['não confirmado', 'pendente'],
    stays: ['inscrito', 'assinante', 'ativo', 'confirmado'],
    yes: ['sim', 'Sim'],
    no: ['não', 'nao'],
  },
  Dutch: {
    states: ['Status', 'Inschrijving', 'Abonnement'],
    goneColumns: [
      'Afgemeld',
      'Uitgeschreven op',
      'Opgezegd',
      'Geblokkeerd',
      'Zwarte lijst',
      'Onbestelbaar',
      'Klacht',
      'Verwijderd',
    ],
    stayColumns: ['Toestemming', 'Akkoord', 'Actief', 'Bevestigd', 'Nieuwsbrief'],
    gone: [
      'afgemeld',
      'Uitgeschreven',
      'inactief',
      'geblokkeerd',
      'onbestelbaar',
      'verwijderd',
      'niet actief',
    ],
    unconfirmed: ['onbevestigd', 'niet bevestigd'],
    stays: ['aangemeld', 'ingeschreven', 'actief', 'bevestigd'],
    yes: ['ja', 'Ja'],
    no: ['nee', 'Nee'],
  },
  Polish: {
    states: ['Status', 'Stan', 'Subskrypcja'],
    goneColumns: [
      'Wypisany',
      'Data wypisania',
      'Rezygnacja',
      'Zablokowany',
      'Czarna lista',
      'Zwrot',
      'Skarga',
      'Usunięty',
    ],
    stayColumns: ['Zgoda', 'Zgoda marketingowa', 'Aktywny', 'Potwierdzony', 'Zapisany'],
    gone: [
      'wypisany',
      'Wypisana',
      'zrezygnował',
      'nieaktywny',
      'zablokowany',
      'odbity',
      'usunięty',
      'nie zapisany',
    ],
    unconfirmed: ['niepotwierdzony', 'oczekujący'],
    stays: ['zapisany', 'aktywny', 'potwierdzony'],
    yes: ['tak', 'Tak'],
    no: ['nie', 'Nie'],
  },
  Japanese: {
    states: ['状態', 'ステータス', '購読状況', '配信状況'],
    goneColumns: ['配信停止', '退会', '解除日', '拒否', 'ブロック', '不達', 'エラー', '苦情', '削除'],
    stayColumns: ['配信', '購読', '同意', '許可', '有効'],
    gone: ['解除', '解除済み', '退会', '停止', '配信停止', '拒否', '無効', '不達'],
    unconfirmed: ['未確認', '確認待ち'],
    stays: ['購読中', '登録済み', '有効', '確認済み'],
    yes: ['はい', '○', '✓'],
    no: ['いいえ', '×'],
  },
};

/** A list with a column that says who left, and of each row whether it does. */
interface MarkedList {
  header: string;
  cells: { cell: string; isGone: boolean }[];
  addressHeader: string;
  delimiter: string;
  isLast: boolean;
}

const pick = (words: string[]) => fc.constantFrom(...words);
const marked = (gone: string[], stays: string[]) =>
  fc.array(
    fc.oneof(
      pick(gone).map((cell) => ({ cell, isGone: true })),
      pick(stays).map((cell) => ({ cell, isGone: false })),
    ),
    { minLength: 1, maxLength: 30 },
  );

const DATES = ['2024-05-06', '06.05.2024 10:11', '5/16/2024'];

function columnIn(language: Language): fc.Arbitrary<{ header: string; cells: MarkedList['cells'] }> {
  const { states, goneColumns, stayColumns, gone, unconfirmed, stays, yes, no } = language;
  const withCells = (headers: string[], cells: fc.Arbitrary<MarkedList['cells']>) =>
    fc.record({ header: pick(headers), cells });
  return fc.oneof(
    withCells([...states, 'Feld 7', 'Xyz'], marked([...gone, ...unconfirmed], stays)),
    withCells(goneColumns, marked(yes, no)),
    withCells(goneColumns, marked(yes, [''])),
    withCells(goneColumns, marked(DATES, [''])),
    withCells(stayColumns, marked(no, yes)),
    withCells(stayColumns, marked([''], yes)),
  );
}

const list: fc.Arbitrary<MarkedList> = fc
  .tuple(
    fc.constantFrom(...Object.values(LANGUAGES)).chain(columnIn),
    fc.constantFrom('email', 'E-Mail', 'Email Address', 'correo electrónico', 'メールアドレス', 'Contact'),
    fc.constantFrom(',', ';', '\t'),
    fc.boolean(),
  )
  .map(([column, addressHeader, delimiter, isLast]) => ({ ...column, addressHeader, delimiter, isLast }));

function textOf({ header, cells, addressHeader, delimiter, isLast }: MarkedList): string {
  const line = (address: string, name: string, cell: string) =>
    (isLast ? [address, name, 'Oslo', cell] : [cell, name, 'Oslo', address]).join(delimiter);
  const rows = cells.map(({ cell }, index) => line(`p${index}@v.test`, `Reader ${index}`, cell));
  return [line(addressHeader, 'Name', header), ...rows].join('\r\n').replace(/^([^\n]*)Oslo/, '$1City');
}

/** The places of people who would get mail; null where the import stops. */
async function whoGetsMail(text: string, said?: SaidOfList): Promise<number[] | null> {
  try {
    const { rows } = await readList(text, said);
    const mailed = rows.filter(({ status, suppression }) => status === 'confirmed' && suppression === null);
    return mailed.map(({ email }) => Number(/\d+/.exec(email)?.[0]));
  } catch (error) {
    if (error instanceof AppError && error.code === 'input') return null;
    throw error;
  }
}

test('nobody whom a list in nine languages marks as gone gets mail: they are taken as gone, or the import stops', async () => {
  let stopped = 0;
  let read = 0;
  await fc.assert(
    fc.asyncProperty(list, async (given) => {
      const mailed = await whoGetsMail(textOf(given));
      if (mailed === null) stopped += 1;
      else read += 1;
      const gone = given.cells.flatMap(({ isGone }, index) => (isGone ? [index] : []));
      expect((mailed ?? []).filter((index) => gone.includes(index))).toEqual([]);
    }),
    { numRuns: 2_000 },
  );
  // Were every list stopped, or none, this would prove little.
  expect(stopped).toBeGreaterThan(200);
  expect(read).toBeGreaterThan(60);
});

test('the command that the message proposes mails nobody who left', async () => {
  let followed = 0;
  await fc.assert(
    fc.asyncProperty(list, async (given) => {
      const text = textOf(given);
      const message = await readList(text).then(
        () => '',
        (error: Error) => error.message,
      );
      const map = /import list\.csv --map "([^"]*)"/.exec(message)?.[1];
      if (map === undefined) return;
      followed += 1;
      const mailed = (await whoGetsMail(text, { map })) ?? [];
      expect(mailed.filter((index) => given.cells[index]?.isGone === true)).toEqual([]);
    }),
    { numRuns: 300 },
  );
  expect(followed).toBeGreaterThan(50);
});

describe('a column by which other programs say who must not be mailed stops the import', () => {
  test.each([
    ['Email Marketing Status', 'SUBSCRIBED', 'UNSUBSCRIBED'],
    ['Accepts Email Marketing', 'yes', 'no'],
    ['unsubscribed_at', '', '2024-05-06T07:08:09Z'],
    ['Email Opt Out', '0', '1'],
    ['Email: Opt-Out', 'false', 'true'],
    ['is_subscribed', 't', 'f'],
    ['do_not_contact', '', '1'],
    ['DNC', '', 'email'],
    ['Hard bounced', '', 'x'],
    ['bounce_count', '0', '5'],
    ['On suppression list', 'No', 'Yes'],
    ['Cancelled at', '', '2024-01-01'],
    ['Newsletter', 'weekly', 'never'],
    ['GDPR consent', 'granted', 'withdrawn'],
    ['Subscription state', 'live', 'ended'],
    ['Left on', '', '12/31/2024'],
    ['Erlaubnis zum Marketing', 'X', ''],
    ['Werbung erlaubt', 'Ja', ''],
    ['Отписан', '', 'да'],
    ['退订', '否', '是'],
    ['수신거부', '', 'Y'],
    ['Avregistrerad', '', '2024-01-01'],
    ['メルマガ', '希望する', '希望しない'],
    ['Deceased', '', '2024-01-01'],
    ['Email permission status', 'explicit', 'unsubscribed'],
    ['Frequency', 'weekly', 'never'],
    ['nomail', 'n', 'y'],
    ['Optin', 'oui', 'non'],
    ['RODO', 'tak', 'nie'],
    ['Niet mailen', '', 'ja'],
    ['Notes', '', 'asked to be removed'],
    ['Subscriber status', '1', '3'],
    ['State', 'A', 'U'],
    ['State', '1', '2'],
    ['Unsubscribed (newsletter)', '', 'May'],
    ['Consent', '', ''],
  ])('%s: %j and %j', async (header, stays, gone) => {
    const text = `email,Name,${header}\na@v.test,Ann,${stays}\nb@v.test,Bo,${gone}\nc@v.test,Cy,${stays}\n`;
    await expect(readList(text)).rejects.toThrow(/Nothing was imported\. Say what it means/);
    const { rows } = await readList(text, { from: 'plain' });
    expect(rows).toHaveLength(3);
  });
});

test('a state that is written with a date, differently in each row, stops the import', async () => {
  const rows = Array.from({ length: 60 }, (_, index) =>
    index === 50 ? 'p50@v.test,unsubscribed on 2024-05-06' : `p${index}@v.test,signed up no. ${index}`,
  );
  await expect(readList(`email,Subscription\n${rows.join('\n')}\n`)).rejects.toThrow(
    /unsubscribed on 2024-05-06.*Nothing was imported/s,
  );
});

describe('a column that only sounds like it is left alone', () => {
  test.each([
    ['State/Province', ['CA', 'NY', 'TX']],
    ['State', ['Bavaria', 'Hesse', '']],
    ['État', ['Paris', 'Vaud', 'Genève']],
    ['Stato', ['Italia', 'San Marino', 'Italia']],
    ['Provincia', ['NO', 'MI', 'TO']],
    ['Country', ['NO', 'SE', 'NO']],
    ['Language', ['en', 'no', 'en']],
    ['Points', ['0', '12', '7']],
    ['Birthday', ['2000-01-01', '', '1999-12-31']],
    ['Activity', ['5', '0', '3']],
    ['Days active', ['0', '1', '27']],
    ['Emails received', ['0', '1', '27']],
    ['Reason', ['work', 'a friend', 'work']],
    ['Rating', ['0', '1', '5']],
    ['Mailing address', ['1 High Street', '', '3 Low Road']],
    ['Subscribed at', ['2024-01-02', '2024-01-03', '2024-02-01']],
    ['Subscription source', ['web', '', 'import']],
    ['Unsubscribe link', ['https://v.test/u/1', 'https://v.test/u/2', 'https://v.test/u/3']],
    ['Consent', ['yes', 'yes', 'yes']],
    ['Unsubscribed', ['no', 'no', 'no']],
    ['Bounced', ['', '', '']],
    ['Position', ['Stanford', 'Constance', 'Stopford']],
    ['Tags', ['x', '', 'vip']],
  ])('%s', async (header, cells) => {
    const rows = cells.map((cell, index) => `p${index}@v.test;Reader;${cell}`);
    const found = await readList(['email;Name;'.concat(header), ...rows].join('\n'));
    expect(found.rows).toHaveLength(cells.length);
    expect(found.columns).toContainEqual({ column: header, place: 3, readAs: 'nothing' });
  });
});

describe('a row that says that somebody left is refused for nothing but its address', () => {
  test.each([
    ['a name that is too long', `b@v.test,${'n'.repeat(300)},unsubscribed,2024-01-01`],
    ['a name in another encoding', 'b@v.test,K\ufffdthe,unsubscribed,2024-01-01'],
    ['a date that is none', 'b@v.test,Bo,unsubscribed,soon'],
    ['a date that may be two', 'b@v.test,Bo,unsubscribed,03/04/2024'],
    ['a comma in a name without quotation marks', 'b@v.test,Bo, jr.,unsubscribed,2024-01-01'],
    ['fewer fields', 'b@v.test,Bo,unsubscribed'],
    ['a quotation mark within a name', 'b@v.test,Bo "B" Bell,unsubscribed,2024-01-01'],
    ['a quotation mark that is never closed', 'b@v.test,"Bo,unsubscribed,2024-01-01'],
  ])('%s', async (_, row) => {
    const { rows, rejected } = await readList(
      `email,name,status,created_at\na@v.test,Ann,confirmed,2024-01-01\n${row}\nc@v.test,Cy,confirmed,2024-01-01\n`,
    );
    expect(rejected).toEqual([]);
    const found = rows.find(({ email }) => email === 'b@v.test');
    expect(found).toMatchObject({ status: 'unsubscribed' });
  });

  test('wherever in a row with too many fields its address stands', async () => {
    const text = 'name,email,status\nAnn,a@v.test,confirmed\nBell, Bo,b@v.test,unsubscribed\n';
    expect((await readList(text)).rows).toMatchObject([
      { email: 'a@v.test' },
      { email: 'b@v.test', status: 'unsubscribed' },
    ]);
  });

  test('but for its address it is', async () => {
    const { rejected } = await readList('email,status\nnobody,unsubscribed\na@v.test,confirmed\n');
    expect(rejected).toEqual([{ line: 2, message: 'The address has no @.' }]);
  });
});
