import { describe, expect, test } from 'vitest';
import { decideSubscriptionChange, type SubscriptionFacts } from '../../src/subscribers/own-change.ts';
import { MAX_UNDOS, UNDO_LIFETIME_MS } from '../../src/subscribers/undo-limits.ts';
import { HOUR, TUESDAY } from '../support/comparisons.ts';

const facts = (given: Partial<SubscriptionFacts>): SubscriptionFacts => ({
  status: 'confirmed',
  pausedUntil: null,
  isSuppressed: false,
  leftAt: null,
  undone: 0,
  ...given,
});
const left = facts({ status: 'unsubscribed', leftAt: TUESDAY });

describe('a change that a subscriber makes', () => {
  test.each([
    ['leaving', 'unsubscribe', facts({}), 'change'],
    ['leaving while pending', 'unsubscribe', facts({ status: 'pending' }), 'change'],
    ['leaving a suppressed address', 'unsubscribe', facts({ isSuppressed: true }), 'change'],
    ['leaving twice', 'unsubscribe', left, 'already'],
    ['undoing it', 'resubscribe', left, 'change'],
    ['undoing it twice', 'resubscribe', facts({ leftAt: TUESDAY }), 'already'],
    ['undoing it too late', 'resubscribe', { ...left, leftAt: TUESDAY - UNDO_LIFETIME_MS }, 'refused'],
    ['undoing it for the last time', 'resubscribe', { ...left, undone: MAX_UNDOS - 1 }, 'change'],
    ['undoing it again and again', 'resubscribe', { ...left, undone: MAX_UNDOS }, 'refused'],
    ['leaving again and again', 'unsubscribe', facts({ undone: MAX_UNDOS }), 'change'],
    ['undoing it at a suppressed address', 'resubscribe', { ...left, isSuppressed: true }, 'refused'],
    ['undoing what nobody did', 'resubscribe', facts({ status: 'pending' }), 'refused'],
    ['undoing what has no record', 'resubscribe', { ...left, leftAt: null }, 'refused'],
  ] as const)('a subscriber’s change: %s', (_, kind, before, decision) => {
    expect(decideSubscriptionChange(before, { kind }, TUESDAY)).toBe(decision);
  });

  test.each([
    ['a pause', facts({}), TUESDAY + HOUR, 'change'],
    ['a longer pause', facts({ pausedUntil: TUESDAY }), TUESDAY + HOUR, 'change'],
    ['the same pause', facts({ pausedUntil: TUESDAY + HOUR }), TUESDAY + HOUR, 'already'],
    ['the end of a pause', facts({ pausedUntil: TUESDAY + HOUR }), null, 'change'],
    ['the end of no pause', facts({}), null, 'already'],
    ['a pause after leaving', left, TUESDAY + HOUR, 'refused'],
    ['a pause before confirming', facts({ status: 'pending' }), TUESDAY + HOUR, 'refused'],
  ] as const)('a subscriber’s change leads from one state to another: %s', (_, before, until, decision) => {
    expect(decideSubscriptionChange(before, { kind: 'pause', until }, TUESDAY)).toBe(decision);
  });
});
