import { editionWords, whyYouGetThis } from '../../emails/_components/digest/wording.ts';
import type { Sender } from '../../emails/_components/footer.tsx';
import {
  type ConfirmSubscriptionProps,
  confirmWords,
} from '../../emails/_components/transactional/confirm-wording.ts';
import {
  type OwnDataProps,
  ownDataWords,
  ownLinks,
} from '../../emails/_components/transactional/own-data-wording.ts';
import type { TransactionalWords } from '../../emails/_components/transactional/transactional-email.tsx';
import type { WeeklyIssueProps } from '../../emails/weekly-issue.tsx';
import { lineText } from '../digest/line.ts';
import { lookLinks, type ShownLook } from '../look/shown-look.ts';
import { answersText } from './plain-text/answers-text.ts';
import { isolated, MAX_COLUMNS, stacked, underlined, wrapped } from './plain-text/lines.ts';
import { markdownText } from './plain-text/markdown-text.ts';
import { sectionText } from './plain-text/section-text.ts';
import { sponsorText } from './plain-text/sponsor-text.ts';

/**
 * The digest as text, with all links of the HTML, each unbroken on its own line. The same props give the same bytes.
 */
export function weeklyIssueText({ digest, sender, ownLook, links }: WeeklyIssueProps): string {
  const { webView } = links;
  return asText([
    [...wrapped(isolated(sender.name)), editionWords(digest)],
    underlined(digest.subject, '='),
    digest.summary === null ? [] : wrapped(lineText(digest.summary, isolated)),
    ...markdownText(digest.intro),
    answersText(digest),
    ...digest.sections.map((section, index) =>
      sectionText(section, { digest, webView, afterFirst: index === 0 ? sponsorText(digest.sponsor) : [] }),
    ),
    ...ruled([...markdownText(digest.closing), ['Forwarded to you? Sign up:', links.signUp]]),
    links.takesReplies ? ['Reply to this email: a person reads it.'] : [],
    ...footerText(whyYouGetThis, sender, ownLook),
    ['Unsubscribe:', links.unsubscribe],
    ['Preferences:', links.preferences],
    ['View in browser:', webView],
    ['All issues:', links.archive],
  ]);
}

/** Blocks with a rule above the first. */
function ruled([first = [], ...others]: string[][]): string[][] {
  return [['-'.repeat(MAX_COLUMNS), ...first], ...others];
}

export function confirmSubscriptionText(props: ConfirmSubscriptionProps): string {
  return transactionalText(confirmWords(props), {
    url: props.confirmUrl,
    sender: props.sender,
    ownLook: props.ownLook,
  });
}

export function ownDataText(props: OwnDataProps): string {
  const { dataUrl: url, sender, ownLook } = props;
  return transactionalText(ownDataWords(props), { url, sender, ownLook, others: ownLinks(props) });
}

function transactionalText(
  words: TransactionalWords,
  {
    url,
    sender,
    ownLook,
    others = [],
  }: { url: string; sender: Sender; ownLook: ShownLook; others?: { label: string; url: string }[] },
): string {
  return asText([
    underlined(words.heading, '='),
    wrapped(words.request),
    words.own === null ? [] : ownLines(words.own),
    [`${words.button}:`, url],
    ...others.map((other) => [`${other.label}:`, other.url]),
    wrapped(words.validity),
    wrapped(words.ignore),
    ...footerText(words.why, sender, ownLook),
  ]);
}

/** Joins blocks of lines with empty lines between them. */
export const asText = (blocks: string[][]): string => `${stacked(blocks).join('\n')}\n`;

/** Why the email was sent, the owner's words and links, and by whom. */
export function footerText(why: string, sender: Sender, ownLook: ShownLook): string[][] {
  const address = sender.postalAddress.split('\n').flatMap((line) => wrapped(isolated(line)));
  return [
    ['-'.repeat(MAX_COLUMNS)],
    wrapped(why),
    ownLook.footerText === null ? [] : ownLines(ownLook.footerText),
    [...wrapped(isolated(sender.name)), ...address],
    ...lookLinks(ownLook).map(({ label, url }) => [`${label}:`, url]),
  ];
}

const ownLines = (text: string): string[] => text.split('\n').flatMap((line) => wrapped(isolated(line)));
