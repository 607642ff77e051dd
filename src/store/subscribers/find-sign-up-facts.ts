import { MAX_SIGN_UP_WAIT_MS } from '../../subscribers/sign-ups/decide-sign-up.ts';
import { LIMIT_WINDOWS_MS, nextRoomForNetwork } from '../../subscribers/sign-ups/email-limits.ts';
import type { DueSignUp, SignUpFacts } from '../../subscribers/sign-ups/sign-up-facts.ts';
import type { SignUpKeys } from '../../subscribers/sign-ups/sign-up-store.ts';
import { all, first, type Steps } from '../steps.ts';
import {
  dueSignUps,
  emailsToMailboxes,
  knownSubscribers,
  oneBeyond,
  type SignUpRow,
  suppressionsOf,
} from './sign-up-statements.ts';
import { anyErased } from './subscriber-erasure.ts';
import { emailsInLastHour } from './transactional-emails.ts';

export interface SettlingStep {
  limit: number;
  now: number;
  signUpKeys: SignUpKeys;
}

/** Looks up the next sign-ups and what `planSignUps` needs about them, in a fixed number of statements. */
export function* findSignUpFacts({ limit, now, signUpKeys }: SettlingStep): Steps<SignUpFacts> {
  const inLastHour = yield* emailsInLastHour(now);
  const full = [...inLastHour.byNetwork.keys()].filter(
    (key) => nextRoomForNetwork(key, inLastHour, now) > now,
  );
  const rows = yield* all(dueSignUps, {
    rows: JSON.stringify(full.map((key) => [key])),
    tooOld: now - MAX_SIGN_UP_WAIT_MS,
    limit,
  });
  const due = yield* findSuppressions(rows, signUpKeys);
  const othersWait = due.length < limit && (yield* first(oneBeyond, { count: due.length })) !== undefined;
  if (due.length === 0) return { due, othersWait, subscribers: new Map(), toMailboxes: [], inLastHour };
  const subscribers = yield* all(knownSubscribers, {
    emailKeys: distinct(due.map(({ emailKey }) => emailKey)),
  });
  const toMailboxes = yield* all(emailsToMailboxes, {
    throttleKeys: distinct(due.map(({ throttleKey }) => throttleKey)),
    after: now - LIMIT_WINDOWS_MS.mailbox,
  });
  return {
    due,
    othersWait,
    subscribers: new Map(subscribers.map(({ emailKey, ...known }) => [emailKey, known])),
    toMailboxes,
    inLastHour,
  };
}

function* findSuppressions(rows: readonly SignUpRow[], signUpKeys: SignUpKeys): Steps<DueSignUp[]> {
  if (rows.length === 0) return [];
  const areErased = yield* anyErased();
  const signUps = rows.map((row) => ({
    ...row,
    keys: [row.emailKey, ...(areErased ? signUpKeys.erasedKeys(row.emailKey) : [])],
  }));
  const found = yield* all(suppressionsOf, { keys: distinct(signUps.flatMap(({ keys }) => keys)) });
  const reasons = new Map(found.map(({ key, reason }) => [key, reason]));
  return signUps.map(({ keys, ...row }) => ({
    ...row,
    networkKey: row.networkKey ?? signUpKeys.networkKey(row.networkAddress),
    throttleKey: signUpKeys.throttleKey(row.emailKey),
    suppressions: keys.flatMap((key) => reasons.get(key) ?? []),
  }));
}

/** As a placeholder of `inSet` takes it. */
function distinct(values: readonly string[]): string {
  return JSON.stringify([...new Set(values)]);
}
