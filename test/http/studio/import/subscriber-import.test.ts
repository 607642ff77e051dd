import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openStudio, type Studio } from '../../../support/http/studio.ts';
import { parsedPage } from '../../pages/open-pages.ts';

let studio: Studio;
beforeEach(async () => {
  studio = await openStudio();
});
afterEach(() => studio.close());

const LIST =
  'email,name,status\nada@a.test,Ada,confirmed\nbo@a.test,Bo,unsubscribed\nnobody,,\ncy@a.test,,sleeping\n';

/** Uploads as the page's script does, and returns where that leads. */
async function upload(body: string | Buffer, fileName = 'list.csv', headers = {}): Promise<string> {
  const response = await studio.visit('/studio/subscribers/import', {
    method: 'POST',
    body,
    headers: { 'content-type': 'text/csv', 'x-file-name': encodeURIComponent(fileName), ...headers },
  });
  expect(response.status).toBe(303);
  return response.headers.get('location') ?? '';
}

/** Starts an import, and returns its page once it has ended. */
async function importList(path: string, from = '', search = '', consent = 'shown'): Promise<string> {
  const started = await studio.submit(`${path}/start${search}`, { from, consent });
  expect(started.headers.get('location')).toBe(path);
  for (;;) {
    const page = await studio.read(path);
    if (!page.includes('<progress')) return page;
    await setImmediate();
  }
}

/** New, already here, without mail, twice if any are, refused. */
const countsOf = (page: string) => tilesOf(page).map(([, count]) => count);

/** What a page says at a glance. */
const tilesOf = (page: string) => {
  const terms = parsedPage(page).texts('dt');
  const facts = [...page.matchAll(/<div class="big"><dt>[^<]*<\/dt><dd>([\d,]+)<\/dd>/g)].map(
    ([, fact]) => fact,
  );
  return facts.map((fact, index) => [terms[index], fact]);
};

