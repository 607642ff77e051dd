import { describe, expect, test } from 'vitest';
import { ISSUE_STATUSES } from '../../src/issues/issue-status-rules.ts';
import { decideSlot, type SlotSituation } from '../../src/scheduler/decide-slot.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const INSTANT = Date.UTC(2026, 10, 17, 9);

const WATCH = {
  since: INSTANT - 1000 * HOUR,
  because: 'made',
  madeAt: null,
  firstCheckedAt: INSTANT - HOUR,
} as const;

const decide = (late: number, given: Partial<SlotSituation> = {}) =>
  decideSlot({
    now: INSTANT + late,
    firing: { slot: '2026-W47', instant: INSTANT },
    isLatest: true,
    catchUpMs: 24 * HOUR,
    zone: 'UTC',
    review: 'auto',
    state: WATCH,
    issue: null,
    heldBefore: false,
    slotBeingSent: null,
    ...given,
  });

const held = (words: string) => ({ kind: 'hold', reason: expect.stringContaining(words) });

const draft = { status: 'draft', frozenAt: null, scheduledAt: INSTANT } as const;
const approved = { status: 'approved', frozenAt: INSTANT - HOUR, scheduledAt: INSTANT } as const;
const approvedLate = { ...approved, frozenAt: INSTANT + 1 } as const;

describe.each([['auto'], ['required']] as const)('with REVIEW=%s', (review) => {
  test.each([
    ['before anything looked after it', { ...WATCH, firstCheckedAt: INSTANT + HOUR }],
    ['after the new time had passed', { ...WATCH, since: INSTANT + 1, because: 'schedule' }],
    ['before the new time', { ...WATCH, since: INSTANT - HOUR, because: 'schedule' }],
  ] as const)(
    'an issue approved for a later time is neither sent nor held before that time, if the cron line was edited %s',
    (_, state) => {
      for (const frozenAt of [INSTANT - HOUR, INSTANT + 1]) {
        const issue = { ...approved, frozenAt, scheduledAt: INSTANT + 2 * HOUR };
        for (const late of [0, HOUR, 2 * HOUR - 1])
          expect(decide(late, { issue, review, state })).toEqual({ kind: 'leave' });
        const atItsTime = decide(2 * HOUR, { issue, review, state });
        expect(atItsTime).toEqual(held('It was approved for Tue 17 Nov, 11:00 UTC'));
        expect(atItsTime).toEqual(held('Its approval ended'));
      }
    },
  );

  test('an issue that was approved after its time goes out, whatever its time is by now', () => {
    const issue = { ...approved, frozenAt: INSTANT + HOUR, scheduledAt: INSTANT + HOUR - 1 };
    expect(decide(HOUR, { issue, review })).toEqual({ kind: 'begin' });
  });
});

test('an issue that was approved for an earlier time is held at a later one if issues need approval', () => {
  const issue = { ...approved, scheduledAt: INSTANT - MINUTE };
  expect(decide(0, { issue, review: 'required' })).toEqual(held('It was approved for Tue 17 Nov, 08:59 UTC'));
  expect(decide(0, { issue, review: 'auto' })).toEqual({ kind: 'begin' });
});

