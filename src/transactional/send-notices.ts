import type { Mailbox, Newsletter } from '../issues/newsletter.ts';
import type { Notice, NoticeStore } from '../issues/notice-store.ts';
import { renderNotice } from '../render/render-notice.ts';
import { type ComposedEmail, composeMessage } from './compose-email.ts';
import { type SendQueueDeps, sendQueue } from './send-mails.ts';

const POLL_INTERVAL_MS = 5_000;

export interface SendNoticesDeps extends SendQueueDeps {
  store: Pick<NoticeStore, 'claimNotice' | 'settleNotice'>;
  newsletter: Newsletter;
  editor: Mailbox;
  zone: string;
}

export async function sendNotices({
  store,
  newsletter,
  editor,
  zone,
  ...deps
}: SendNoticesDeps): Promise<void> {
  await sendQueue(
    {
      kind: 'Notice',
      pollIntervalMs: POLL_INTERVAL_MS,
      claim: (claim) => store.claimNotice(claim),
      compose: (notice) => composeNotice(notice, { newsletter, editor, zone }),
      settle: (notice, outcome) => store.settleNotice({ notice, outcome }),
    },
    deps,
  );
}

/** The same notice always gives the same message and key. */
export async function composeNotice(
  notice: Notice,
  { newsletter, editor, zone }: Pick<SendNoticesDeps, 'newsletter' | 'editor' | 'zone'>,
): Promise<ComposedEmail> {
  const rendered = await renderNotice(notice, { newsletter, zone });
  return composeMessage(`notice-${notice.id}`, { to: editor, date: notice.createdAt, rendered, newsletter });
}
