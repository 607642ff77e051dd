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
  return renderEmail(<WeeklyIssue {...props} />);
}

/** The confirmation mail's HTML. */
export function renderConfirmSubscription(props: ConfirmSubscriptionProps): Promise<string> {
  return renderEmail(<ConfirmSubscription {...props} />);
}

/** The HTML of the mail that brings the link to one's own data. */
export function renderOwnData(props: OwnDataProps): Promise<string> {
  return renderEmail(<OwnData {...props} />);
}

/** The HTML of a notice to the editor. */
export function renderEditorNotice(props: EditorNoticeProps): Promise<string> {
  return renderEmail(<EditorNotice {...props} />);
}

/** By which React finds its texts again in a browser; in a mail they are weight, and part what is read in one breath. */
const REACT_COMMENTS = /<!--(?: |\/?\$|html|head|body)-->/g;

async function renderEmail(mail: ReactElement): Promise<string> {
  return withGhostTable((await render(mail)).replace(REACT_COMMENTS, ''));
}
