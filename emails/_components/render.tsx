import type { ReactElement } from 'react';
import ConfirmSubscription from '../confirm-subscription.tsx';
import EditorNotice from '../editor-notice.tsx';
import OwnData from '../own-data.tsx';
import WeeklyIssue, { type WeeklyIssueProps } from '../weekly-issue.tsx';
import { withGhostTable } from './ghost-table.tsx';
import { render } from './react-email.ts';
import type { ConfirmSubscriptionProps } from './transactional/confirm-wording.ts';
import type { EditorNoticeProps } from './transactional/notice-wording.ts';
import type { OwnDataProps } from './transactional/own-data-wording.ts';

/** The same props give the same bytes. Load this module lazily: React Email costs 85 MB and 0.4 s. */
export function renderWeeklyIssue(props: WeeklyIssueProps): Promise<string> {
  return renderEmail(<WeeklyIssue {...props} />);
}

export function renderConfirmSubscription(props: ConfirmSubscriptionProps): Promise<string> {
  return renderEmail(<ConfirmSubscription {...props} />);
}

export function renderOwnData(props: OwnDataProps): Promise<string> {
  return renderEmail(<OwnData {...props} />);
}

export function renderEditorNotice(props: EditorNoticeProps): Promise<string> {
  return renderEmail(<EditorNotice {...props} />);
}

/** React's hydration markers, which add weight in an email and make screen readers pause. */
const REACT_COMMENTS = /<!--(?: |\/?\$|html|head|body)-->/g;

async function renderEmail(mail: ReactElement): Promise<string> {
  return withGhostTable((await render(mail)).replace(REACT_COMMENTS, ''));
}
