import { describe, expect, test } from 'vitest';
import { decideAction, type EditorAction } from '../../src/issues/editor-decision.ts';
import {
  ISSUE_STATUSES,
  ISSUE_TRANSITIONS,
  type IssueStatus,
  statusesBefore,
} from '../../src/issues/issue-states.ts';
import { decideSend } from '../../src/issues/send-decision.ts';

const ALLOWED: readonly [IssueStatus, IssueStatus][] = [
  ['draft', 'approved'],
  ['draft', 'skipped'],
  ['draft', 'held'],
  ['draft', 'cancelled'],
  ['approved', 'draft'],
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
  ['paused', 'cancelled'],
];

const pairs = ISSUE_STATUSES.flatMap((from) => ISSUE_STATUSES.map((to) => [from, to] as const));

test.each(pairs)('from %s to %s is allowed where the table says so, both ways of asking', (from, to) => {
  const allowed = ALLOWED.some(([one, other]) => one === from && other === to);
  expect(ISSUE_TRANSITIONS[from].includes(to)).toBe(allowed);
  expect(statusesBefore(to).includes(from)).toBe(allowed);
});

describe.each(['hold', 'resume', 'cancel'] satisfies EditorAction[])(
  'an editor who wants to %s',
  (action) => {
    test.each(ISSUE_STATUSES)('an issue that is %s gets a change that is allowed, or a reason', (status) => {
      const decision = decideAction(action, { slot: '2026-W47', status });
      if ('to' in decision) expect(ISSUE_TRANSITIONS[status]).toContain(decision.to);
      else expect(decision.refused).toContain(status);
    });
  },
);

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
  const decision = decideSend({ slot: '2026-W47', status, reason: 'the moon is full', review });
  expect(decision.kind).toBe(kind);
  if (status === 'held' || status === 'paused')
    expect(decision).toMatchObject({ reason: expect.stringContaining('the moon is full') });
});