describe('an uploaded list', () => {
  test('an uploaded list is shown as it would be read, and nothing is imported yet', async () => {
    const before = await studio.tables();
    const page = await studio.read(await upload(LIST));
    expect(tilesOf(page)).toEqual([
      ['New', '2'],
      ['Already here', '0'],
      ['Unsubscribed or can’t be mailed', '0'],
      ['Can’t be imported', '2'],
    ]);
    expect(page).toContain('2 + 0 + 0 + 2 = 4 lines');
    expect(['td', 'th'].flatMap((tag) => parsedPage(page).texts(tag))).toEqual(
      expect.arrayContaining(['ada@a.test', 'The address has no @.']),
    );
    expect(await studio.tables()).toEqual(before);
  });

  test('an uploaded list is imported on confirmation, and every refused line is shown and can be downloaded', async () => {
    const path = await upload(LIST);
    const page = await importList(path);
    expect(countsOf(page)).toEqual(['2', '0', '0', '2']);
    expect(parsedPage(page).texts('td')).toContain('The address has no @.');
    const refused = await studio.visit(`${path}/refused.csv`);
    expect((await refused.text()).split('\n')).toEqual([
      'line,message',
      '4,The address has no @.',
      expect.stringMatching(/^5,"?The status is not known/),
      '',
    ]);
    expect((await studio.tables()).consent_events?.[0]).toMatchObject({
      event: 'imported',
      source: 'import:list.csv',
    });
  });

  test('an uploaded list is imported once, however often the import is started', async () => {
    const path = await upload(LIST);
    const [one, other] = await Promise.all([importList(path), importList(path)]);
    expect(one).toBe(other);
    expect(await importList(path)).toBe(one);
    expect((await studio.tables()).consent_events).toHaveLength(2);
    expect(countsOf(await importList(await upload(LIST)))).toEqual(['0', '1', '1', '2']);
  });

  test('an uploaded list shows how many people stay unsubscribed, and which lines repeat an address', async () => {
    await importList(await upload(LIST));
    const page = await importList(
      await upload('email,status\nbo@a.test,confirmed\nada@a.test,confirmed\nada@a.test,confirmed\n'),
    );
    expect(parsedPage(page).texts('p')).toEqual(
      expect.arrayContaining([
        'Imported: 1 confirmed, 1 unsubscribed.',
        expect.stringMatching(/^1 that the file calls confirmed stays unsubscribed: they left earlier/),
        expect.stringMatching(/^1 row repeats an email address from an earlier row: line 4\./),
      ]),
    );
  });

  test('a long list is imported whole, and all its refused lines are in the file', async () => {
    const lines = Array.from({ length: 3_000 }, (_, index) => (index % 2 ? `r${index}@a.test` : `r${index}`));
    const path = await upload(`email\n${lines.join('\n')}\n`);
    const page = await importList(path);
    expect(countsOf(page)).toEqual(['1,500', '0', '0', '1,500']);
    expect(page).toContain('The first 100 of 1,500');
    expect((await (await studio.visit(`${path}/refused.csv`)).text()).trim().split('\n')).toHaveLength(1_501);
  });

  test('an uploaded list is recognised as a product’s export, or read as the editor says', async () => {
    const ghost = 'email,subscribed_to_emails\nada@a.test,false\n';
    const path = await upload(ghost);
    expect(await studio.read(path)).toContain('Recognised as an export of Ghost');
    expect(await studio.read(`${path}?from=plain`)).toMatch(
      /Read as columns email, name, status, created_at.*Confirmed/s,
    );
    expect(await studio.read(`${path}?from=substack`)).not.toContain('id="import-button"');
    await importList(path, 'ghost');
    expect((await studio.tables()).subscribers).toMatchObject([{ status: 'unsubscribed' }]);
    expect((await studio.tables()).consent_events).toMatchObject([{ source: 'import:list.csv (Ghost)' }]);
  });

  test.each([
    ['an empty one', '', 'The file is empty.'],
    ['one without a header', 'ada@a.test\n', 'no header line'],
    ['one that is not UTF-8', 'Stra\ufffde,Ort\nA,B\n', 'not UTF-8'],
  ])('a file that is %s cannot be imported, and says why', async (_, body, reason) => {
    const path = await upload(body);
    const page = await studio.read(path);
    expect(page).toContain(reason);
    expect(page).not.toContain('id="import-button"');
    const ended = await importList(path);
    expect([ended.includes(reason), countsOf(ended)[0]]).toEqual([true, '0']);
    expect(studio.errors).toEqual([]);
  });

  test('a list in another encoding is refused until the editor chooses the encoding', async () => {
    // In windows-1252: `email,Abo` and a person who was deleted.
    const bytes = Buffer.from(
      'email,name,Abo\nada@a.test,Zo\u00eb,aktiv\nbo@a.test,Bo,gel\u00f6scht\n',
      'latin1',
    );
    const path = await upload(bytes);
    const page = await studio.read(path);
    expect(page).toContain('not UTF-8: line 2');
    expect(page).not.toContain('id="import-button"');
    const asked = await studio.read(`${path}?encoding=windows-1252`);
    expect(parsedPage(asked).texts('option')).toContain('Western Europe and the Americas (windows-1252)');
    expect(asked).toContain('gelöscht');
    const said = `${path}?encoding=windows-1252&c2=status&w2%3Aaktiv=confirmed&w2%3Agel%C3%B6scht=unsubscribed`;
    expect(await studio.read(said)).toContain('as windows-1252');
    await importList(path, '', new URL(said, 'http://a.test').search);
    expect((await studio.tables()).subscribers).toMatchObject([
      { name: 'Zoë', status: 'confirmed' },
      { status: 'unsubscribed' },
    ]);
  });

  test.each([
    ['not UTF-8', Buffer.from('email\nbj\u00f6rn@a.test\n', 'latin1'), 'under &quot;Encoding&quot;'],
    ['without a header line', 'ada@a.test\n', 'Say below what each column is'],
    ['without a column of addresses', 'a,b\n1,2\n', 'Choose &quot;email address&quot; below'],
    [
      'of a product that does not tell who left',
      'email,active_subscription\na@a.test,false\n',
      'choose &quot;an export of Substack&quot; under &quot;Read it as&quot;',
    ],
    [
      'with people whose status is open',
      'uuid,email,name,attributes,status\nu,a@a.test,,{},disabled\n',
      'say below that &quot;disabled&quot; means confirmed',
    ],
    [
      'with a word of another product',
      'email,status\na@a.test,confirmed\nb@a.test,cold\nc@a.test,confirmed\n',
      'choose the product under &quot;Read it as&quot;',
    ],
  ])('the advice for a list %s refers to this page, not to options of the command', async (_, list, way) => {
    const page = await studio.read(await upload(list));
    expect(page).toContain(way);
    const texts = ['p', 'td', 'li'].flatMap((tag) => parsedPage(page).texts(tag));
    expect(texts).not.toEqual([]);
    expect(texts.filter((text) => /--[a-z]/.test(text))).toEqual([]);
  });

  test('an uploaded list that is no known product’s export says by what its columns are recognised', async () => {
    expect(await studio.read(await upload(LIST))).toContain('Recognised by their names');
  });

  test('an uploaded list is deleted when it is discarded', async () => {
    const path = await upload(LIST);
    expect((await studio.submit(`${path}/discard`, {})).status).toBe(303);
    await studio.submit(`${path}/discard`, {});
    expect((await studio.visit(path)).status).toBe(404);
    expect((await studio.submit(`${path}/start`, {})).status).toBe(404);
    expect((await studio.tables()).subscribers).toEqual([]);
  });

  test('an uploaded list waits while another is being imported', async () => {
    const [one, other] = [await upload(`email\n${'a@a.test\n'.repeat(2_000)}`), await upload(LIST)];
    await studio.submit(`${one}/start`, { consent: 'shown' });
    const refused = await studio.submit(`${other}/start`, { consent: 'shown' });
    expect([refused.status, (await studio.submit(`${one}/discard`, {})).status]).toEqual([409, 409]);
    await importList(one);
    expect(countsOf(await importList(other))[0]).toBe('2');
  });

  test('an uploaded list makes room for later ones', async () => {
    const first = await upload(LIST);
    for (let index = 0; index < 5; index += 1) await upload(LIST);
    expect((await studio.visit(first)).status).toBe(404);
    expect(
      parsedPage(await studio.read('/studio/subscribers/import'))
        .texts('a')
        .filter((text) => text === 'list.csv'),
    ).toHaveLength(5);
  });

  test('an import stops when the server stops, and says so', async () => {
    const lines = Array.from({ length: 60_000 }, (_, index) => `r${index}@a.test`);
    const path = await upload(`email\n${lines.join('\n')}`);
    await studio.submit(`${path}/start`, { consent: 'shown' });
    studio.stop();
    expect(await importList(path)).toContain('The import stopped before its end');
    expect(studio.errors).toEqual([]);
  });

  test.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\lists\\mine.csv', 'mine.csv'],
    ['a\r\nSet-Cookie: b=c.csv', 'a Set-Cookie: b=c.csv'],
    ['<script>alert(1)</script>.csv', 'script>.csv'],
    ['evil\u202egnp.csv', 'evilgnp.csv'],
    ['x'.repeat(5_000), 'x'.repeat(100)],
    ['', 'list.csv'],
  ])('an uploaded list may have any name, such as %j', async (given, shown) => {
    const page = parsedPage(await studio.read(await upload(LIST, given)));
    expect(page.texts('p')).toContainEqual(expect.stringMatching(/ · 4 lines · 1 KiB$/));
    expect(page.texts('p').some((text) => text.startsWith(`${shown} · `))).toBe(true);
    expect(page.all('script').filter(({ attribs }) => attribs.src === undefined)).toEqual([]);
  });
});