describe.each([
  ['no issue yet', null],
  ['a draft', draft],
  ['an approved issue', approved],
])('a slot with %s', (_, issue) => {
  test.each([0, 1, HOUR, 24 * HOUR])('the slot’s issue goes out %i ms after its instant', (late) => {
    expect(decide(late, { issue })).toEqual({ kind: 'begin' });
  });

  test('the slot is held if it was missed by more than CATCH_UP_HOURS', () => {
    expect(decide(24 * HOUR + 1, { issue })).toEqual(held('passed 24 hours ago'));
    expect(decide(2 * HOUR, { issue, catchUpMs: HOUR })).toEqual(
      held('at most 1 hour after its time (CATCH_UP_HOURS)'),
    );
  });

  test('the slot’s issue goes out minutes late even with CATCH_UP_HOURS=0', () => {
    expect(decide(9 * 60_000, { issue, catchUpMs: 0 })).toEqual({ kind: 'begin' });
    expect(decide(11 * 60_000, { issue, catchUpMs: 0 })).toEqual(held('passed 0 hours ago'));
  });

  test('the slot is held if a later slot is due, so that two never go out at once', () => {
    expect(decide(HOUR, { issue, isLatest: false })).toMatchObject({ kind: 'hold' });
  });

  test('the slot is left alone if a later one is due and the scheduler was not yet watching at its time', () => {
    const state = { ...WATCH, madeAt: null, firstCheckedAt: INSTANT + 1 };
    expect(decide(HOUR, { issue, isLatest: false, state })).toEqual({ kind: 'leave' });
    expect(decide(HOUR, { issue, state })).toEqual({ kind: 'begin' });
  });

  test('the slot is left alone if the database is younger', () => {
    expect(decide(HOUR, { issue, state: { ...WATCH, since: INSTANT + 1 } })).toEqual({
      kind: 'leave',
    });
    expect(decide(HOUR, { issue, state: { ...WATCH, since: INSTANT } })).toEqual({ kind: 'begin' });
  });

  test.each([
    ['restored', 'a copy from before this slot'],
    ['schedule', 'The schedule was changed'],
  ] as const)('the slot is held if the database or the schedule has a new start: %s', (because, words) => {
    expect(decide(HOUR, { issue, state: { ...WATCH, since: INSTANT + 1, because } })).toEqual(held(words));
  });

  test('the slot is held if a standby took over that may lack the latest', () => {
    const state = { ...WATCH, since: INSTANT + 1, because: 'restored', failedOver: true } as const;
    expect(decide(HOUR, { issue, state })).toEqual(held('The database now runs on a standby'));
  });

  test('the slot waits while another issue goes out, and is held if that takes too long', () => {
    const slotBeingSent = '2026-W46';
    expect(decide(HOUR, { issue, slotBeingSent })).toEqual({ kind: 'wait', for: slotBeingSent });
    expect(decide(25 * HOUR, { issue, slotBeingSent })).toEqual(held('Week 46 was still being sent'));
  });
});

test.each(ISSUE_STATUSES.filter((status) => status !== 'draft' && status !== 'approved'))(
  'an issue that is %s is left alone, however late it is',
  (status) => {
    for (const late of [0, HOUR, 100 * HOUR]) {
      expect(decide(late, { issue: { status, frozenAt: null, scheduledAt: INSTANT } })).toEqual({
        kind: 'leave',
      });
    }
  },
);

describe('a decision by a person after the slot’s time', () => {
  test('an issue that is approved late goes out as long as it may, and is never held again', () => {
    expect(decide(HOUR, { issue: approvedLate, review: 'required' })).toEqual({ kind: 'begin' });
    for (const sure of [{ review: 'required' }, { heldBefore: true }] as const) {
      const issue = approvedLate;
      expect(decide(25 * HOUR, { issue, ...sure })).toEqual({ kind: 'leave' });
      expect(decide(HOUR, { issue, isLatest: false, ...sure })).toEqual({ kind: 'leave' });
    }
    const tooLate = { ...approved, frozenAt: INSTANT + 24 * HOUR + 1 };
    expect(decide(25 * HOUR, { issue: tooLate })).toEqual({ kind: 'leave' });
  });

  test('an issue that the scheduler may have approved itself, but did not begin in time, is held', () => {
    expect(decide(25 * HOUR, { issue: approvedLate })).toEqual(held('passed 25 hours ago'));
    expect(decide(HOUR, { issue: approvedLate })).toEqual({ kind: 'begin' });
  });

  test('a late approval counts after a restore, but an approval before it does not, since the issue may have gone out', () => {
    const state = { ...WATCH, since: INSTANT + 1, because: 'restored' } as const;
    expect(decide(HOUR, { issue: approvedLate, state })).toEqual({ kind: 'begin' });
    expect(decide(HOUR, { issue: approvedLate, state: { ...state, since: INSTANT + 2 } })).toEqual(
      held('a copy from before'),
    );
  });

  test('a held issue that was made a draft again needs approval, or goes out if none is needed', () => {
    const takenUp = { issue: draft, heldBefore: true };
    expect(decide(HOUR, { ...takenUp, review: 'auto' })).toEqual({ kind: 'begin' });
    expect(decide(HOUR, { ...takenUp, review: 'required' })).toEqual({ kind: 'leave' });
    expect(decide(25 * HOUR, { ...takenUp, review: 'auto' })).toEqual({ kind: 'leave' });
  });
});
