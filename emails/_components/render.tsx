import type { ReactElement } from 'react';
import ConfirmSubscription from '../confirm-subscription.tsx';
import EditorNotice from '../editor-notice.tsx';
import OwnData from '../own-data.tsx';
import WeeklyIssue, { type WeeklyIssueProps } from '../weekly-issue.tsx';
import type { ConfirmSubscriptionProps } from './confirm-wording.ts';
import { withGhostTable } from './ghost-table.tsx';
import type { EditorNoticeProps } from './notice-wording.ts';
import type { OwnDataProps } from './own-data-wording.ts';
import { render } from './react-email.ts';

/** The issue's HTML: the same bytes for the same props. Load it lazily: React Email costs 85 MB and 0.4 s. */
export function renderWeeklyIssue(props: WeeklyIssueProps): Promise<string> {
  return renderMail(<WeeklyIssue {...props} />);
}

/** The confirmation mail's HTML. */
export function renderConfirmSubscription(props: ConfirmSubscriptionProps): Promise<string> {
  return renderMail(<ConfirmSubscription {...props} />);
}

/** The HTML of the mail that brings the link to one's own data. */
export function renderOwnData(props: OwnDataProps): Promise<string> {
  return renderMail(<OwnData {...props} />);
}

/** The HTML of a notice to the editor. */
export function renderEditorNotice(props: EditorNoticeProps): Promise<string> {
  return renderMail(<EditorNotice {...props} />);
}

/** By which React finds its texts again in a browser; in a mail they are weight, and part what is read in one breath. */
const REACTS_MARKS = /<!--(?: |\/?\$|html|head|body)-->/g;

async function renderMail(mail: ReactElement): Promise<string> {
  return withGhostTable((await render(mail)).replace(REACTS_MARKS, ''));
}
