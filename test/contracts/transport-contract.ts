import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Message, Recipient, Transport } from '../../src/transport/transport.ts';
import { TUESDAY } from '../support/comparisons.ts';
import { aFrozenIssue } from '../support/issues.ts';

/** A transport under test, and what has arrived through it. */
export interface TransportUnderTest {
  transport: Transport;
  /** The addresses that got a message, once per message. */
  arrived(): Promise<string[]>;
  remove(): Promise<void>;
}

export function aRecipient(number: number, given: Partial<Recipient> = {}): Recipient {
  return {
    deliveryId: number,
    email: `reader${number}@verdicts.test`,
    name: null,
    tokens: { unsubscribe: `u${number}`, preferences: `p${number}` },
    ...given,
  };
}

/** A message to one subscriber that is not a copy of an issue. */
export function aMail(given: Partial<Message> = {}): Message {
  return {
    from: { name: 'Digest', email: 'digest@verdicts.test' },
    replyTo: null,
    to: { name: null, email: 'ada@verdicts.test' },
    subject: 'Confirm your subscription',
    date: TUESDAY,
    reference: 'letter-1-0123456789abcdef',
    headers: [['Auto-Submitted', 'auto-generated']],
    html: '<p>Confirm: https://verdicts.test/confirm/t1</p>',
    text: 'Confirm: https://verdicts.test/confirm/t1',
    ...given,
  };
}

/** What every transport must do. */
export function transportContract(name: string, open: () => Promise<TransportUnderTest>): void {
  describe(`the transport ${name}`, () => {
    let under: TransportUnderTest;
    beforeEach(async () => {
      under = await open();
    });
    afterEach(() => under.remove());

    const recipients = [aRecipient(1), aRecipient(2), aRecipient(3)];
    const handOver = async (key = 'key') => {
      const body = await under.transport.compose({ issue: aFrozenIssue(), recipients });
      const signal = AbortSignal.timeout(10_000);
      const turn = await under.transport.awaitTurn(signal);
      if (turn === null) throw new Error('Its turn did not come.');
      const issue = aFrozenIssue();
      return under.transport.handOver({ idempotencyKey: key, body, issue, recipients }, { turn, signal });
    };

    test('a transport composes the same bytes for the same batch', async () => {
      const compose = async () =>
        Buffer.concat(await under.transport.compose({ issue: aFrozenIssue(), recipients }));
      expect(await compose()).toEqual(await compose());
    });

    test('a transport answers for each recipient, in order, with an id for each', async () => {
      const answer = await handOver();
      if (answer.kind !== 'answered') throw new Error(`Expected answers, not ${answer.kind}.`);
      const ids = answer.outcomes.map((outcome) =>
        outcome.kind === 'accepted' ? outcome.providerId : outcome.kind,
      );
      expect(new Set(ids).size).toBe(3);
      expect((await under.arrived()).toSorted()).toEqual(recipients.map(({ email }) => email));
    });

    test('a transport answers a repeated request the same, without a second message', async () => {
      const first = await handOver();
      expect(await handOver()).toEqual(first);
      expect(await under.arrived()).toHaveLength(3);
    });

    const handOverMessage = async (mail: Message) => {
      const signal = AbortSignal.timeout(10_000);
      const turn = await under.transport.awaitTurn(signal);
      if (turn === null) throw new Error('Its turn did not come.');
      const body = await under.transport.composeMessage(mail);
      return under.transport.handOverMessage({ idempotencyKey: mail.reference, body }, { turn, signal });
    };

    test('a transport accepts a single email, with one outcome', async () => {
      expect(await handOverMessage(aMail())).toEqual({
        kind: 'answered',
        outcomes: [{ kind: 'accepted', providerId: expect.stringMatching(/./) }],
      });
      expect(await under.arrived()).toEqual(['ada@verdicts.test']);
    });

    test('a transport answers a repeated email the same, without a second message', async () => {
      const first = await handOverMessage(aMail());
      expect(await handOverMessage(aMail())).toEqual(first);
      expect(await under.arrived()).toHaveLength(1);
    });

    test('a transport treats emails under two keys as two, and as part of no issue', async () => {
      await handOver();
      await handOverMessage(aMail());
      await handOverMessage(aMail({ reference: 'letter-2-0123456789abcdef' }));
      expect(await under.arrived()).toHaveLength(5);
    });
  });
}
