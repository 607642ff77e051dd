import { readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { composeMime, issueMail } from '../../src/transport/mime.ts';
import { openOutbox } from '../../src/transport/outbox.ts';
import { IMMEDIATE_TURN } from '../../src/transport/transport.ts';
import { aMail, aRecipient, transportContract } from '../contracts/transport-contract.ts';
import { aFrozenIssue } from '../support/issues.ts';
import { makePlace, type Place } from '../support/processes.ts';

let place: Place;
beforeEach(async () => {
  place = await makePlace();
});
afterEach(() => place.remove());

transportContract('outbox', async () => {
  const own = await makePlace();
  return {
    transport: await openOutbox(own.outbox),
    arrived: async () => {
      const names = await readdir(join(own.outbox, 'new'));
      const messages = await Promise.all(names.map((name) => readFile(join(own.outbox, 'new', name))));
      const parsed = await Promise.all(messages.map((message) => PostalMime.parse(message)));
      return parsed.map(({ to }) => to?.[0]?.address ?? '');
    },
    remove: own.remove,
  };
});

const TERMS = { turn: IMMEDIATE_TURN, signal: new AbortController().signal };

async function deliver(recipients = [aRecipient(1)], issue = aFrozenIssue()) {
  const transport = await openOutbox(place.outbox);
  const body = await transport.compose({ issue, recipients });
  return transport.handOver({ idempotencyKey: 'key', body, issue, recipients }, TERMS);
}

async function onlyMessage(): Promise<Buffer> {
  const [name = ''] = await readdir(join(place.outbox, 'new'));
  return readFile(join(place.outbox, 'new', name));
}

test('a message has what the contract requires of every message', async () => {
  const recipient = aRecipient(7, { email: 'ada@verdicts.test', name: 'Ada "the first" Lovelace, Ltd' });
  await deliver(
    [recipient],
    aFrozenIssue({
      subject: 'Kürzlich – “x” vs 🦊',
      replyTo: { name: null, email: 'editors@verdicts.test' },
    }),
  );
  const mail = await PostalMime.parse(await onlyMessage());
  const header = (key: string) => mail.headers.filter((entry) => entry.key === key).map(({ value }) => value);
  expect(mail.from).toMatchObject({ address: 'digest@verdicts.test', name: 'Digest' });
  expect(mail.to).toMatchObject([{ address: 'ada@verdicts.test', name: 'Ada "the first" Lovelace, Ltd' }]);
  expect(mail.replyTo).toMatchObject([{ address: 'editors@verdicts.test' }]);
  expect(mail.subject).toBe('Kürzlich – “x” vs 🦊');
  expect(mail.date).toBe('2026-11-17T09:00:00.000Z');
  expect(mail.messageId).toBe(`<${'f0'.repeat(16)}.7@verdicts.test>`);
  expect(header('list-unsubscribe')).toEqual(['<https://verdicts.test/unsubscribe/u7>']);
  expect(header('list-unsubscribe-post')).toEqual(['List-Unsubscribe=One-Click']);
  expect(header('list-id')).toEqual(['<digest.verdicts.test>']);
  expect(header('x-entity-ref-id')).toEqual([`${'f0'.repeat(16)}.7`]);
  expect(header('auto-submitted')).toEqual([]);
  expect(mail.html).toContain(
    'Leave: https://verdicts.test/unsubscribe/u7 Choose: https://verdicts.test/preferences/p7.',
  );
  expect(mail.text).toContain('Leave: https://verdicts.test/unsubscribe/u7');
});

test('an email that belongs to no issue is written as it is, named by its key', async () => {
  const transport = await openOutbox(place.outbox);
  const body = await transport.composeMessage(aMail());
  await transport.handOverMessage({ idempotencyKey: aMail().reference, body }, TERMS);
  expect(await readdir(join(place.outbox, 'new'))).toEqual(['letter-1-0123456789abcdef.verdicts']);
  const mail = await PostalMime.parse(await onlyMessage());
  expect(mail).toMatchObject({
    subject: 'Confirm your subscription',
    date: '2026-11-17T09:00:00.000Z',
    messageId: '<letter-1-0123456789abcdef@verdicts.test>',
  });
  const keys = mail.headers.map(({ key }) => key);
  expect(keys).toContain('auto-submitted');
  expect(keys.filter((key) => key.startsWith('list-'))).toEqual([]);
});

test('no line is longer than a mail server accepts, however long the lines of the HTML', async () => {
  const html = {
    fixed: [`<p>${'é'.repeat(60_000)}</p>`, '', ''],
    places: ['unsubscribe', 'preferences'] as const,
  };
  await deliver([aRecipient(1)], aFrozenIssue({ html }));
  const message = await onlyMessage();
  expect(
    Math.max(
      ...message
        .toString('latin1')
        .split('\n')
        .map((line) => line.length),
    ),
  ).toBeLessThanOrEqual(78);
  expect((await PostalMime.parse(message)).html).toContain('é'.repeat(60_000));
});

test('lines end in LF in the Maildir, and in CRLF in a downloaded message', async () => {
  await deliver();
  expect((await onlyMessage()).includes('\r')).toBe(false);
  const message = await composeMime(issueMail(aFrozenIssue(), aRecipient(1)), 'windows');
  expect(message.toString().replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
});

test('a name cannot add a header', async () => {
  await deliver([aRecipient(1, { name: 'Eve\r\nBcc: everybody@verdicts.test' })]);
  const mail = await PostalMime.parse(await onlyMessage());
  expect(mail.headers.map(({ key }) => key)).not.toContain('bcc');
});

test('dollar signs and markers in a recipient’s values stay as they are', async () => {
  const tokens = { unsubscribe: '$&/$1', preferences: '$$' };
  await deliver([aRecipient(1, { tokens })]);
  expect((await PostalMime.parse(await onlyMessage())).text).toContain('unsubscribe/$&/$1 Choose');
});

test('a message that a mail client has moved does not come back', async () => {
  await deliver([aRecipient(1), aRecipient(2)]);
  const [name = ''] = await readdir(join(place.outbox, 'new'));
  await rename(join(place.outbox, 'new', name), join(place.outbox, 'cur', `${name}:2,S`));
  expect(await deliver([aRecipient(1), aRecipient(2)])).toMatchObject({ kind: 'answered' });
  expect(await place.messages()).toHaveLength(2);
});

test('the remains of a killed writer are removed after a day and a half, and nothing else', async () => {
  await deliver();
  const tmp = join(place.outbox, 'tmp');
  for (const name of ['old.verdicts.x', 'young.verdicts.x', 'foreign']) await writeFile(join(tmp, name), '');
  for (const name of ['old.verdicts.x', 'foreign']) await utimes(join(tmp, name), 0, 0);
  await openOutbox(place.outbox);
  expect((await readdir(tmp)).toSorted()).toEqual(['foreign', 'young.verdicts.x']);
});

test('no message is left half written', async () => {
  await deliver([aRecipient(1), aRecipient(2)]);
  expect(await readdir(join(place.outbox, 'tmp'))).toEqual([]);
});

test('an outbox that cannot be written to is refused before anything is sent', async () => {
  await writeFile(place.outbox, 'a file where the folder should be');
  await expect(openOutbox(place.outbox)).rejects.toMatchObject({
    code: 'outbox',
    message: expect.stringContaining('set OUTBOX_DIR to another one'),
  });
});

test('an outbox that disappears during a send pauses the issue for a person', async () => {
  const transport = await openOutbox(place.outbox);
  const body = await transport.compose({ issue: aFrozenIssue(), recipients: [aRecipient(1)] });
  await rm(place.outbox, { recursive: true });
  const answer = await transport.handOver(
    { idempotencyKey: 'key', body, issue: aFrozenIssue(), recipients: [aRecipient(1)] },
    TERMS,
  );
  expect(answer).toMatchObject({
    kind: 'pause',
    until: null,
    reason: expect.stringContaining('Make it again'),
  });
});
