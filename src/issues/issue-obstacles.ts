import type { IssueStatus } from './issue-states.ts';
import {
  EXAMPLE_NEWSLETTER,
  type Sender,
  type SenderFault,
  type SenderSetting,
  senderFaults,
  type TransportName,
  transportInWords,
} from './newsletter.ts';

/** What an issue goes out with, once it is approved or being sent. */
export interface FixedIssue {
  slot: string;
  status: IssueStatus;
  /** The transport with which its sending began; null before. */
  transport: TransportName | null;
  /** As it was approved; null where nothing is fixed. */
  frozen: FrozenSender | null;
}

export interface FrozenSender extends Omit<Sender, 'postalAddress'> {
  /** Null in an issue that was approved before it was kept apart; its text still has it. */
  postalAddress: string | null;
  text: { fixed: readonly string[] };
}

/** How the program is set up to send. */
export interface SendSetup {
  transportName: TransportName;
  /** Who sends by today's settings. */
  newsletter: Sender;
  /** What stops a real send from today's settings, a sentence each; empty for the outbox. */
  obstacles: readonly string[];
}

/** One thing that stops a real send. */
export interface Obstacle {
  /** What is wrong, and what to do about it, in whole sentences. */
  words: string;
  /** The commands that do the last part of it; null where it is no command's work. */
  command: string | null;
  /** The commands alone are enough: no setting has to be changed. */
  needsNoSetting?: boolean;
}

/** An obstacle for somebody who has a terminal. */
export function obstacleInWords({ words, command }: Obstacle): string {
  return command === null ? words : `${words.replace(/\.$/, '')}: ${command}`;
}

/**
 * What stops a real send: of an approved issue by what is frozen in it, of one whose sending began by the transport that
 * it is bound to, and of anything else by today's settings.
 */
export function issueObstacles(issue: FixedIssue, setup: SendSetup): Obstacle[] {
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

/**
 * Why an issue cannot continue through the transport that is set now. Half an issue in the outbox would count as submitted,
 * and nobody would have got it.
 */
export function transportObstacles(
  { slot, status, transport: began }: Pick<FixedIssue, 'slot' | 'status' | 'transport'>,
  now: TransportName,
): Obstacle[] {
  if (began === null || began === now) return [];
  const settings =
    began === 'resend'
      ? 'TRANSPORT=resend and RESEND_API_KEY (and RESEND_BASE_URL, if you use one)'
      : 'TRANSPORT=outbox';
  const resume = status === 'paused' ? `verdicts issue resume ${slot} && ` : '';
  return [
    {
      words: `The sending of ${slot} began through ${transportInWords(began)} and can continue only there, but emails go through ${transportInWords(now)} now. Set ${settings}, then let it continue.`,
      command: `${resume}verdicts send --slot ${slot}`,
    },
  ];
}

/**
 * What stops a real send of an approved issue, whatever the transport is now. Approving again freezes today's settings, so
 * it helps only once none of those is wrong.
 */
export function approvalObstacles(
  { slot, frozen }: Pick<FixedIssue, 'slot' | 'frozen'>,
  { newsletter: today }: Pick<SendSetup, 'newsletter'>,
): Obstacle[] {
  if (frozen === null) return [];
  const faults = senderFaults(senderOf(frozen));
  const moved = frozen.publicUrl !== today.publicUrl;
  const urlIsWrong = faults.some(({ setting }) => setting === 'PUBLIC_URL');
  const wrongToday = senderFaults(today).map(({ setting }) => setting);
  const command = `verdicts issue hold ${slot} && verdicts issue approve ${slot}`;
  if (faults.length > 0) {
    const parts = [
      ...faultyParts(faults, frozen),
      ...(moved && !urlIsWrong ? [otherUrl(frozen, today)] : []),
    ];
    const words = `${slot} was approved ${inSentence(parts)}. ${approveAgain(wrongToday)}.`;
    return [{ words, command, needsNoSetting: wrongToday.length === 0 }];
  }
  if (!moved) return [];
  const links = `The links in ${slot} lead to ${frozen.publicUrl}, and PUBLIC_URL is now ${today.publicUrl}.`;
  const back = `Set PUBLIC_URL back to ${frozen.publicUrl}`;
  if (wrongToday.includes('PUBLIC_URL')) return [{ words: `${links} ${back}.`, command: null }];
  const again = approveAgain(wrongToday);
  const words = `${links} ${back}, or ${again.charAt(0).toLowerCase()}${again.slice(1)}.`;
  return [{ words, command, needsNoSetting: wrongToday.length === 0 }];
}

function approveAgain(wrongToday: readonly SenderSetting[]): string {
  return wrongToday.length === 0 ? 'Approve it again' : `Set ${listed(wrongToday)}, then approve it again`;
}

/** What is wrong in the issue, each as the end of "it was approved …". */
function faultyParts(faults: readonly SenderFault[], { publicUrl }: FrozenSender): string[] {
  const of = (kind: SenderFault['kind']) =>
    faults.filter((fault) => fault.kind === kind).map(({ setting }) => setting);
  const examples = of('example');
  return [
    ...(examples.length > 0 ? [`with the example ${listed(examples)}`] : []),
    ...of('missing').map((setting) => `without ${setting}`),
    ...of('not-https').map((setting) => `with a ${setting} that is not https (${publicUrl})`),
  ];
}

function otherUrl(frozen: FrozenSender, today: Sender): string {
  return `with another PUBLIC_URL (${frozen.publicUrl}) than today's (${today.publicUrl})`;
}

// British English has no comma before the last "and", so that lists can be parts of a list.
const AND = new Intl.ListFormat('en-GB', { type: 'conjunction' });

function listed(parts: readonly string[]): string {
  return AND.format(parts);
}

/** Parts that may be lists themselves. */
function inSentence(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')}, and ${parts.at(-1)}`;
}

/** Who sends by what is frozen in an issue. */
export function senderOf({ from, replyTo, publicUrl, postalAddress, text }: FrozenSender): Sender {
  return { from, replyTo, publicUrl, postalAddress: postalAddress ?? exampleIn(text.fixed.join(' ')) };
}

/** The example's postal address where the text has it, wherever its lines break. */
function exampleIn(text: string): string {
  const example = EXAMPLE_NEWSLETTER.postalAddress;
  return text.replace(/\s+/g, ' ').includes(example) ? example : '';
}
