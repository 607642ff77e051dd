import type { Audience } from './audience.ts';
import type { NoticeEvent, NoticeFacts } from './editor-notice.ts';

export interface NoticeStore {
  /** All notices written for a slot, sent or not. */
  noticedOf(slot: string): Promise<{ event: NoticeEvent; at: number }[]>;

  /** Writes a notice that accompanies no change of an issue, once for each event, slot and occasion. */
  addNotice(notice: {
    event: NoticeEvent;
    facts: NoticeFacts;
    at: number;
    occasion?: string;
  }): Promise<'queued' | 'already'>;
}

export interface ChangeNotice {
  event: NoticeEvent;
  /** The expected audience, if the issue's own is not fixed yet. */
  forecast?: Audience;
}