/** The states of the first lines, as the file has them. */
const statesOf = (page: string) =>
  [
    ...page.matchAll(/data-label="State in the file"><span class="val"><span class="badge [a-z]*">([^<]*)</g),
  ].map(([, state]) => state);

/** The fields of the form about columns, as a browser would send them. */
function columnFields(page: string): Record<string, string> {
  const selects = [...page.matchAll(/<select id="[^"]*" name="([^"]*)".*?<\/select>/gs)];
  return Object.fromEntries(
    selects.map(([select, name = '']) => [
      name,
      /<option value="([^"]*)" selected>/.exec(select)?.[1] ??
        /<option value="([^"]*)"/.exec(select)?.[1] ??
        '',
    ]),
  );
}

const asked = (path: string, fields: Record<string, string>) => `${path}?${new URLSearchParams(fields)}`;

/** The URL that the import button sends its form to. */
const startOf = (page: string) =>
  (/action="([^"]*\/start[^"]*)"/.exec(page)?.[1] ?? '').replaceAll('&amp;', '&');

describe('a list with columns of its own', () => {
  const ODD = [
    'Contact;First;Last;Wants mail?;Shoe size;Joined',
    'olga@readers.example;Olga;Berg;yes;38;2026-03-01',
    'pia@@readers.example;Pia;Cole;yes;44;2026-03-02',
    'quin(at)readers.example;Quin;Dee;no;39;2026-03-04',
    'ross@readers;Ross;East;yes;45;',
    ';Sue;Fox;yes;37;2026-01-01',
    'olga@readers.example;Olga;Berg;yes;38;2026-03-01',
    'tina@readers.example;Tina;Gray;no;41;2026-02-28',
    'me@toolwatch.dev;Me;Self;yes;42;2026-02-03',
    '',
  ].join('\n');

  test('is read as it is proposed after one look: the addresses, the names, and what yes and no mean', async () => {
    const path = await upload(ODD);
    const page = await studio.read(path);
    const words = parsedPage(page).texts('p').join(' ');
    expect(words).toContain('The file has "Contact", "First", "Last", "Wants mail?", "Shoe size", "Joined".');
    expect(words).not.toContain('Mailtrain');
    expect(page).not.toContain('Recognised by');
    const fields = columnFields(page);
    expect(fields).toMatchObject({ c0: 'email', c1: 'name', c2: 'name', c3: 'status', c4: 'unread' });
    expect(fields).toMatchObject({ 'w3:yes': 'confirmed', 'w3:no': 'unsubscribed' });
    const checked = await studio.read(asked(path, fields));
    expect(checked).toContain('id="import-button"');
  });

  test('asks about a column that was left out, with a meaning proposed for each value', async () => {
    const path = await upload(ODD);
    const page = await studio.read(asked(path, { c0: 'email', c3: 'unread' }));
    expect(page).toContain('Please check what a column means.');
    expect(columnFields(page)).toMatchObject({
      c3: 'status',
      'w3:yes': 'confirmed',
      'w3:no': 'unsubscribed',
    });
    expect(page).not.toContain('proposed as unsubscribed');
    const without = await studio.read(asked(path, { c0: 'email', c3: 'status' }));
    expect(columnFields(without)).toMatchObject({ 'w3:yes': 'confirmed', 'w3:no': 'unsubscribed' });
  });

  test('has one way to leave a column out', async () => {
    const page = await studio.read(await upload(ODD));
    const selects = [...page.matchAll(/<select id="c\d".*?<\/select>/gs)].map(([select]) => select);
    expect(selects).toHaveLength(6);
    for (const select of selects) expect(select.match(/Leave out/g)).toHaveLength(1);
    expect(selects[3]).toContain('Leave out: not about email');
  });

  test('is counted alike before the import and after it', async () => {
    await importList(
      await upload('email,status\nme@toolwatch.dev,unsubscribed\nolga@readers.example,confirmed\n'),
    );
    const path = await upload(ODD);
    const fields = columnFields(await studio.read(path));
    const before = await studio.read(asked(path, fields));
    expect(parsedPage(before).texts('td')).toContain('Still gets no mail');
    expect(tilesOf(before)).toEqual([
      ['New', '1'],
      ['Already here', '1'],
      ['Unsubscribed or can’t be mailed', '1'],
      ['Twice in the file', '1'],
      ['Can’t be imported', '4'],
    ]);
    await studio.submit(startOf(before), { consent: 'shown' });
    expect(tilesOf(await importList(path))).toEqual(tilesOf(before));
    expect((await studio.tables()).subscribers).toMatchObject([
      { name: 'Me Self', status: 'unsubscribed' },
      { name: 'Olga Berg' },
      { name: 'Tina Gray', status: 'unsubscribed' },
    ]);
  });
});

