import { describe, expect, test } from 'vitest';
import { type LinkFacts, linkState } from '../../src/subscribers/link-state.ts';
import { HOUR, TUESDAY } from '../support/comparisons.ts';

describe('the state of a link', () => {
  const link = (given: Partial<LinkFacts>): LinkFacts => ({
    kind: 'confirm',
    createdAt: TUESDAY,
    expiresAt: TUESDAY + HOUR,
    usedAt: null,
    status: 'pending',
    leftAt: null,
    ...given,
  });

  test.each([
    ['of who is pending', link({}), 'valid'],
    ['of who left before it was written', link({ status: 'unsubscribed', leftAt: TUESDAY - 1 }), 'valid'],
    ['of who left since', link({ status: 'unsubscribed', leftAt: TUESDAY + 1 }), 'expired'],
    ['of who is confirmed', link({ status: 'confirmed' }), 'used'],
    ['of who is confirmed, after its time', link({ status: 'confirmed', expiresAt: TUESDAY }), 'used'],
    ['that was used by who left', link({ status: 'unsubscribed', usedAt: TUESDAY }), 'expired'],
    ['after its time', link({ expiresAt: TUESDAY }), 'expired'],
    ['to data, of who is confirmed', link({ kind: 'data', status: 'confirmed' }), 'valid'],
    ['to data, of who left', link({ kind: 'data', status: 'unsubscribed', leftAt: TUESDAY + 1 }), 'valid'],
    ['to data, after its time', link({ kind: 'data', status: 'confirmed', expiresAt: TUESDAY }), 'expired'],
  ] as const)('the state of a link %s', (_, facts, state) => {
    expect(linkState(facts, TUESDAY)).toBe(state);
  });
});
