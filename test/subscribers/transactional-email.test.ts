import { describe, expect, test } from 'vitest';
import { EMAIL_KINDS, obstacleToEmail } from '../../src/subscribers/transactional-email.ts';
import { HOUR, TUESDAY } from '../support/comparisons.ts';

describe('an email whose turn it is', () => {
  const obstacle = (
    kind: (typeof EMAIL_KINDS)[number],
    addressee: Parameters<typeof obstacleToEmail>[1]['addressee'],
    age = 0,
  ) => obstacleToEmail({ kind, createdAt: TUESDAY - age }, { addressee, now: TUESDAY });

  test.each(EMAIL_KINDS)('an email (%s) goes to nobody who is gone or must not be emailed', (kind) => {
    expect(obstacle(kind, null)).toMatch(/gone/);
    expect(obstacle(kind, { status: 'pending', suppression: 'complained' })).toMatch(/can’t be mailed/);
  });

  test('a confirmation email goes to nobody who has confirmed meanwhile', () => {
    expect(obstacle('confirm', { status: 'pending', suppression: null })).toBeNull();
    expect(obstacle('confirm', { status: 'confirmed', suppression: null })).toMatch(/already/);
    expect(obstacle('data', { status: 'confirmed', suppression: null })).toBeNull();
  });

  test.each([
    ['confirm', 72],
    ['data', 24],
  ] as const)('an email (%s) is not sent with a link that expired after %d hours', (kind, hours) => {
    const addressee = { status: 'unsubscribed', suppression: null } as const;
    expect(obstacle(kind, addressee, hours * HOUR - 1)).toBeNull();
    expect(obstacle(kind, addressee, hours * HOUR)).toMatch(/expired/);
  });
});