describe('a list with a column that may say who left', () => {
  const ASKING =
    'E-Mail;Vorname;Nachname;Abgemeldet;Ort\na@a.test;Ada;Bell;nein;Oslo\nb@a.test;Bo;;ja;Oslo\nnobody;;;nein;\n';

  test('a list with an unclear status column cannot be imported until its meaning is chosen, by any route', async () => {
    const path = await upload(ASKING);
    const page = await studio.read(path);
    expect(page).toContain('It has: nein (2), ja (1).');
    expect(page).not.toContain('id="import-button"');
    expect(await importList(path)).toContain('may say who must not be mailed');
    expect((await studio.tables()).subscribers).toEqual([]);
  });

  test('a list with an unclear status column is imported as the form says, without JavaScript', async () => {
    const path = await upload(ASKING);
    const fields = columnFields(await studio.read(path));
    expect(fields).toMatchObject({ c0: 'email', c1: 'name', c2: 'name', c3: 'status', c4: 'unread' });
    expect(fields).toMatchObject({ 'w3:ja': 'unsubscribed', 'w3:nein': 'confirmed' });
    const page = await studio.read(asked(path, fields));
    expect(statesOf(page)).toEqual(['Confirmed', 'Unsubscribed']);
    expect(countsOf(page)).toEqual(['2', '0', '0', '1']);
    await studio.submit(startOf(page), { consent: 'shown' });
    expect(await importList(path)).toContain('The list is imported');
    expect((await studio.tables()).subscribers).toMatchObject([
      { email: 'a@a.test', name: 'Ada Bell', status: 'confirmed' },
      { email: 'b@a.test', name: 'Bo', status: 'unsubscribed' },
    ]);
  });

  test('an unclear status column can be declared to be about something else', async () => {
    const path = await upload(ASKING);
    const fields = columnFields(await studio.read(path));
    const page = await studio.read(asked(path, { ...fields, c3: 'ignore' }));
    expect(statesOf(page)).toEqual(['Confirmed', 'Confirmed']);
    expect(countsOf(page)).toEqual(['2', '0', '0', '1']);
    const unread = await studio.read(asked(path, { ...fields, c3: 'unread' }));
    expect(unread).not.toContain('id="import-button"');
  });

  test('the refused lines of a list with an unclear status column can be downloaded before the import', async () => {
    const path = await upload(ASKING);
    const page = await studio.read(asked(path, columnFields(await studio.read(path))));
    const link = (/href="([^"]*refused\.csv[^"]*)"/.exec(page)?.[1] ?? '').replaceAll('&amp;', '&');
    expect(await (await studio.visit(link)).text()).toBe('line,message\n4,The address has no @.\n');
    expect((await studio.tables()).subscribers).toEqual([]);
  });

  test('a list without a header line can be read by the positions of its columns', async () => {
    const path = await upload('a@a.test,Ada\nb@a.test,Bo\n');
    const first = await studio.read(path);
    expect(first).not.toContain('id="import-button"');
    const page = await studio.read(asked(path, { ...columnFields(first), c0: 'email', c1: 'name' }));
    await studio.submit(startOf(page), { consent: 'shown' });
    await importList(path);
    expect((await studio.tables()).subscribers).toMatchObject([{ name: 'Ada' }, { name: 'Bo' }]);
  });

  test('an unchanged form reads the list the same way, for exports of every kind', async () => {
    const files = [
      'Email Address,OPTIN_TIME,UNSUB_TIME,LEID,EUID\na@a.test,2024-01-01 00:00:00,2024-02-01 00:00:00,1,a\nb@a.test,2024-01-01 00:00:00,,2,b\n',
      'email,name,subscribed_to_emails,created_at,deleted_at\na@a.test,Ann,true,2024-01-01,\nb@a.test,,false,,\nc@a.test,,true,,2024-02-01\n',
      'Email\tIs this subscriber confirmed\tIs this subscriber blacklisted\tEntered\na@a.test\t1\t0\t\nb@a.test\t0\t0\t\nc@a.test\t1\t1\t\n',
      'Email,Name,Date Added,Stop Time,Stop Status\na@a.test,Ann,01/02/24 1:00pm,,0\nb@a.test,,,01/03/24 1:00pm,1\n',
      'email,name,status,created_at,suppressed,paused_until\na@a.test,Ann,confirmed,,,2030-01-01\nb@a.test,,confirmed,,bounced,\n',
    ];
    for (const file of files) {
      const path = await upload(file);
      const page = await studio.read(path);
      const again = await studio.read(asked(path, columnFields(page)));
      expect([tilesOf(again), statesOf(again)]).toEqual([tilesOf(page), statesOf(page)]);
      const people = (text: string) =>
        ['th', 'td']
          .flatMap((tag) => parsedPage(text).texts(tag))
          .filter((cell) => !/ becomes /.test(cell))
          .map((cell) => cell.replace(/^(UNSUB_TIME is empty|An empty cell in UNSUB_TIME).*/, 'refused'));
      expect(people(again)).toEqual(people(page));
    }
  });

  test('words of any form stay in their fields', async () => {
    const path = await upload(
      'email,"Status & ""so"""\na@a.test,"no, <b>never</b>"\nb@a.test,a+b=c\nc@a.test,\n',
    );
    const fields = columnFields((await studio.read(path)).replaceAll('&lt;', '<').replaceAll('&gt;', '>'));
    const page = await studio.read(
      asked(path, { ...fields, 'w1:no, <b>never</b>': 'bounced', 'w1:a+b=c': 'confirmed', 'w1:': 'pending' }),
    );
    expect(statesOf(page)).toEqual(['Bounced', 'Confirmed', 'Not confirmed']);
    expect(page).not.toContain('<b>never');
  });
});

