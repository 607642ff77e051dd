import { formatWeek } from '../../shared/format.ts';
import type { IssueStatus } from '../issue-status-rules.ts';
import {
  EXAMPLE_NEWSLETTER,
  SENDER_WORDS,
  type Sender,
  type SenderFault,
  type SenderSetting,
  senderFaults,
  senderPlace,
  type TransportName,
  transportLabel,
} from '../newsletter.ts';

export interface IssueToSend {
  slot: string;
  status: IssueStatus;
  /** The transport that sending started with; null before that. */
  transport: TransportName | null;
  frozen: FrozenSender | null;
}

export interface FrozenSender extends Omit<Sender, 'postalAddress'> {
  /** Null in issues frozen before this field existed; their text still contains it. */
  postalAddress: string | null;
  text: { fixed: readonly string[] };
}

export interface SendConfig {
  transportName: TransportName;
  newsletter: Sender;
  /** Why today's settings rule out a real send, one sentence each; empty for the outbox. */
  obstacles: readonly string[];
}

export interface Obstacle {
  /** The problem and its remedy, in whole sentences. */
  words: string;
  /** Commands that complete the remedy; null if there is none. */
  command: string | null;
  /** The commands are enough: no setting has to change. */
  needsNoSetting?: boolean;
}

export function formatObstacle({ words, command }: Obstacle): string {
  return command === null ? words : `${words.replace(/\.$/, '')}: ${command}`;
}

/** Judges an approved issue by its frozen copy, one being sent by its transport, any other by today's settings. */
export function issueObstacles(issue: IssueToSend, setup: SendConfig): Obstacle[] {
  switch (issue.status) {
    case 'sending':
    case 'paused':
      return transportObstacles(issue, setup.transportName);
    case 'approved':
      return setup.transportName === 'outbox' ? [] : approvalObstacles(issue, setup);
    case 'sent':
    case 'cancelled':
      return [];
    default:
      return setup.obstacles.map((words) => ({ words, command: null }));
  }
}

/** Deliveries written to the outbox would count as submitted, though no one received them. */
export function transportObstacles(
  { slot, status, transport: startedWith }: Pick<IssueToSend, 'slot' | 'status' | 'transport'>,
  current: TransportName,
): Obstacle[] {
  if (startedWith === null || startedWith === current) return [];
  const settings =
    startedWith === 'resend'
      ? 'TRANSPORT=resend and RESEND_API_KEY (and RESEND_BASE_URL, if you use one)'
      : 'TRANSPORT=outbox';
  const resume = status === 'paused' ? `verdicts issue resume ${slot} && ` : '';
  return [
    {
      words: `The sending of ${formatWeek(slot)} began through ${transportLabel(startedWith)} and can continue only there, but emails go through ${transportLabel(current)} now. Set ${settings}, then let it continue.`,
      command: `${resume}verdicts send --slot ${slot}`,
    },
  ];
}

/** Approving again freezes today's settings, so it helps only if those are right. */
export function approvalObstacles(
  { slot, frozen }: Pick<IssueToSend, 'slot' | 'frozen'>,
  { newsletter: today }: Pick<SendConfig, 'newsletter'>,
): Obstacle[] {
  if (frozen === null) return [];
  const faults = senderFaults(senderOf(frozen));
  const urlChanged = frozen.publicUrl !== today.publicUrl;
  const urlIsWrong = faults.some(({ setting }) => setting === 'PUBLIC_URL');
  const wrongToday = senderFaults(today).map(({ setting }) => setting);
  const command = `verdicts issue hold ${slot} && verdicts issue approve ${slot}`;
  if (faults.length > 0) {
    const parts = [
      ...faultyParts(faults, frozen),
      ...(urlChanged && !urlIsWrong ? [urlMismatch(frozen, today)] : []),
    ];
    const words = `${formatWeek(slot)} was approved ${joinParts(parts)}. ${approveAgainAdvice(wrongToday, today)}.`;
    return [{ words, command, needsNoSetting: wrongToday.length === 0 }];
  }
  if (!urlChanged) return [];
  const links = `The links in ${formatWeek(slot)} lead to ${frozen.publicUrl}, and the public URL is now ${today.publicUrl}.`;
  const back = `Set PUBLIC_URL in .env back to ${frozen.publicUrl}`;
  if (wrongToday.includes('PUBLIC_URL')) return [{ words: `${links} ${back}.`, command: null }];
  const again = approveAgainAdvice(wrongToday, today);
  const words = `${links} ${back}, or ${again.charAt(0).toLowerCase()}${again.slice(1)}.`;
  return [{ words, command, needsNoSetting: wrongToday.length === 0 }];
}

function approveAgainAdvice(wrongToday: readonly SenderSetting[], today: Sender): string {
  return wrongToday.length === 0
    ? 'Approve it again'
    : `Set ${formatList(wrongToday.map((setting) => senderPlace(setting, today)))}, then approve it again`;
}

/** Each completes the sentence "it was approved …". */
function faultyParts(faults: readonly SenderFault[], { publicUrl }: FrozenSender): string[] {
  const of = (kind: SenderFault['kind']) =>
    faults.filter((fault) => fault.kind === kind).map(({ setting }) => SENDER_WORDS[setting]);
  const examples = of('example');
  return [
    ...(examples.length > 0 ? [`with the example ${formatList(examples)}`] : []),
    ...of('missing').map((words) => `without a ${words}`),
    ...of('not-https').map((words) => `with a ${words} that is not https (${publicUrl})`),
  ];
}

function urlMismatch(frozen: FrozenSender, today: Sender): string {
  return `with a public URL (${frozen.publicUrl}) that is not today's (${today.publicUrl})`;
}

// British English puts no comma before the last "and", so lists can be nested.
const LIST_FORMAT = new Intl.ListFormat('en-GB', { type: 'conjunction' });

function formatList(parts: readonly string[]): string {
  return LIST_FORMAT.format(parts);
}

function joinParts(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')}, and ${parts.at(-1)}`;
}

export function senderOf({ from, replyTo, publicUrl, postalAddress, text }: FrozenSender): Sender {
  return { from, replyTo, publicUrl, postalAddress: postalAddress ?? exampleAddressIn(text.fixed.join(' ')) };
}

/** The example postal address if the text contains it, however its lines are wrapped. */
function exampleAddressIn(text: string): string {
  const example = EXAMPLE_NEWSLETTER.postalAddress;
  return text.replace(/\s+/g, ' ').includes(example) ? example : '';
}
