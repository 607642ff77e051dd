import { describe, expect, test } from 'vitest';
import { EMAIL_LIMITS } from '../../../src/subscribers/sign-ups/email-limits.ts';
import { planSignUps } from '../../../src/subscribers/sign-ups/plan-sign-ups.ts';
import type { DueSignUp, SignUpFacts } from '../../../src/subscribers/sign-ups/sign-up-facts.ts';
import { DAY, HOUR, TUESDAY } from '../../support/comparisons.ts';
import { aSignUp } from '../../support/sign-ups.ts';

const ADA = 'ada@verdicts.test';
const MOST = EMAIL_LIMITS.maxPerHour - EMAIL_LIMITS.reservedForOwnData;

let lastId = 0;
function due(email: string, given: Partial<DueSignUp> = {}): DueSignUp {
  lastId += 1;
  const signUp = { ...aSignUp({ email }), requestKind: 'subscription', suppressions: [] } as const;
  return { ...signUp, id: lastId, throttleKey: signUp.emailKey.replace(/\+\d/, ''), ...given };
}

/** Plans sign-ups about whose addresses nothing is known, except for what is given. */
function plan(signUps: readonly DueSignUp[], given: Partial<SignUpFacts> = {}) {
  let tokens = 0;
  const newToken = () => {
    tokens += 1;
    return { token: `t${tokens}`, hash: `h${tokens}` };
  };
  return planSignUps(
    { now: TUESDAY, newToken },
    {
      due: signUps,
      othersWait: false,
      subscribers: new Map(),
      toMailboxes: [],
      inLastHour: { count: 0, oldestAt: null, byNetwork: new Map() },
      ...given,
    },
  );
}

const idsOf = (signUps: readonly DueSignUp[]) => signUps.map(({ id }) => id);

test('a new address becomes a subscriber with a request on record and an email with a token', () => {
  const ada = due(ADA, { name: 'Ada' });
  expect(plan([ada])).toEqual({
    newSubscribers: [ada],
    completedNames: [],
    requests: [ada],
    emails: [
      {
        emailKey: ADA,
        kind: 'confirm',
        throttleKey: ADA,
        networkKey: ada.networkKey,
        link: { token: 't1', hash: 'h1' },
      },
    ],
    settled: [ada.id],
    waitsUntil: null,
  });
});

test('nothing is planned for no sign-ups, even if others wait', () => {
  const inLastHour = { count: 1, oldestAt: TUESDAY - 5, byNetwork: new Map() };
  expect(plan([], { othersWait: true, inLastHour })).toEqual({
    newSubscribers: [],
    completedNames: [],
    requests: [],
    emails: [],
    settled: [],
    waitsUntil: TUESDAY - 5 + HOUR,
  });
});

