import type { EditorNoticeProps } from '../../emails/_components/transactional/notice-wording.ts';
import { noticeWords } from '../../emails/_components/transactional/notice-wording.ts';
import type { NoticeEvent, NoticeFacts } from '../issues/editor-notice.ts';
import type { Newsletter } from '../issues/newsletter.ts';
import type { Look } from '../look/look.ts';
import { shownLook } from '../look/shown-look.ts';
import { formatTimeAndZone } from '../shared/format.ts';
import { editorNoticeText } from './notice-text.ts';
import type { RenderedEmail } from './render-transactional-email.ts';

export interface NoticeContent {
  event: NoticeEvent;
  facts: NoticeFacts;
  createdAt: number;
}

/** The same notice and newsletter always give the same bytes. */
export async function renderNotice(
  { event, facts, createdAt }: NoticeContent,
  { newsletter, look, zone }: { newsletter: Newsletter; look: Look; zone: string },
): Promise<RenderedEmail> {
  const { renderEditorNotice } = await import('../../emails/_components/render.tsx');
  const { name, postalAddress, publicUrl } = newsletter;
  const props: EditorNoticeProps = {
    newsletterName: name,
    event,
    facts,
    isAhead: facts.scheduledAt > createdAt,
    dueAt: formatTimeAndZone(facts.scheduledAt, zone),
    studioUrl: `${publicUrl}/studio/issues/${facts.slot}`,
    sender: { name, postalAddress },
    ownLook: shownLook(look, publicUrl),
  };
  const { subject } = noticeWords(props);
  return { subject, html: await renderEditorNotice(props), text: editorNoticeText(props) };
}
