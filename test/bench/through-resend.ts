import { join } from 'node:path';
import { sendIssue } from '../../src/delivery/send-issue.ts';
import { createTokenSigner } from '../../src/links/tokens.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { openSqliteStores } from '../../src/sqlite/open-stores.ts';
import { openResend } from '../../src/transport/resend/resend.ts';
import { FAKE_KEY, spawnFakeResend } from '../fake-resend/fake-resend.ts';
import { SLOT } from '../support/issues.ts';
import { prepareAudience } from './support/audience.ts';
import { longIssue } from './support/long-issue.ts';
import { inFolder, measured, peakRssMiB, print, rounded } from './support/measure.ts';

/**
 * Sends to a fake in a process of its own, which discards bodies.
 *
 * `at-once` answers immediately and allows more requests than are made; `ten-a-second` answers after 300 ms, ten
 * requests a second.
 */
const PROVIDERS = {
  'at-once': { rateLimit: 1_000, afterMs: 0 },
  'ten-a-second': { rateLimit: 10, afterMs: 300 },
} as const;

const SUBSCRIBERS = 100_000;
const HTML_BYTES = 45_000;

const name = process.argv[2] === 'ten-a-second' ? 'ten-a-second' : 'at-once';
const { rateLimit, afterMs } = PROVIDERS[name];

/** Messages per second, without fixing the audience before the first request and waiting for the last answer. */
function between(arrivals: readonly number[]): number {
  const span = (arrivals.at(-1) ?? 0) - (arrivals[0] ?? 0);
  return ((arrivals.length - 1) * 100 * 1_000) / span;
}

await inFolder(async (folder) => {
  const fake = await spawnFakeResend({ rateLimit, light: { mails: 100, afterMs } });
  const stores = openSqliteStores(join(folder, 'verdicts.db'));
  await prepareAudience(stores, SUBSCRIBERS, longIssue(HTML_BYTES));
  const before = process.cpuUsage();
  const time = await measured(async () => {
    await sendIssue(SLOT, {
      ...stores,
      deliveryStore: stores.deliveryStore,
      transport: openResend({
        apiKey: FAKE_KEY,
        baseUrl: fake.url,
        requestsPerSecond: null,
        paceStore: stores.paceStore,
        clock: systemClock,
      }),
      signer: createTokenSigner(['b'.repeat(32)]),
      clock: systemClock,
      owner: 'bench',
      dailyLimit: null,
      signal: new AbortController().signal,
    });
  });
  const { user, system } = process.cpuUsage(before);
  const submitted = (await stores.issueStore.findIssue(SLOT))?.deliveries.submitted;
  if (submitted !== SUBSCRIBERS) throw new Error(`${submitted} deliveries were submitted.`);
  const history = await fake.history();
  await stores.close();
  await fake.stop();
  print({
    name: `through-resend ${name}`,
    messages: SUBSCRIBERS,
    htmlBytes: HTML_BYTES,
    ...time,
    perSecond: Math.round(SUBSCRIBERS / time.seconds),
    perSecondFromFirstRequestToLast: Math.round(between(history.arrivals)),
    shareOfOneCore: rounded((user + system) / 1e6 / time.seconds),
    requests: history.arrivals.length,
    mostRequestsInAnySecond: history.mostInAnySecond(),
    peakRssMiB: peakRssMiB(),
  });
});