describe('an import and those who are there', () => {
  const people = (...rows: string[]) => upload(`email,name\n${rows.join('\n')}\n`);

  test('each line is told whom it meets, and all lines add up', async () => {
    await importList(
      await upload('email,status\nhere@a.test,confirmed\nleft@a.test,unsubscribed\nlost@a.test,bounced\n'),
    );
    await studio.submit('/studio/subscribers/add', { email: 'gone@a.test', consent: 'confirmed' });
    await studio.submit('/studio/subscribers/4/erase', {});
    const path = await people(
      'new@a.test,',
      'HERE@a.test,',
      'left@a.test,',
      'lost@a.test,',
      'new@a.test,',
      'gone@a.test,',
      'nobody,',
    );
    const page = await studio.read(path);
    expect(tilesOf(page)).toEqual([
      ['New', '1'],
      ['Already here', '1'],
      ['Unsubscribed or can’t be mailed', '2'],
      ['Twice in the file', '1'],
      ['Can’t be imported', '2'],
    ]);
    expect(page).toContain('1 + 1 + 2 + 1 + 2 = 7 lines');
    expect(page).toMatch(/Line 7.*asked to be erased.*Line 8.*has no @/s);
    expect(page).toContain('Import 1 subscriber<');
    expect(tilesOf(await importList(path))).toEqual(tilesOf(page));
  });

  test('nobody is imported without saying whether they agreed, and nothing is chosen beforehand', async () => {
    const path = await people('ada@a.test,Ada');
    expect(await studio.read(path)).not.toMatch(/<input type="radio"[^>]* checked/);
    for (const fields of [{}, { consent: 'yes' }]) {
      const response = await studio.submit(`${path}/start`, fields);
      expect([response.status, await response.text()]).toEqual([
        422,
        expect.stringMatching(/Say whether they agreed.*id="import-button"/s),
      ]);
    }
    expect((await studio.tables()).subscribers).toEqual([]);
    await importList(path);
    expect((await studio.tables()).subscribers).toMatchObject([{ status: 'confirmed' }]);
  });

  test('those who perhaps did not agree are kept as not confirmed, and who is confirmed already stays so', async () => {
    await importList(await people('here@a.test,'));
    await importList(
      await upload('email,status\nhere@a.test,confirmed\nnew@a.test,confirmed\nleft@a.test,unsubscribed\n'),
      '',
      '',
      'unsure',
    );
    expect((await studio.tables()).subscribers).toMatchObject([
      { email: 'here@a.test', status: 'confirmed' },
      { email: 'new@a.test', status: 'pending' },
      { email: 'left@a.test', status: 'unsubscribed' },
    ]);
    expect((await studio.tables()).outgoing_emails).toEqual([]);
  });

  test('a list in which nobody is confirmed is imported without that question', async () => {
    const path = await upload('email,status\nleft@a.test,unsubscribed\n');
    expect(await studio.read(path)).not.toContain('Did these people agree');
    await importList(path, '', '', '');
    expect((await studio.tables()).subscribers).toMatchObject([{ status: 'unsubscribed' }]);
  });
});

