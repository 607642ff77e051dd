import type { IssueStore } from '../issues/issue-store.ts';
import type { TokenSigner } from '../links/tokens.ts';
import type { Clock } from '../shared/clock.ts';
import type { BatchAnswer, Transport } from '../transport/transport.ts';
import type { DeliveryProgress, DeliveryStore } from './delivery-store.ts';

export interface SendDeps {
  issueStore: IssueStore;
  deliveryStore: DeliveryStore;
  transport: Transport;
  signer: TokenSigner;
  clock: Clock;
  /** Aborted to stop: nothing more is claimed, and requests in flight are finished. */
  signal: AbortSignal;
  /** Identifies this process in leases; must be unique. */
  owner: string;
  /** Messages per UTC day, over all issues; null: no limit. */
  dailyLimit: number | null;
  onAudience?: (candidates: number) => void;
  onProgress?: (progress: DeliveryProgress) => void;
  onWait?: (wait: { until: number; reason: string }) => void;
  /** `firstMadeAt`: when this request was first attempted. */
  onAnswer?: (slot: string, answer: BatchAnswer, firstMadeAt: number) => void;
}
