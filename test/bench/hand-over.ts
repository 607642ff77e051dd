import { join } from 'node:path';
import { sendIssue } from '../../src/delivery/send-issue.ts';
import type { EmailTemplate } from '../../src/issues/mail-template.ts';
import { createTokenSigner } from '../../src/links/tokens.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { openSqliteStores } from '../../src/sqlite/open-stores.ts';
import { IMMEDIATE_TURN, type Transport } from '../../src/transport/transport.ts';
import { SLOT } from '../support/issues.ts';
import { prepareAudience } from './support/audience.ts';
import { longIssue } from './support/long-issue.ts';
import { inFolder, measured, peakRssMiB, print } from './support/measure.ts';

const SUBSCRIBERS = 100_000;
const HTML_BYTES = 45_000;

/** A transport that builds every message and throws it away. */
function discardingTransport(): Transport & { bytes: number } {
  const fixed = new Map<EmailTemplate, Buffer[]>();
  const encode = (template: EmailTemplate) => {
    const known = fixed.get(template) ?? template.fixed.map((text) => Buffer.from(text));
    fixed.set(template, known);
    return known;
  };
  return {
    name: 'resend',
    keyLifetimeMs: 24 * 3_600_000,
    concurrency: 1,
    bytes: 0,
    compose: async ({ issue, recipients }) => {
      const parts = encode(issue.html);
      return recipients.flatMap(({ email, tokens }) => [
        Buffer.from(email),
        ...parts.flatMap((part, index) => {
          const place = issue.html.places[index];
          return place === undefined ? [part] : [part, Buffer.from(tokens[place])];
        }),
      ]);
    },
    awaitTurn: async () => IMMEDIATE_TURN,
    async handOver({ body, recipients }) {
      for (const part of body) this.bytes += part.byteLength;
      return {
        kind: 'answered',
        outcomes: recipients.map(({ email }) => ({ kind: 'accepted', providerId: email })),
      };
    },
    composeMessage: async () => Buffer.alloc(0),
    handOverMessage: async () => {
      throw new Error('Nothing but the issue is measured.');
    },
  };
}

await inFolder(async (folder) => {
  const stores = openSqliteStores(join(folder, 'verdicts.db'));
  await prepareAudience(stores, SUBSCRIBERS, longIssue(HTML_BYTES));
  const transport = discardingTransport();
  const time = await measured(async () => {
    await sendIssue(SLOT, {
      ...stores,
      deliveryStore: stores.deliveryStore,
      transport,
      signer: createTokenSigner(['b'.repeat(32)]),
      clock: systemClock,
      owner: 'bench',
      signal: new AbortController().signal,
      dailyLimit: null,
    });
  });
  const submitted = (await stores.issueStore.findIssue(SLOT))?.deliveries.submitted;
  if (submitted !== SUBSCRIBERS) throw new Error(`${submitted} deliveries were submitted.`);
  stores.close();
  print({
    name: 'hand-over',
    messages: SUBSCRIBERS,
    bytesPerMessage: Math.round(transport.bytes / SUBSCRIBERS),
    ...time,
    perSecond: Math.round(SUBSCRIBERS / time.seconds),
    peakRssMiB: peakRssMiB(),
  });
});
