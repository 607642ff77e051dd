import { describe, expect, test } from 'vitest';
import { readColumnMap, writeColumnMap } from '../../../src/subscribers/lists/columns/column-map.ts';
import { proposedMap } from '../../support/proposed-map.ts';
import { readList } from '../../support/read-list.ts';

const messageOn = (text: string, map?: string) =>
  readList(text, map === undefined ? {} : { map }).then(
    () => '',
    (error: Error) => error.message,
  );

/** The proposed map, and what everyone becomes by it. */
async function followed(text: string, map?: string) {
  const proposed = proposedMap(await messageOn(text, map)) ?? '';
  const { rows, rejected } = await readList(text, { map: proposed });
  return { map: proposed, statuses: rows.map(({ status }) => status), rejected };
}

const STRANGE =
  'email,Newsletter-Stand\na@v.test,läuft\nb@v.test,läuft\nc@v.test,ruht\nd@v.test,weg\ne@v.test,ruht\n';

describe('the suggested command', () => {
  test('the suggested command keeps a word the operator has explained, and asks only about the others', async () => {
    const said = 'status=Newsletter-Stand,status.läuft=confirmed';
    const message = await messageOn(STRANGE, said);
    expect(message).toContain('we do not know what these values mean: ruht (2), weg (1).');
    const { map, statuses } = await followed(STRANGE, said);
    expect(map).toBe(`${said},status.ruht=unsubscribed,status.weg=unsubscribed`);
    expect(statuses).toEqual(['confirmed', 'confirmed', 'unsubscribed', 'unsubscribed', 'unsubscribed']);
  });

  test('the suggested command keeps a word in one column, in the form of the rest', async () => {
    const { map } = await followed(STRANGE, 'status=#2,status[Newsletter-Stand].läuft=confirmed');
    expect(map).toBe('status=#2,status.läuft=confirmed,status.ruht=unsubscribed,status.weg=unsubscribed');
  });

  test('the suggested command names the column of a word that was explained without one', async () => {
    const { map, statuses } = await followed(STRANGE, 'status.Läuft=confirmed,status.weg=bounced');
    expect(map).toBe(
      'status=Newsletter-Stand,status.Läuft=confirmed,status.weg=bounced,status.ruht=unsubscribed',
    );
    expect(statuses.slice(0, 2)).toEqual(['confirmed', 'confirmed']);
  });

  test('the suggested command keeps what was said about empty cells, other words and unread columns', async () => {
    const empty = 'email,Stand\na@v.test,an\nb@v.test,\nc@v.test,zu\n';
    expect((await followed(empty, 'status=Stand,status.=confirmed')).map).toBe(
      'status=Stand,status.=confirmed,status.an=unsubscribed,status.zu=unsubscribed',
    );
    const unread = 'email,Abo\na@v.test,ja\nb@v.test,nein\n';
    expect((await followed(unread, 'unread=Abo,status.*=pending')).map).toBe('status=Abo,status.*=pending');
  });

  test('the suggested command keeps the name and another column, written once', async () => {
    const text = 'Mail,A,B,Abo\na@v.test,Ada,Bell,ja\nb@v.test,Bo,Orr,nein\n';
    const { map, statuses } = await followed(text, 'email=Mail,name=A+B');
    expect(map).toBe('email=Mail,name=A+B,status=Abo,status.ja=confirmed,status.nein=unsubscribed');
    expect(statuses).toEqual(['confirmed', 'unsubscribed']);
  });

  test('the suggested command names the column of each new word if two columns say who gets email', async () => {
    const text = 'email,status,Abo\na@v.test,confirmed,an\nb@v.test,confirmed,nein\nc@v.test,pending,nein\n';
    expect((await followed(text, 'status.an=confirmed')).map).toBe(
      'status=Abo,status.an=confirmed,status[Abo].nein=unsubscribed',
    );
  });

  test('the suggested command keeps what was said about a column that is not about email, too', async () => {
    const message = await messageOn(STRANGE, 'email=email,status=Newsletter-Stand,status.läuft=confirmed');
    expect(message).toContain("--map 'email=email,ignore=Newsletter-Stand'");
  });
});

describe('one odd value does not change what is proposed for the others', () => {
  test.each([
    ['a comma', 'ruht, bis Mai'],
    ['a command', '$(touch evil)'],
    ['backquotes', '`id`'],
    ['a quotation mark', 'sagt "weg"'],
    ['only a quotation mark', '"'],
    ['an apostrophe', "isn't here"],
    ['an equals sign', 'stand=weg'],
    ['brackets and a plus', '[weg]+'],
    ['a backslash', 'C:\\weg'],
    ['an exclamation mark', 'weg!'],
    ['a number sign', '#2'],
  ])('one odd value does not change the suggestion for the others: %s', async (_, odd) => {
    const text = `email,Abo\na@v.test,aktiv\nb@v.test,nein\nc@v.test,"${odd.replaceAll('"', '""')}"\n`;
    const { map, statuses, rejected } = await followed(text);
    expect(map).not.toContain('*');
    expect(statuses).toEqual(['confirmed', 'unsubscribed', 'unsubscribed']);
    expect(rejected).toEqual([]);
    const named = readColumnMap([map.replace(/=unsubscribed$/, '=confirmed')]);
    expect(named.words.at(-1)).toMatchObject({ word: odd, means: 'confirmed' });
  });

  test('a value with a line break is covered by "any other word", and the others are named', async () => {
    const { map, statuses } = await followed(
      'email,Abo\na@v.test,aktiv\nb@v.test,"ruht\nnoch"\nc@v.test,*\nd@v.test,nein\n',
    );
    expect(map).toBe('status=Abo,status.aktiv=confirmed,status.nein=unsubscribed,status.*=unsubscribed');
    expect(statuses).toEqual(['confirmed', 'unsubscribed', 'unsubscribed', 'unsubscribed']);
  });

  test('among many values, those that say who gets email are still named', async () => {
    const texts = Array.from({ length: 20 }, (_, index) => `t${index}@v.test,seit Ausgabe ${index}`);
    const { map } = await followed(`email,Abo\na@v.test,aktiv\nb@v.test,gelöscht\n${texts.join('\n')}\n`);
    expect(map).toBe('status=Abo,status.aktiv=confirmed,status.gelöscht=unsubscribed,status.*=unsubscribed');
  });

  test('two ways of writing one word count as one', async () => {
    const { map } = await followed('email,Abo\na@v.test,Aktiv\nb@v.test,aktiv\nc@v.test,nein\n');
    expect(map).toBe('status=Abo,status.Aktiv=confirmed,status.nein=unsubscribed');
  });
});