describe('pasted addresses', () => {
  const paste = async (pasted: string) => {
    const body = new FormData();
    body.append('file', new File([], ''));
    body.append('pasted', pasted);
    const response = await studio.visit('/studio/subscribers/import', { method: 'POST', body });
    return [response.status, response.headers.get('location') ?? ''] as const;
  };

  test('pasted lines are read with or without names, as a mail program or a spreadsheet writes them', async () => {
    const [, path] = await paste(
      'a@a.test\r\nb@a.test, Bea Bell\r\n"Cy, jun." <c@a.test>,\nDi <mailto:d@a.test>;\ne@a.test\tEva\nnobody\n',
    );
    const page = await studio.read(path);
    expect(countsOf(page)).toEqual(['5', '0', '0', '1']);
    expect(page).toMatch(/Line 6<.*has no @/s);
    expect(await (await studio.visit(`${path}/refused.csv`)).text()).toContain('\n6,The address has no @.');
    await importList(path);
    expect((await studio.tables()).subscribers?.map(({ email, name }) => [email, name])).toEqual([
      ['a@a.test', null],
      ['b@a.test', 'Bea Bell'],
      ['c@a.test', 'Cy, jun.'],
      ['d@a.test', 'Di'],
      ['e@a.test', 'Eva'],
    ]);
  });

  test('a pasted table keeps its headings', async () => {
    const [, path] = await paste(
      'Name\tE-mail\tStatus\nAda\tada@a.test\tunsubscribed\nBo\tbo@a.test\tconfirmed\n\tnobody\tconfirmed',
    );
    const page = await studio.read(path);
    expect([countsOf(page), statesOf(page)]).toEqual([
      ['2', '0', '0', '1'],
      ['Unsubscribed', 'Confirmed'],
    ]);
    expect(page).toContain('>Line 4<');
  });

  test('nothing pasted is no list', async () => {
    expect((await paste(' \n '))[0]).toBe(422);
  });
});

