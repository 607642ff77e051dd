import type { SubscriberStatus, SuppressionReason } from '../subscriber.ts';
import type { EmailKind } from '../transactional-email.ts';
import type { EmailsByNetwork } from './email-limits.ts';
import type { SignUp } from './sign-up-store.ts';

/** What a store looks up about a group of sign-ups before `planSignUps` decides. */
export interface SignUpFacts {
  due: readonly DueSignUp[];
  /** Sign-ups that are not in this group wait for room. */
  othersWait: boolean;
  /** By email key. */
  subscribers: ReadonlyMap<string, KnownSubscriber>;
  /** To the mailboxes of the group, in the last 24 hours. */
  toMailboxes: readonly MailboxEmail[];
  inLastHour: EmailsByNetwork;
}

export interface DueSignUp extends Required<SignUp> {
  id: number;
  networkKey: string;
  throttleKey: string;
  /** Of the address and of the keyed hash that an erasure left. */
  suppressions: readonly SuppressionReason[];
}

export interface KnownSubscriber {
  id: number;
  status: SubscriberStatus;
  name: string | null;
}

export interface MailboxEmail {
  throttleKey: string;
  kind: EmailKind;
  createdAt: number;
}

/** What to write. Subscribers are named by their email keys: some are only now added. */
export interface SignUpPlan {
  newSubscribers: readonly Pick<DueSignUp, 'email' | 'emailKey' | 'name' | 'at'>[];
  /** Names of known subscribers who had none. */
  completedNames: readonly { id: number; name: string }[];
  requests: readonly DueSignUp[];
  emails: readonly PlannedEmail[];
  settled: readonly number[];
  waitsUntil: number | null;
}

export interface PlannedEmail {
  emailKey: string;
  kind: EmailKind;
  throttleKey: string;
  networkKey: string;
  link: { token: string; hash: string };
}
