import { verdictGroups } from '../../emails/_components/digest/digest-views.ts';
import {
  alikeWords,
  comparisonsWords,
  verdictWords,
  weekWords,
  whyYouGetThis,
} from '../../emails/_components/digest/wording.ts';
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
import type { Digest, PanelHighlight } from '../digest/digest.ts';
import { sectionText } from './plain-text/comparison-text.ts';
import { introText } from './plain-text/intro-text.ts';
import {
  displayWidth,
  isolated,
  MAX_COLUMNS,
  padded,
  stacked,
  underlined,
  wrapped,
} from './plain-text/lines.ts';

/**
 * The digest as text, with all links of the HTML, each unbroken on its own line. The same props give the same bytes.
 */
export function weeklyIssueText({ digest, sender, links }: WeeklyIssueProps): string {
  return asText([
    [...wrapped(isolated(sender.name)), weekWords(digest.slot)],
    underlined(digest.subject, '='),
    ...introText(digest.intro),
    underlined('The week in numbers', '-'),
    numbersText(digest),
    ...(digest.numbers.comparisons > 1 ? [underlined('At a glance', '-'), verdictsText(digest)] : []),
    ...digest.sections.map((section) => sectionText(section, digest.numbers.comparisons)),
    ...footerText(whyYouGetThis, sender),
    ['Unsubscribe:', links.unsubscribe],
    ['Preferences:', links.preferences],
    ['View in browser:', links.webView],
  ]);
}

export function confirmSubscriptionText(props: ConfirmSubscriptionProps): string {
  return transactionalText(confirmWords(props), { url: props.confirmUrl, sender: props.sender });
}

export function ownDataText(props: OwnDataProps): string {
  const { dataUrl: url, sender } = props;
  return transactionalText(ownDataWords(props), { url, sender, others: ownLinks(props) });
}

function transactionalText(
  words: TransactionalWords,
  { url, sender, others = [] }: { url: string; sender: Sender; others?: { label: string; url: string }[] },
): string {
  return asText([
    underlined(words.heading, '='),
    wrapped(words.request),
    [`${words.button}:`, url],
    ...others.map((other) => [`${other.label}:`, other.url]),
    wrapped(words.validity),
    wrapped(words.ignore),
    ...footerText(words.why, sender),
  ]);
}

/** Joins blocks of lines with empty lines between them. */
export const asText = (blocks: string[][]): string => `${stacked(blocks).join('\n')}\n`;

function numbersText({ numbers }: Digest): string[] {
  const highlight = (label: string, how: 'clear' | 'divided', panel: PanelHighlight | null) => {
    if (panel === null) return [];
    const facts = [isolated(panel.tool), verdictWords(panel.verdict), `${panel.panelShare}% ship`];
    return wrapped(`${label}: ${[...facts, alikeWords(panel, how) ?? []].flat().join(', ')}`, { rest: '  ' });
  };
  return [
    comparisonsWords(numbers),
    ...highlight('Clearest verdict', 'clear', numbers.clearest),
    ...highlight('Most divided panel', 'divided', numbers.mostDivided),
  ];
}

function verdictsText(digest: Digest): string[] {
  const groups = verdictGroups(digest);
  const width = 2 + Math.max(...groups.map(({ verdict }) => displayWidth(verdictWords(verdict))));
  return groups.flatMap(({ verdict, tools }) =>
    tools.flatMap(({ name, share }, index) =>
      wrapped(isolated(name) + (share === null ? '' : `, ${share}`), {
        first: padded(index === 0 ? verdictWords(verdict) : '', width),
        rest: ' '.repeat(width + 2),
      }),
    ),
  );
}

/** Why the email was sent, and by whom. */
export function footerText(why: string, sender: Sender): string[][] {
  const address = sender.postalAddress.split('\n').flatMap((line) => wrapped(isolated(line)));
  return [['-'.repeat(MAX_COLUMNS)], wrapped(why), [...wrapped(isolated(sender.name)), ...address]];
}
