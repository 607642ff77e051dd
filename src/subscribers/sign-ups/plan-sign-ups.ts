import type { SubscriberStatus } from '../subscriber.ts';
import type { EmailKind } from '../transactional-email.ts';
import { decideLinkRequest } from './decide-link-request.ts';
import { decideSignUp } from './decide-sign-up.ts';
import { LIMIT_WINDOWS_MS, nextRoomForNetwork } from './email-limits.ts';
import type { DueSignUp, MailboxEmail, PlannedEmail, SignUpFacts, SignUpPlan } from './sign-up-facts.ts';
import type { SignUpKeys } from './sign-up-store.ts';

/** Plans a group of sign-ups as if each were settled after the other. What to write is the result. */
export function planSignUps(
  { now, newToken }: Pick<SignUpKeys, 'newToken'> & { now: number },
  facts: SignUpFacts,
): SignUpPlan {
  const work = createWorkingState(facts, now);
  const settled: number[] = [];
  for (const signUp of facts.due) {
    const kind = decideEmail(signUp, work);
    if (kind === 'wait') continue;
    settled.push(signUp.id);
    if (kind === null) continue;
    work.recordRequest(signUp);
    work.queue(signUp, kind, newToken());
  }
  const { newSubscribers, completedNames, requests, emails, inLastHour } = work;
  const waits = settled.length < facts.due.length || facts.othersWait;
  const { oldestAt } = inLastHour;
  const waitsUntil = waits && oldestAt !== null ? oldestAt + LIMIT_WINDOWS_MS.all : null;
  return { newSubscribers, completedNames, requests, emails, settled, waitsUntil };
}

/** The email to send; null for none, `wait` until there is room for it. */
function decideEmail(signUp: DueSignUp, work: SignUpWork): EmailKind | 'wait' | null {
  const { requestKind, at: askedAt, emailKey, suppressions, throttleKey, networkKey } = signUp;
  const { now } = work;
  const address = { status: work.subscribers.get(emailKey)?.status ?? null, suppressions };
  const nextRoomAt = nextRoomForNetwork(networkKey, work.inLastHour, now);
  if (requestKind === 'links') {
    const emails = { toMailbox: work.toMailbox(throttleKey, 'data'), nextRoomAt };
    const decision = decideLinkRequest({ address, askedAt, emails, now });
    if (decision === 'send') return 'data';
    if (decision !== 'ask') return decision === 'wait' ? 'wait' : null;
  }
  const emails = { toMailbox: work.toMailbox(throttleKey), nextRoomAt };
  const { kind } = decideSignUp({ address, askedAt, emails, now });
  if (kind === 'wait') return 'wait';
  return kind === 'nothing' ? null : 'confirm';
}

/** A group half settled: the facts, as its sign-ups so far have changed them. */
type SignUpWork = ReturnType<typeof createWorkingState>;

function createWorkingState(facts: SignUpFacts, now: number) {
  const subscribers = new Map<string, { id: number | null; status: SubscriberStatus; name: string | null }>(
    facts.subscribers,
  );
  const toMailboxes = new Map<string, MailboxEmail[]>();
  const countEmail = (email: MailboxEmail) =>
    toMailboxes.set(email.throttleKey, [...(toMailboxes.get(email.throttleKey) ?? []), email]);
  for (const email of facts.toMailboxes) countEmail(email);
  const inLastHour = { ...facts.inLastHour, byNetwork: new Map(facts.inLastHour.byNetwork) };
  const newSubscribers: DueSignUp[] = [];
  const completedNames: { id: number; name: string }[] = [];
  const requests: DueSignUp[] = [];
  const emails: PlannedEmail[] = [];
  return {
    now,
    subscribers,
    inLastHour,
    newSubscribers,
    completedNames,
    requests,
    emails,
    toMailbox: (throttleKey: string, kind?: EmailKind): number[] =>
      (toMailboxes.get(throttleKey) ?? [])
        .filter((email) => kind === undefined || email.kind === kind)
        .map(({ createdAt }) => createdAt),
    /** Adds the subscriber if necessary. A request for a known subscriber's links is not a new request. */
    recordRequest(signUp: DueSignUp): void {
      const { emailKey, name, requestKind } = signUp;
      const known = subscribers.get(emailKey);
      if (requestKind === 'links' && known !== undefined) return;
      requests.push(signUp);
      if (known === undefined) {
        newSubscribers.push(signUp);
        subscribers.set(emailKey, { id: null, status: 'pending', name });
        return;
      }
      // Only the owner may name an address that was ever confirmed.
      if (known.id === null || name === null || known.name !== null || known.status !== 'pending') return;
      completedNames.push({ id: known.id, name });
      subscribers.set(emailKey, { ...known, name });
    },
    queue(signUp: DueSignUp, kind: EmailKind, link: PlannedEmail['link']): void {
      const { emailKey, throttleKey, networkKey } = signUp;
      emails.push({ emailKey, kind, throttleKey, networkKey, link });
      countEmail({ throttleKey, kind, createdAt: now });
      inLastHour.count += 1;
      inLastHour.oldestAt ??= now;
      inLastHour.byNetwork.set(networkKey, (inLastHour.byNetwork.get(networkKey) ?? 0) + 1);
    },
  };
}
