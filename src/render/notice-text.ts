import type { EditorNoticeProps } from '../../emails/_components/transactional/notice-wording.ts';
import { noticeWords } from '../../emails/_components/transactional/notice-wording.ts';
import { isolated, underlined, wrapped } from './plain-text/lines.ts';
import { asText, footerText } from './plain-text.ts';

/** A notice as text; the command and the link each stand on a line of their own, unbroken. */
export function editorNoticeText(props: EditorNoticeProps): string {
  const words = noticeWords(props);
  return asText([
    underlined(words.heading, '='),
    wrapped(words.meaning),
    ...words.reasons.map((reason) => wrapped(isolated(reason))),
    wrapped(words.step),
    [`${words.button}:`, props.studioUrl],
    [words.byCommand, words.command],
    underlined('In numbers', '-'),
    words.numbers.flatMap(({ label, value }) => wrapped(`${label}: ${isolated(value)}`, { rest: '  ' })),
    ...footerText(words.why, props.sender, props.ownLook),
  ]);
}
