import { createHash } from 'node:crypto';
import type { IssueStatus } from '../issues/issue-status-rules.ts';
import type { TokenSigner } from '../links/tokens.ts';
import { contentFingerprint } from '../render/content-fingerprint.ts';
import type { DraftDeps } from '../render/draft-issue.ts';
import { previewIssue } from '../render/preview-issue.ts';
import type { Clock } from '../shared/clock.ts';
import { AppError } from '../shared/errors.ts';
import type { Transport } from '../transport/transport.ts';
import { sendTest } from './send-test.ts';

export interface TestSlotDeps extends DraftDeps {
  clock: Clock;
  signer: TokenSigner;
}

export interface SlotTest {
  slot: string;
  addresses: readonly string[];
  transport: Transport;
  /** Identifies this request: repeated for the same addresses and content, it sends one test. */
  requestId?: string;
}

/** @throws AppError `refused` if there is nothing to send, or it was not accepted. */
export async function testSlot(
  { slot, addresses, transport, requestId }: SlotTest,
  deps: TestSlotDeps,
): Promise<{ status: IssueStatus }> {
  const { status, copy } = await previewIssue({ slot, now: deps.clock.now() }, deps);
  if (copy === null)
    throw new AppError(
      'refused',
      `There is nothing to send for ${slot}: it has no comparisons. Its draft says what is left out, and why.`,
    );
  const name =
    requestId === undefined ? {} : { name: testName(requestId, [contentFingerprint(copy), ...addresses]) };
  await sendTest({ issue: copy, addresses, ...name }, { transport, signer: deps.signer });
  return { status };
}

/** The provider remembers the name, so it must never stand for anything else. */
function testName(requestId: string, content: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify([requestId, ...content]));
  return hash.digest('hex').slice(0, 32);
}
