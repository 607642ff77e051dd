import type { SendSlotDeps } from '../../../src/issue-actions/send-slot.ts';
import { createTokenSigner } from '../../../src/links/tokens.ts';
import type { IssueConfig } from '../../../src/render/draft-issue.ts';
import { parseSchedule } from '../../../src/schedule/schedule.ts';
import type { Stores } from '../issues.ts';

/** All that sending a slot's issue needs, on the given stores and with default settings. */
export function sendDeps(
  stores: Stores,
  {
    config,
    ...given
  }: Partial<Omit<SendSlotDeps, 'config'>> &
    Pick<SendSlotDeps, 'transport' | 'clock'> & { config?: Partial<IssueConfig> },
): SendSlotDeps {
  const schedule = parseSchedule({ pattern: '0 9 * * 2', zone: 'UTC' });
  if (!schedule.ok) throw new Error('The schedule is the default one.');
  return {
    ...stores,
    deliveryStore: stores.deliveryStore,
    signer: createTokenSigner(['s'.repeat(32)]),
    owner: 'a',
    dailyLimit: null,
    signal: new AbortController().signal,
    config: {
      review: 'auto',
      transportName: given.transport.name,
      obstacles: [],
      schedule: schedule.schedule,
      selection: { minItems: 1, maxItems: 8, lookbackDays: 14 },
      newsletter: {
        name: 'Digest',
        from: { name: null, email: 'd@verdicts.test' },
        replyTo: { name: null, email: 'editors@verdicts.test' },
        postalAddress: '1 Street',
        publicUrl: 'https://verdicts.test',
      },
      ...config,
    },
    ...given,
  };
}
