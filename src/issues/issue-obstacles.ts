import { EXAMPLE_NEWSLETTER, obstaclesToRealSend, type Sender, type TransportName } from '../newsletter.ts';
import type { IssueStatus } from './issue-states.ts';

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
  /** Where the public pages are now. */
  newsletter: Pick<Sender, 'publicUrl'>;
  /** What stands in the way of a real send from today's settings; empty for the outbox. */
  obstacles: readonly string[];
}

/** What stands in the way of a real send, in sentences. */
export interface Obstacles {
  /** Each says what to set; empty where nothing stands in the way. */
  reasons: string[];
  /** What is to be done afterwards, as a command; null where nothing is. */
  wayOut: string | null;
}

/** All that is to be said of obstacles, a line each. */
export function obstacleLines({ reasons, wayOut }: Obstacles): string[] {
  return wayOut === null ? reasons : [...reasons, wayOut];
}

/**
 * What stands in the way of a real send: of an approved issue by what is frozen in it, of one whose sending began by the
 * transport that it is bound to, and of anything else by today's settings.
 */
export function issueObstacles(issue: FixedIssue, setup: SendSetup): Obstacles {
  const { slot, status, frozen } = issue;
  switch (status) {
    case 'sending':
    case 'paused':
      return { reasons: transportObstacles(issue, setup.transportName), wayOut: null };
    case 'approved':
      return frozen === null || setup.transportName === 'outbox'
        ? NONE
        : approvedObstacles(slot, frozen, setup);
    case 'sent':
    case 'cancelled':
      return NONE;
    default:
      return { reasons: [...setup.obstacles], wayOut: null };
  }
}

const NONE: Obstacles = { reasons: [], wayOut: null };

/**
 * Why an issue cannot go on through the transport that is set now. Half an issue in the outbox would count as submitted,
 * and nobody would have got it.
 */
export function transportObstacles(
  { slot, transport: began }: Pick<FixedIssue, 'slot' | 'transport'>,
  now: TransportName,
): string[] {
  if (began === null || began === now) return [];
  const settings = began === 'resend' ? 'TRANSPORT=resend and RESEND_API_KEY' : 'TRANSPORT=outbox';
  return [
    `The sending of ${slot} began through ${named(began)}, and can go on only there; now emails go through ${named(now)}. Set ${settings}, then run: verdicts send --slot ${slot}`,
  ];
}

function named(transport: TransportName): string {
  return transport === 'resend' ? 'Resend' : 'the outbox';
}

function approvedObstacles(
  slot: string,
  frozen: FrozenSender,
  { newsletter, obstacles }: SendSetup,
): Obstacles {
  const reasons = obstaclesToRealSend(senderOf(frozen));
  if (frozen.publicUrl !== newsletter.publicUrl)
    reasons.push(
      `PUBLIC_URL is now ${newsletter.publicUrl}, and the links in the issue lead to ${frozen.publicUrl}.`,
    );
  if (reasons.length === 0) return NONE;
  const first = obstacles.length > 0 ? 'Set what is named, then approve' : 'Approve';
  return {
    reasons: reasons.map((reason) => `${slot} was approved with other settings. ${reason}`),
    wayOut: `${first} it again: verdicts issue hold ${slot} && verdicts issue approve ${slot}`,
  };
}

function senderOf({ from, replyTo, publicUrl, postalAddress, text }: FrozenSender): Sender {
  return { from, replyTo, publicUrl, postalAddress: postalAddress ?? exampleIn(text.fixed.join(' ')) };
}

/** The example's postal address where the text has it, wherever its lines break. */
function exampleIn(text: string): string {
  const example = EXAMPLE_NEWSLETTER.postalAddress;
  return text.replace(/\s+/g, ' ').includes(example) ? example : '';
}
