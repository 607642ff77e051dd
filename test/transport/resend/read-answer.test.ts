import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { projectPath } from '../../../src/shared/project-path.ts';
import { MEANINGS, type Meaning, meaningOf } from '../../../src/transport/resend/meanings.ts';
import { readAnswer } from '../../../src/transport/resend/read-answer.ts';
import { TUESDAY } from '../../support/comparisons.ts';

/** Every documented error and its meaning, and statuses and names that are not documented. */
const EXPECTED: readonly [status: number | null, name: string, meaning: Meaning, message?: string][] = [
  [null, 'application_error', 'uncertain'],
  [400, 'invalid_idempotency_key', 'stop'],
  [400, 'invalid_from_address', 'stop'],
  [400, 'validation_error', 'divide'],
  [400, 'validation_error', 'stop', 'API key is invalid'],
  [400, 'something_new', 'divide'],
  [401, 'missing_api_key', 'stop'],
  [401, 'restricted_api_key', 'stop'],
  [401, 'something_new', 'stop'],
  [403, 'invalid_api_key', 'stop'],
  [403, 'restricted_api_key', 'stop'],
  [403, 'suspended_api_key', 'stop'],
  [403, 'invalid_permission', 'stop'],
  [403, 'email_above_quota', 'stop'],
  [403, 'validation_error', 'stop'],
  [404, 'not_found', 'stop'],
  [405, 'method_not_allowed', 'stop'],
  [408, 'application_error', 'uncertain'],
  [409, 'concurrent_idempotent_requests', 'uncertain'],
  [409, 'invalid_idempotent_request', 'hold'],
  [409, 'resource_locked', 'retry'],
  [409, 'something_new', 'uncertain'],
  [413, 'payload_too_large', 'divide'],
  [418, 'something_new', 'stop'],
  [422, 'invalid_attachment', 'divide'],
  [422, 'invalid_parameter', 'divide'],
  [422, 'missing_required_field', 'divide'],
  [422, 'missing_required_parameter', 'divide'],
  [422, 'invalid_from_address', 'stop'],
  [422, 'invalid_access', 'stop'],
  [422, 'invalid_region', 'stop'],
  [429, 'rate_limit_exceeded', 'retry'],
  [429, 'daily_quota_exceeded', 'pause-day'],
  [429, 'monthly_quota_exceeded', 'stop'],
  [429, 'something_new', 'retry'],
  [403, 'security_error', 'stop'],
  [422, 'security_error', 'stop'],
  [500, 'security_error', 'stop'],
  [500, 'application_error', 'uncertain'],
  [500, 'internal_server_error', 'uncertain'],
  [502, '', 'uncertain'],
  [503, 'service_unavailable', 'uncertain'],
  [599, 'something_new', 'uncertain'],
];

test.each(EXPECTED)('the answer %s %s means: %s', (status, name, meaning, message = '') => {
  expect(meaningOf({ status, name, message }).meaning).toBe(meaning);
});

test('this test covers every row of the table of answers', () => {
  const reached = new Set(
    EXPECTED.map(([status, name, , message = '']) => meaningOf({ status, name, message })),
  );
  expect(MEANINGS.filter((row) => !reached.has(row))).toEqual([]);
});

test('the table of answers in the documentation is the one in the code', () => {
  const rows = [...readFileSync(projectPath('docs', 'resend-answers.md'), 'utf8').matchAll(/^\| (.+) \|$/gm)]
    .map(([, cells = '']) => cells.split(' | ').map((cell) => cell.replaceAll('`', '')))
    .slice(2)
    .map(([status, name, meaning]) => [status, name, meaning]);
  const inCode = MEANINGS.map(({ status, name, says, meaning }) => [
    status === null ? 'none' : typeof status === 'number' ? String(status) : `${status[0]}–${status[1]}`,
    `${name ?? 'any other'}${says === undefined ? '' : ` (${says.source})`}`,
    meaning,
  ]);
  expect(rows).toEqual(inCode);
});

