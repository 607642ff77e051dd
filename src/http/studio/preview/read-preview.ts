import { createHash } from 'node:crypto';
import type { ComparisonStore } from '../../../comparisons/comparison-store.ts';
import { sampleRecipient } from '../../../issue-actions/sample-recipient.ts';
import type { IssueStore } from '../../../issues/issue-store.ts';
import type { TokenSigner } from '../../../links/tokens.ts';
import type { LookStore } from '../../../look/look-store.ts';
import type { IssueConfig } from '../../../render/draft-issue.ts';
import type { IssuePreview } from '../../../render/preview-issue.ts';
import type { Clock } from '../../../shared/clock.ts';
import { messageOf } from '../../../shared/errors.ts';
import { issueMail } from '../../../transport/mime.ts';
import type { Message, Transport } from '../../../transport/transport.ts';
import type { ChangeStore } from '../frame/change-store.ts';
import type { Templates } from './templates.ts';

/** Even if nothing changes: a page requests the preview's parts one after another. */
const CACHE_LIFETIME_MS = 5_000;

export interface StudioPreview {
  issue: IssuePreview;
  /** One recipient's copy; null if no comparison is eligible. */
  sample: Sample | null;
  /** Differs whenever the email looks different. */
  version: string;
}

export interface Sample {
  mail: Message;
  /** What the transport submits, byte for byte. */
  handedOver: Buffer;
}

/** `failed` says why the templates cannot be rendered. */
export type PreviewReading = { preview: StudioPreview } | { failed: string };

/** @param how `sendsNow`: with the date that it bears if it is sent now. */
export type ReadPreview = (slot: string, how?: { sendsNow: boolean }) => Promise<PreviewReading>;

interface PreviewReaderDeps {
  comparisonStore: ComparisonStore;
  issueStore: IssueStore;
  lookStore: LookStore;
  changeStore: ChangeStore;
  templates: Templates;
  transport: Transport;
  signer: TokenSigner;
  clock: Clock;
  config: IssueConfig;
}

/** Renders what would go out now, as the transport would submit it, once for all requests. */
export function createPreviewReader(deps: PreviewReaderDeps): ReadPreview {
  const known = new Map<string, { key: string; at: number; reading: Promise<PreviewReading> }>();
  return async (slot, { sendsNow } = { sendsNow: false }) => {
    const key = `${await deps.changeStore.version()} ${deps.templates.version} ${sendsNow}`;
    const at = performance.now();
    const last = known.get(slot);
    if (last?.key === key && at - last.at < CACHE_LIFETIME_MS) return last.reading;
    const reading = renderPreview({ slot, sendsNow }, deps);
    // Only one slot is previewed at a time.
    known.clear();
    known.set(slot, { key, at, reading });
    return reading;
  };
}

async function renderPreview(
  of: { slot: string; sendsNow: boolean },
  deps: PreviewReaderDeps,
): Promise<PreviewReading> {
  const { templates, clock, signer, transport } = deps;
  try {
    const { previewIssue } = await templates.load();
    const issue = await previewIssue({ ...of, now: clock.now() }, deps);
    const { copy } = issue;
    if (copy === null) return { preview: { issue, sample: null, version: 'none' } };
    const recipient = sampleRecipient({ issue: copy, signer });
    const mail = issueMail(copy, recipient);
    const handedOver = Buffer.concat(await transport.compose({ issue: copy, recipients: [recipient] }));
    const version = createHash('sha256').update(mail.html).update(mail.text).digest('hex').slice(0, 16);
    return { preview: { issue, sample: { mail, handedOver }, version } };
  } catch (error) {
    // Only edited templates may be broken; anything else is a bug.
    if (templates.version === 0) throw error;
    return { failed: messageOf(error) };
  }
}
