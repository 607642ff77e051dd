import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ProviderReport } from '../../src/provider-events/provider-event-store.ts';
import { type RecordedReport, strongerReport } from '../../src/provider-events/stronger-report.ts';
import { COMPLAINED, DELIVERED, FAILED, HARD, SOFT } from '../support/sending/provider-events.ts';

const NOTHING: RecordedReport = { state: null, stateAt: null, bounceKind: null, bounceCode: null };
const FROM_WEAKEST: ProviderReport[] = [{ state: 'delayed' }, FAILED, SOFT, DELIVERED, HARD, COMPLAINED];

const hear = (reports: readonly { report: ProviderReport; at: number }[]) =>
  reports.reduce((known, { report, at }) => strongerReport(known, report, at) ?? known, NOTHING);

test.each(FROM_WEAKEST.map((report, rank) => [report, FROM_WEAKEST.slice(0, rank)] as const))(
  '%j outweighs every weaker report, however early that was',
  (report, weaker) => {
    const known = hear([{ report, at: 5 }]);
    expect(known.stateAt).toBe(5);
    for (const other of weaker) expect(strongerReport(known, other, 1)).toBeNull();
  },
);

test('the report that the provider has a message changes nothing', () => {
  expect(strongerReport(NOTHING, { state: 'submitted' }, 1)).toBeNull();
});

test('an event that happened twice is dated by the first time', () => {
  const known = hear([{ report: DELIVERED, at: 5 }]);
  expect(strongerReport(known, DELIVERED, 6)).toBeNull();
  expect(strongerReport(known, DELIVERED, 4)).toMatchObject({ state: 'delivered', stateAt: 4 });
});

test('the order in which reports come makes no difference', () => {
  const report = fc.record({
    report: fc.constantFrom<ProviderReport>({ state: 'submitted' }, ...FROM_WEAKEST, {
      state: 'bounced',
      bounce: 'soft',
      code: 'Transient/General',
    }),
    at: fc.integer({ min: 1, max: 3 }),
  });
  fc.assert(
    fc.property(
      fc
        .array(report, { minLength: 1, maxLength: 8 })
        .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
      ([all, shuffled]) => {
        expect(hear(shuffled)).toEqual(hear([...all, ...shuffled]));
      },
    ),
  );
});