describe('earlier sign-ups of the group count:', () => {
  test('the same address twice is one subscriber, one request and one email', () => {
    const twice = [due(ADA), due(ADA, { name: 'Eve' })];
    const { newSubscribers, requests, emails, settled, completedNames } = plan(twice);
    expect([newSubscribers, requests]).toEqual([twice.slice(0, 1), twice.slice(0, 1)]);
    expect(emails).toHaveLength(1);
    expect(completedNames).toEqual([]);
    expect(settled).toEqual(idsOf(twice));
  });

  test('sub-addresses of one mailbox share one email', () => {
    const { newSubscribers, emails } = plan([due('ada+1@verdicts.test'), due('ada+2@verdicts.test')]);
    expect(newSubscribers).toMatchObject([{ emailKey: 'ada+1@verdicts.test' }]);
    expect(emails).toHaveLength(1);
  });

  test('a request for links right after the sign-up of the same address adds nothing', () => {
    const signUps = [due(ADA), due(ADA, { requestKind: 'links' })];
    expect(plan(signUps)).toMatchObject({ requests: [signUps[0]], settled: idsOf(signUps) });
    expect(plan(signUps).emails).toHaveLength(1);
  });

  test('the links of somebody who left are sent even after their sign-up, which links do not record again', () => {
    const signUps = [due(ADA), due(ADA, { requestKind: 'links' })];
    const subscribers = new Map([[ADA, { id: 7, status: 'unsubscribed', name: null } as const]]);
    const { emails, requests, newSubscribers } = plan(signUps, { subscribers });
    expect(emails.map(({ kind }) => kind)).toEqual(['confirm', 'data']);
    expect([requests, newSubscribers]).toEqual([signUps.slice(0, 1), []]);
  });

  test('a network that becomes full within the group waits, and others do not', () => {
    const flood = Array.from({ length: MOST / 10 + 2 }, (_, index) =>
      due(`f${index}@verdicts.test`, { networkKey: 'flood' }),
    );
    const ada = due(ADA);
    const { settled, waitsUntil } = plan([...flood, ada]);
    expect(settled).toEqual(idsOf([...flood.slice(0, MOST / 10), ada]));
    expect(waitsUntil).toBe(TUESDAY + HOUR);
  });

  test('an hour that becomes full within the group lets the rest wait for the oldest email', () => {
    const signUps = ['a', 'b', 'c'].map((local) => due(`${local}@verdicts.test`));
    const inLastHour = { count: MOST - 2, oldestAt: TUESDAY - 1, byNetwork: new Map() };
    const { settled, waitsUntil } = plan(signUps, { inLastHour });
    expect(settled).toEqual(idsOf(signUps.slice(0, 2)));
    expect(waitsUntil).toBe(TUESDAY - 1 + HOUR);
  });
});

describe('the name of a known subscriber', () => {
  const namesAfter = (
    known: Partial<{ name: string; status: 'pending' | 'unsubscribed' }>,
    name: string | null,
  ) => {
    const subscriber = { id: 7, status: 'pending', name: null, ...known } as const;
    return plan([due(ADA, { name })], { subscribers: new Map([[ADA, subscriber]]) }).completedNames;
  };

  test('a pending subscriber without a name gets that of the sign-up', () => {
    expect(namesAfter({}, 'Ada')).toEqual([{ id: 7, name: 'Ada' }]);
  });

  test('a name on record, a sign-up without one and a subscriber who is not pending change nothing', () => {
    expect(namesAfter({ name: 'A' }, 'Ada')).toEqual([]);
    expect(namesAfter({}, null)).toEqual([]);
    expect(namesAfter({ status: 'unsubscribed' }, 'Ada')).toEqual([]);
  });
});

test('earlier emails to the mailbox count, of data links only for a request for links', () => {
  const toMailboxes = [{ throttleKey: ADA, kind: 'confirm', createdAt: TUESDAY - 1 } as const];
  const subscribers = new Map([[ADA, { id: 7, status: 'unsubscribed', name: null } as const]]);
  expect(plan([due(ADA)], { toMailboxes, subscribers }).emails).toEqual([]);
  expect(plan([due(ADA, { requestKind: 'links' })], { toMailboxes, subscribers }).emails).toMatchObject([
    { kind: 'data' },
  ]);
});

test('a suppressed address is settled with nothing; an erased one is like new', () => {
  const signUps = [
    due(ADA, { suppressions: ['bounced'] }),
    due('eve@verdicts.test', { suppressions: ['erased'] }),
  ];
  const { settled, newSubscribers } = plan(signUps);
  expect(settled).toEqual(idsOf(signUps));
  expect(newSubscribers).toEqual(signUps.slice(1));
});

test('what has waited for a day without room is removed', () => {
  const inLastHour = { count: MOST, oldestAt: TUESDAY - 1, byNetwork: new Map() };
  const [old, young] = [due('a@verdicts.test', { at: TUESDAY - DAY }), due(ADA, { at: TUESDAY - DAY + 1 })];
  expect(plan([old, young], { inLastHour })).toMatchObject({ settled: [old.id], emails: [] });
});
