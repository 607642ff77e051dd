import { describe, expect, test } from 'vitest';
import { createTokenSigner } from '../../src/links/tokens.ts';
import { createLog, errorFacts, LOG_EVENTS, type LogFacts } from '../../src/serve/log.ts';
import { testClock } from '../support/clock.ts';
import { SLOT } from '../support/issues.ts';
import { WEBHOOK_SECRET } from '../support/sending/provider-events.ts';

const TOKEN = createTokenSigner(['s'.repeat(32)]).sign({
  purpose: 'unsubscribe',
  subscriberId: 7,
  slot: SLOT,
});

/** What must never be in a log, and how it could get into an error's text. */
const SECRETS = [
  ['an address', 'Reader.One+news@verdicts.test'],
  ['an address in another script', 'leser@bücher.test'],
  ['an address in a link', 'reader%40verdicts.test'],
  ['a token', TOKEN],
  ['a key of the provider', 're_AbCdEf12_GhIjKlMnOpQr'],
  ["a webhook's secret", WEBHOOK_SECRET],
  ['a secret for signing', 'x7'.repeat(16)],
] as const;

const AROUND = [
  (secret: string) => `Invalid \`to\` field: "${secret}" is none.`,
  (secret: string) => `Reader <${secret}>, https://verdicts.test/unsubscribe/${secret}?x=${secret}`,
  (secret: string) => `${secret}\n    at ${secret}:12:3`,
  (secret: string) => `\n${secret}\t${secret}\u001b${secret}\n`,
  (secret: string) => `${'x'.repeat(70)} `.repeat(40).slice(0, 1_990).concat(secret),
];

/** Each event, with a text in every field that accepts one. */
const factsWith = (text: string): LogFacts => {
  const counts = { pending: 1, submitted: 1, rejected: 0, uncertain: 0, excluded: 0 };
  const outcomes = { delayed: 0, delivered: 1, bounced: 0, complained: 0 };
  const pace = { perSecond: 1, remainingSeconds: 2, waitsUntil: text };
  const error = { code: text, message: text };
  return {
    serving: { host: text, port: 1 },
    'database-created': { path: text },
    'upgrade-left-out': { message: text },
    'settings-contradictory': { message: text },
    'settings-doubtful': { message: text },
    'settings-changed': { by: 'command', revision: 1, names: text },
    'settings-unread': error,
    slot: { slot: text, status: 'held', reason: text },
    'scheduling-failed': error,
    'picture-failed': error,
    'web-view-failed': error,
    'notice-failed': error,
    stopping: { drainSeconds: 0 },
    stopped: {},
    issue: { slot: text, status: 'sending', deliveries: counts, outcomes, ...pace },
    'provider-events': { kept: 1, repeated: 0, refused: { [text]: 1 } },
    'sending-failed': { slot: text, ...error },
    'sending-stopped': { slot: text, status: 'paused', reason: text, until: text },
    retries: { causes: { [text]: 1 } },
    recovered: { slot: text, reason: text },
    'works-again': { what: 'letter-failed', message: text, since: text, failures: 2 },
    'database-damaged': error,
    'database-gone': error,
    'letter-failed': error,
    'sign-ups-wait': { until: text },
    'sign-ups-refused': { limit: 'network', refused: 1 },
    'connections-closed': { limit: 'network', closed: 1 },
    'form-refused': { origin: 'https://site.test', refused: 1 },
    'api-token-refused': { refused: 1 },
    'sign-ups-need-proof': { limit: 'all', asked: 1 },
    'link-requests-refused': { limit: 'network', refused: 1 },
    'link-requests-need-proof': { limit: 'all', asked: 1 },
    'hidden-field-filled': { count: 1 },
    'sign-ups-failed': error,
    'tidying-failed': error,
    'event-not-kept': error,
    'request-failed': error,
    studio: { what: 'sent', about: text },
    'not-told': error,
  };
};

function logged(write: (log: ReturnType<typeof createLog>) => void): string[] {
  const lines: string[] = [];
  write(createLog({ clock: testClock(), write: (line) => lines.push(line) }));
  return lines;
}

test('a log line is one JSON document with what happened, when, and how serious it is', () => {
  const lines = logged((log) => {
    log('serving', { host: '127.0.0.1', port: 3000 });
    log('event-not-kept', errorFacts(Object.assign(new Error('disk full\nreally'), { code: 'SQLITE_FULL' })));
  });
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { level: 'info', time: '2026-11-17T09:00:00.000Z', event: 'serving', host: '127.0.0.1', port: 3000 },
    {
      level: 'error',
      time: '2026-11-17T09:00:00.000Z',
      event: 'event-not-kept',
      code: 'SQLITE_FULL',
      message: 'disk full\nreally',
    },
  ]);
  expect(lines.every((line) => line.indexOf('\n') === line.length - 1)).toBe(true);
});

describe.each(LOG_EVENTS)('the log event %s', (event) => {
  test.each(SECRETS)('the log event leaks no secret: %s', (_, secret) => {
    for (const around of AROUND) {
      const [line = ''] = logged((log) => log(event, factsWith(around(secret))[event]));
      expect(() => JSON.parse(line)).not.toThrow();
      expect(line.toLowerCase()).not.toContain(secret.toLowerCase());
      expect(line).not.toMatch(/@|%40/);
    }
  });
});

test.each([
  ['100 kB without a space', 'x'.repeat(100_000), '…'],
  ['100 kB of words', 'ab '.repeat(33_334), `${'ab '.repeat(666)}…`],
])('the log event keeps only the beginning of a text of %s', (_, text, told) => {
  const [line = ''] = logged((log) => log('request-failed', { code: null, message: text }));
  expect(JSON.parse(line).message).toBe(told);
});

test.each(['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'SQLITE_CONSTRAINT_FOREIGNKEY', 'are_we there'])(
  '%s is logged as it is, since it is no secret',
  (message) => {
    const [line = ''] = logged((log) =>
      log('request-failed', { code: message, message: `It is ${message}.` }),
    );
    expect(JSON.parse(line)).toMatchObject({ code: message, message: `It is ${message}.` });
  },
);

test('the log keeps what an operator needs', () => {
  const facts = {
    slot: SLOT,
    code: 'SQLITE_BUSY',
    message: 'database is locked: /var/lib/verdicts/verdicts.db',
  };
  const [line = ''] = logged((log) => log('sending-failed', facts));
  expect(JSON.parse(line)).toMatchObject(facts);
});