describe('an answer', () => {
  const answer = (error: object, headers: Record<string, string> = {}) =>
    readAnswer({ data: null, error, headers }, { count: 3, now: TUESDAY, madeAt: TUESDAY });
  const took = (data: unknown) =>
    readAnswer({ data, error: null, headers: {} }, { count: 3, now: TUESDAY, madeAt: TUESDAY });
  const limited = { statusCode: 429, name: 'rate_limit_exceeded', message: 'Too many.' };

  test('an answer gives each message its own outcome, the rejected ones by index', () => {
    expect(
      took({ data: [{ id: 'a' }, { id: 'b' }], errors: [{ index: 1, message: 'x@y.test is no address' }] }),
    ).toEqual({
      kind: 'answered',
      outcomes: [
        { kind: 'accepted', providerId: 'a' },
        { kind: 'rejected', code: 'validation_error', message: '(address) is no address' },
        { kind: 'accepted', providerId: 'b' },
      ],
    });
  });

  test.each([
    ['nothing', null],
    ['nothing of any message', {}],
    ['no list', { id: 'a' }],
    ['too few', { data: [{ id: 'a' }] }],
    ['too many', { data: [{ id: 'a' }, { id: 'b' }, { id: 'c' }, { id: 'd' }] }],
    [
      'an index beyond the request',
      { data: [{ id: 'a' }, { id: 'b' }], errors: [{ index: 3, message: 'x' }] },
    ],
    [
      'an index twice',
      {
        data: [{ id: 'a' }],
        errors: [
          { index: 1, message: 'x' },
          { index: 1, message: 'y' },
        ],
      },
    ],
    ['an empty id', { data: [{ id: '' }, { id: 'b' }, { id: 'c' }] }],
  ])('an answer that says %s is uncertain', (_, data) => {
    expect(took(data).kind).toBe('uncertain');
  });

  test.each(['oops', null, 5, {}, [], { statusCode: 'x', name: 7 }])(
    'an answer whose error is %j is uncertain if nothing says otherwise',
    (error) => {
      const read = readAnswer(
        { data: null, error, headers: null },
        { count: 3, now: TUESDAY, madeAt: TUESDAY },
      );
      expect(read.kind).toBe('uncertain');
    },
  );

  test.each([
    [{ 'retry-after': '7' }, 7_000],
    [{ 'retry-after': '0.4' }, 400],
    [{ 'retry-after': 'Tue, 17 Nov 2026 09:00:30 GMT' }, 30_000],
    [{ 'retry-after': '999999' }, 3_600_000],
    [{ 'retry-after': 'soon' }, 1_000],
    [{}, 1_000],
  ] as const)('after an answer with the headers %j, the request is repeated %d ms later', (headers, wait) => {
    expect(answer(limited, headers)).toMatchObject({ kind: 'retry', at: TUESDAY + wait });
  });

  test('after an answer that the provider is unavailable, the request is repeated at the time it gives', () => {
    const error = { statusCode: 503, name: 'service_unavailable', message: 'Later.' };
    expect(answer(error, { 'retry-after': '90' })).toMatchObject({
      kind: 'uncertain',
      notBefore: TUESDAY + 90_000,
    });
  });

  test('an answer that the daily quota is used up pauses the issue until 00:00 UTC', () => {
    const error = { statusCode: 429, name: 'daily_quota_exceeded', message: 'No more today.' };
    expect(answer(error)).toMatchObject({
      kind: 'pause',
      until: Date.parse('2026-11-18T00:00:00Z'),
      maybePartial: false,
    });
  });

  test('an answer that stops an issue says what to do, and names no recipient', () => {
    const error = {
      statusCode: 403,
      name: 'validation_error',
      message: 'You can only send to your own address (ada@verdicts.test).',
    };
    const read = answer(error);
    expect(read).toMatchObject({ kind: 'pause', until: null });
    expect(JSON.stringify(read)).not.toContain('ada@');
    expect(JSON.stringify(read)).toContain('Verify the domain');
  });
});

test('whatever an answer says can be recorded', () => {
  const facts = { count: 1, now: TUESDAY, madeAt: TUESDAY };
  const error = { statusCode: 422, name: 'a\0b', message: 'No\0\ud800 good' };
  expect(readAnswer({ data: null, error, headers: null }, facts)).toMatchObject({
    code: 'ab',
    reason: 'Resend refused (422 ab): No good.',
  });
  const data = { data: [], errors: [{ index: 0, message: 'No\0 good' }] };
  expect(readAnswer({ data, error: null, headers: null }, facts)).toMatchObject({
    outcomes: [{ message: 'No good' }],
  });
  const odd = { data: [{ id: 'a\0b' }] };
  expect(readAnswer({ data: odd, error: null, headers: null }, facts)).toMatchObject({ kind: 'uncertain' });
});
