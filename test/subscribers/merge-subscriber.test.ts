import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeSubscriber } from '../../src/subscribers/merge-subscriber.ts';
import { SUBSCRIBER_STATUSES, SUPPRESSION_REASONS } from '../../src/subscribers/subscriber.ts';

const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const instant = fc.nat(9);
const state = {
  email: fc.constant('a@x.example'),
  emailKey: fc.constant('a@x.example'),
  name: orNull(fc.constantFrom('Ann', 'Anna')),
  status: fc.constantFrom(...SUBSCRIBER_STATUSES),
  suppression: orNull(fc.constantFrom(...SUPPRESSION_REASONS)),
  pausedUntil: orNull(instant),
};
const known = fc.record({ ...state, createdAt: instant });
const incoming = fc.record({ ...state, createdAt: orNull(instant) });

test('an import never gives an address more email than it had', () => {
  fc.assert(
    fc.property(known, incoming, (before, row) => {
      const after = mergeSubscriber(before, row);
      if (before.status === 'unsubscribed') expect(after.status).toBe('unsubscribed');
      if (before.status === 'confirmed') expect(after.status).not.toBe('pending');
      if (before.suppression !== null) expect(after.suppression).toBe(before.suppression);
      expect(after.pausedUntil ?? 0).toBeGreaterThanOrEqual(before.pausedUntil ?? 0);
    }),
  );
});

test('an import takes over that somebody left, bounced or complained', () => {
  fc.assert(
    fc.property(known, incoming, (before, row) => {
      const after = mergeSubscriber(before, row);
      if (row.status === 'unsubscribed') expect(after.status).toBe('unsubscribed');
      if (row.suppression !== null) expect(after.suppression).not.toBeNull();
    }),
  );
});

test('a pending subscriber is confirmed by a later list', () => {
  fc.assert(
    fc.property(known, incoming, (before, row) => {
      const after = mergeSubscriber({ ...before, status: 'pending' }, { ...row, status: 'confirmed' });
      expect(after.status).toBe('confirmed');
    }),
  );
});

test('the same row a second time changes nothing', () => {
  fc.assert(
    fc.property(known, incoming, (before, row) => {
      const after = mergeSubscriber(before, row);
      expect(mergeSubscriber(after, row)).toBe(after);
    }),
  );
});
