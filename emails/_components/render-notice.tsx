import EditorNotice, { type EditorNoticeProps } from '../editor-notice.tsx';
import { render } from './react-email.ts';

/** The HTML of a notice to the editor. Load it lazily, like the other mails. */
export function renderEditorNotice(props: EditorNoticeProps): Promise<string> {
  return render(<EditorNotice {...props} />);
}