test('a guess is called one, and a suggestion without guesses mentions none', async () => {
  expect(await messageOn(STRANGE)).toContain(
    'Words that we do not know are marked as unsubscribed. An import never brings these people back, so check them first.',
  );
  expect(await messageOn('email,Abo\na@v.test,aktiv\nb@v.test,nein\n')).not.toContain('unknown');
});

test('a file without a header line names the column by its place', async () => {
  expect((await followed('a@v.test,aktiv\nb@v.test,gelöscht\n', 'email=#1')).map).toBe(
    'email=#1,status=#2,status.aktiv=confirmed,status.gelöscht=unsubscribed',
  );
});

test('any map can be written and read back', () => {
  const texts = [
    'plain',
    'a, b',
    'a "b" c',
    '"',
    'a+b=c',
    '[x]',
    'x]y',
    "it's",
    '$(id)',
    'a.b',
    ' ✓ '.trim(),
  ];
  const map = {
    columns: texts.map((column) => ({ column, role: 'name' as const })),
    words: texts.map((word) => ({ column: word, word, means: 'pending' as const })),
  };
  expect(readColumnMap([writeColumnMap(map)])).toEqual(map);
});

describe('following the proposal keeps people who get email', () => {
  test.each(['activated', 'Activation date', 'Aktiviert am', "Date d'activation", 'Activated at'])(
    'following the suggestion keeps people with a date in %s; those without have not confirmed yet',
    async (header) => {
      const list = `email,${header}\na@x.test,2024-01-01 10:01:00\nb@x.test,2024-02-01 10:01:00\nc@x.test,\n`;
      expect((await followed(list)).statuses).toEqual(['confirmed', 'confirmed', 'pending']);
    },
  );

  test('following the suggestion leaves out people whom another date says left', async () => {
    const list =
      'email,activated,deactivated\na@x.test,2024-01-01 10:01:00,\nb@x.test,2024-01-01 10:01:00,2024-05-05 10:00:00\n';
    expect((await followed(list)).statuses).toEqual(['confirmed', 'unsubscribed']);
  });

  test.each([
    ['Accepts SMS Marketing', 'no', 'yes'],
    ['push_subscribe', '', 'subscribed'],
    ['WhatsApp opt-in', 'no', 'yes'],
    ['SMS Consent', 'NEVER_SUBSCRIBED', 'SUBSCRIBED'],
    ['Do not call', 'yes', 'no'],
    ['Phone opt-out', 'yes', 'no'],
  ])('following the suggestion keeps people who said no to %s', async (header, no, yes) => {
    const list = `email,Accepts Email Marketing,${header}\na@x.test,yes,${no}\nb@x.test,no,${yes}\n`;
    expect((await followed(list)).statuses).toEqual(['confirmed', 'unsubscribed']);
  });

  test('a column about email and another channel is read as one about email', async () => {
    const list = 'email,Email and SMS marketing\na@x.test,yes\nb@x.test,no\n';
    expect((await followed(list)).statuses).toEqual(['confirmed', 'unsubscribed']);
  });

  test.each(['[]', '{}', '[ ]', 'null', '""'])(
    'following the suggestion keeps people whose field has %s',
    async (nothing) => {
      const cell = `"${nothing.replaceAll('"', '""')}"`;
      const list = `email,unsubscribedChannelIds\na@x.test,${cell}\nb@x.test,[24]\n`;
      expect((await followed(list)).statuses).toEqual(['confirmed', 'unsubscribed']);
    },
  );

  test.each(['Lead Status', 'subscription_preferences', 'Marketing consent'])(
    'following the suggestion keeps people if %s is empty in every row and another column says who left',
    async (header) => {
      const list = `email,unsubscribed,${header}\na@x.test,false,\nb@x.test,true,\n`;
      expect((await followed(list)).statuses).toEqual(['confirmed', 'unsubscribed']);
    },
  );

  test('following the suggestion leaves out people without a column that says they agreed', async () => {
    const list = 'email,Marketing consent,Newsletter\na@x.test,,\nb@x.test,,\n';
    expect((await followed(list)).statuses).toEqual(['pending', 'pending']);
  });

  test.each(['Express', 'Explicit'])(
    'following the suggestion keeps people who gave %s consent',
    async (consent) => {
      const list = `email,Consent\na@x.test,${consent}\nb@x.test,No\n`;
      expect((await followed(list)).statuses).toEqual(['confirmed', 'unsubscribed']);
    },
  );
});

test.each(['lifetime_value', 'Lifetime Value', 'LTV', 'Total revenue', 'total_spent', 'Umsatz', 'balance'])(
  'a sum in %s is not asked about, though all of it is 0',
  async (header) => {
    const { rows } = await readList(`email,${header}\na@x.test,0\nb@x.test,0\n`);
    expect(rows.map(({ status }) => status)).toEqual(['confirmed', 'confirmed']);
  },
);
