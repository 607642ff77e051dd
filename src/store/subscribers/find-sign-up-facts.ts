import { MAX_SIGN_UP_WAIT_MS } from '../../subscribers/sign-ups/decide-sign-up.ts';
import { LIMIT_WINDOWS_MS, nextRoomForNetwork } from '../../subscribers/sign-ups/email-limits.ts';
import type { DueSignUp, SignUpFacts } from '../../subscribers/sign-ups/sign-up-facts.ts';
import type { SignUpKeys } from '../../subscribers/sign-ups/sign-up-store.ts';
import type { SignUpRow, SignUpStatements } from './sign-up-statements.ts';
import type { EmailRows } from './transactional-emails.ts';

export interface SettlingStep {
  limit: number;
  now: number;
  signUpKeys: SignUpKeys;
}

/** Looks up the next sign-ups and what `planSignUps` needs about them, in a fixed number of statements. */
export function findSignUpFacts(
  { limit, now, signUpKeys }: SettlingStep,
  { find, emails }: { find: SignUpStatements; emails: Pick<EmailRows, 'inLastHour'> },
): SignUpFacts {
  const inLastHour = emails.inLastHour(now);
  const full = [...inLastHour.byNetwork.keys()].filter(
    (key) => nextRoomForNetwork(key, inLastHour, now) > now,
  );
  const rows = find.due.all({ full: JSON.stringify(full), tooOld: now - MAX_SIGN_UP_WAIT_MS, limit });
  const due = findSuppressions(rows, { find, signUpKeys });
  const mailboxes = new Set(due.map(({ throttleKey }) => throttleKey));
  const after = now - LIMIT_WINDOWS_MS.mailbox;
  return {
    due,
    othersWait: due.length < limit && find.hasMoreThan.get({ count: due.length }) !== undefined,
    subscribers: new Map(
      find
        .subscribers(distinct(due.map(({ emailKey }) => emailKey)))
        .map(({ emailKey, ...known }) => [emailKey, known]),
    ),
    toMailboxes: find.toMailboxes([...mailboxes].map((throttleKey) => [throttleKey, after])),
    inLastHour,
  };
}

function findSuppressions(
  rows: readonly SignUpRow[],
  { find, signUpKeys }: { find: SignUpStatements; signUpKeys: SignUpKeys },
): DueSignUp[] {
  const anyErased = rows.length > 0 && find.anyErased();
  const signUps = rows.map((row) => ({
    ...row,
    keys: [row.emailKey, ...(anyErased ? signUpKeys.erasedKeys(row.emailKey) : [])],
  }));
  const found = find.suppressions(distinct(signUps.flatMap(({ keys }) => keys)));
  const reasons = new Map(found.map(({ key, reason }) => [key, reason]));
  return signUps.map(({ keys, ...row }) => ({
    ...row,
    networkKey: row.networkKey ?? signUpKeys.networkKey(row.networkAddress),
    throttleKey: signUpKeys.throttleKey(row.emailKey),
    suppressions: keys.flatMap((key) => reasons.get(key) ?? []),
  }));
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}
