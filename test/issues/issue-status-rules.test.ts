import { describe, expect, test } from 'vitest';
import {
  decideAction,
  EDITOR_ACTIONS,
  ISSUE_STATUSES,
  type IssueStatus,
  statusesAfter,
  statusesBefore,
} from '../../src/issues/issue-status-rules.ts';
import { decideSend } from '../../src/issues/send-decision.ts';

const ALLOWED: readonly [IssueStatus, IssueStatus][] = [
  ['draft', 'approved'],
  ['draft', 'skipped'],
  ['draft', 'held'],
  ['draft', 'cancelled'],
  ['approved', 'draft'],
  ['approved', 'held'],
  ['approved', 'sending'],
  ['approved', 'cancelled'],
  ['sending', 'sent'],
  ['sending', 'paused'],
  ['sending', 'cancelled'],
  ['skipped', 'draft'],
  ['held', 'draft'],
  ['held', 'approved'],
  ['held', 'skipped'],
  ['held', 'cancelled'],
  ['paused', 'sending'],
  ['paused', 'paused'],
  ['paused', 'sent'],
  ['paused', 'cancelled'],
];

const pairs = ISSUE_STATUSES.flatMap((from) => ISSUE_STATUSES.map((to) => [from, to] as const));

test.each(pairs)(
  'from %s to %s is allowed if the table says so, both by status and by action',
  (from, to) => {
    const allowed = ALLOWED.some(([one, other]) => one === from && other === to);
    expect(statusesAfter(from).includes(to)).toBe(allowed);
    expect(statusesBefore(to).includes(from)).toBe(allowed);
  },
);

describe.each(EDITOR_ACTIONS)('an editor who wants to %s', (action) => {
  test.each(ISSUE_STATUSES)(
    'for an issue that is %s, the editor’s action is allowed or refused with a reason',
    (status) => {
      const decision = decideAction(action, { slot: '2026-W47', status });
      const allowed = [...statusesAfter(status), ...(action === 'approve' ? [status] : [])];
      if ('to' in decision) expect(allowed).toContain(decision.to);
      else expect(decision.refused).toContain(status);
    },
  );
});

test.each(['sending', 'paused', 'sent', 'cancelled'] as const)(
  'approving an issue that is %s is refused',
  (status) => {
    expect(decideAction('approve', { slot: '2026-W47', status })).toEqual({
      refused: expect.stringContaining(`is ${status}.`),
    });
  },
);

test('approving an approved issue changes nothing', () => {
  expect(decideAction('approve', { slot: '2026-W47', status: 'approved' })).toEqual({ to: 'approved' });
});

test.each(['hold', 'cancel'] as const)('a skipped slot has nothing to %s', (action) => {
  expect(decideAction(action, { slot: '2026-W47', status: 'skipped' })).toEqual({
    refused: `The issue of 2026-W47 is skipped: there is nothing to ${action}.`,
  });
});

test.each([
  ['draft', 'auto', 'freeze'],
  ['draft', 'required', 'refused'],
  ['skipped', 'auto', 'freeze'],
  ['skipped', 'required', 'refused'],
  ['approved', 'auto', 'deliver'],
  ['approved', 'required', 'deliver'],
  ['sending', 'required', 'deliver'],
  ['sent', 'auto', 'done'],
  ['held', 'auto', 'refused'],
  ['paused', 'auto', 'refused'],
  ['cancelled', 'auto', 'refused'],
] as const)('sending an issue that is %s, with review %s, means: %s', (status, review, kind) => {
  const decision = decideSend({
    slot: '2026-W47',
    status,
    byEditor: false,
    pausedUntil: null,
    scheduledAt: 0,
    zone: 'UTC',
    predatesRestore: false,
    now: 0,
    reason: 'the moon is full',
    review,
  });
  expect(decision.kind).toBe(kind);
  if (status === 'held' || status === 'paused')
    expect(decision).toMatchObject({ reason: expect.stringContaining('the moon is full') });
});

test.each(['the moon is full', 'The moon is full.', 'Is the moon full?'])(
  'a reason (%s) ends with one punctuation mark, and the command names the slot',
  (given) => {
    const decision = decideSend({
      slot: '2026-W47',
      status: 'paused',
      reason: given,
      byEditor: true,
      pausedUntil: null,
      scheduledAt: 0,
      zone: 'UTC',
      predatesRestore: false,
      review: 'auto',
      now: 0,
    });
    const closed = /[.?]$/.test(given) ? given : `${given}.`;
    expect(decision).toMatchObject({
      reason: `Week 47 is paused: ${closed}`,
      advice: 'To let it continue, run: verdicts issue resume 2026-W47 && verdicts send --slot 2026-W47',
    });
  },
);

test.each(['auto', 'required'] as const)('an editor’s skip is final for a slot, with review %s', (review) => {
  const given = {
    slot: '2026-W47',
    status: 'skipped',
    pausedUntil: null,
    scheduledAt: 0,
    zone: 'UTC',
    predatesRestore: false,
    now: 0,
    review,
  } as const;
  expect(decideSend({ ...given, reason: 'A holiday', byEditor: true })).toEqual({
    kind: 'done',
    reason: 'An editor skipped Week 47: A holiday. Take it back: verdicts issue resume 2026-W47',
  });
});

test('a pause that ends by itself is waited for, and the issue then continues', () => {
  const paused = {
    slot: '2026-W47',
    status: 'paused',
    reason: 'The day is full.',
    byEditor: false,
    scheduledAt: 0,
    zone: 'UTC',
    predatesRestore: false,
    review: 'required',
  } as const;
  expect(decideSend({ ...paused, pausedUntil: 1_000, now: 999 })).toMatchObject({
    kind: 'wait',
    until: 1_000,
  });
  expect(decideSend({ ...paused, pausedUntil: 1_000, now: 1_000 })).toEqual({
    kind: 'go-on',
    pausedUntil: 1_000,
  });
});