describe('an upload', () => {
  const form = (file: File | null) => {
    const body = new FormData();
    if (file !== null) body.append('file', file);
    return studio.visit('/studio/subscribers/import', { method: 'POST', body });
  };

  test('a list can be uploaded by a plain form, without scripts', async () => {
    const response = await form(new File([LIST], 'mine.csv', { type: 'text/csv' }));
    const path = response.headers.get('location') ?? '';
    expect(await studio.read(path)).toContain('mine.csv');
    expect(countsOf(await importList(path))[0]).toBe('2');
  });

  test('a list that is too large for a form is refused with the limit, and accepted by the script', async () => {
    const large = `email\n${'x'.repeat(17 * 1024 * 1024)}`;
    const response = await form(new File([large], 'mine.csv'));
    expect([response.status, await response.text()]).toEqual([
      413,
      expect.stringContaining('without it 16 MiB'),
    ]);
    await upload(large);
  });

  test('an upload announced as larger than the limit is refused before it is read', async () => {
    const response = await studio.visit('/studio/subscribers/import', {
      method: 'POST',
      body: LIST,
      headers: { 'content-type': 'text/csv', 'content-length': String(2 ** 31) },
    });
    expect(response.status).toBe(413);
  });

  test('an upload that breaks off is not kept', async () => {
    const body = new ReadableStream({
      pull(controller) {
        controller.error(new Error('gone'));
      },
    });
    const response = await studio.visit('/studio/subscribers/import', {
      ...{ method: 'POST', body, duplex: 'half' },
      headers: { 'content-type': 'text/csv' },
    });
    expect(response.status).toBe(400);
    expect(await studio.read('/studio/subscribers/import')).not.toContain('Recent imports');
  });

  test.each([
    ['a form without a file', 422, () => form(null)],
    ['a form whose file was not chosen', 422, () => form(new File([], ''))],
    ['another type', 415, () => studio.submit('/studio/subscribers/import', { file: LIST })],
    ['no type', 415, () => studio.visit('/studio/subscribers/import', { method: 'POST' })],
  ])('an upload is refused if it is %s', async (_, status, ask) => {
    expect((await ask()).status).toBe(status);
  });

  test('the script gets the reason for a refused upload as JSON', async () => {
    const response = await studio.visit('/studio/subscribers/import', {
      method: 'POST',
      body: LIST,
      headers: { 'content-type': 'text/plain', accept: '*/*' },
    });
    expect(await response.json()).toMatchObject({ title: 'That is not a list' });
  });
});
