import { expect, test } from 'vitest';
import { sendProgress } from '../../src/commands/issues/send-progress.ts';
import { type Output, SILENT_BAR } from '../../src/commands/output.ts';
import type { DeliveryProgress } from '../../src/delivery/delivery-store.ts';
import { testClock } from '../support/clock.ts';

const progress = (submitted: number, since: number): DeliveryProgress => ({
  status: 'sending',
  deliveries: { pending: 1_000 - submitted, submitted, rejected: 0, uncertain: 0, excluded: 0 },
  batches: { open: 5, taken: 0, done: 5, uncertain: 0 },
  audienceFixed: true,
  nextTurnAt: 0,
  nextFixedTurnAt: null,
  lastProblem: null,
  outcomes: { delayed: 0, delivered: 0, bounced: 0, complained: 0 },
  leasedUntil: 3_600_000,
  recentSubmissions: { messages: submitted, since, until: since },
});

function noting(showsBars: boolean) {
  const notes: string[] = [];
  const shown: string[] = [];
  const output: Output = {
    json: false,
    showsBars,
    isInteractive: false,
    result: () => undefined,
    list: async () => undefined,
    note: (text) => notes.push(text),
    bar: () => ({ ...SILENT_BAR, update: (_, message) => shown.push(message) }),
    confirm: async () => false,
  };
  return { notes, shown, output };
}

test('without a terminal, a line every ten seconds reports progress and speed', () => {
  const clock = testClock();
  const begun = clock.now();
  const { notes, output } = noting(false);
  const { onProgress } = sendProgress(output, { clock, zone: 'UTC' });
  for (let second = 1; second <= 25; second += 1) {
    clock.advance(1_000);
    onProgress(progress(second * 20, begun));
  }
  expect(notes).toEqual([
    '1,000 emails = 200 accepted + 800 still to send + 0 refused + 0 without an answer + 0 left out; 20 a second, 40 s left',
    '1,000 emails = 400 accepted + 600 still to send + 0 refused + 0 without an answer + 0 left out; 20 a second, 30 s left',
  ]);
});

test('on a terminal, a bar shows the progress and what is waited for', () => {
  const clock = testClock();
  const { notes, shown, output } = noting(true);
  const { onProgress, onWait } = sendProgress(output, { clock, zone: 'UTC' });
  clock.advance(60_000);
  onProgress(progress(200, clock.now() - 10_000));
  onWait({ until: clock.now() + 1_000, reason: 'Too many requests.' });
  expect(notes).toEqual([]);
  expect(shown).toEqual([
    expect.stringContaining('20 a second, 40 s left'),
    'Waiting until Tue 17 Nov, 09:01 UTC: Too many requests.',
  ]);
});
