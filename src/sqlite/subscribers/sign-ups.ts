import { decideLinkRequest } from '../../subscribers/sign-ups/decide-link-request.ts';
import {
  decideSignUp,
  MAX_WAIT_MS,
  type SignedUpAddress,
} from '../../subscribers/sign-ups/decide-sign-up.ts';
import { LIMIT_WINDOWS_MS, roomAt } from '../../subscribers/sign-ups/email-limits.ts';
import { countSignUps, type SignUpCounting } from '../../subscribers/sign-ups/sign-up-limits.ts';
import type {
  KeptSignUp,
  SettledSignUps,
  SignUp,
  SignUpKeys,
  SignUpStore,
} from '../../subscribers/sign-ups/sign-up-store.ts';
import type { SubscriberStatus, SuppressionReason } from '../../subscribers/subscriber.ts';
import type { EmailKind } from '../../subscribers/transactional-email.ts';
import { inTxWithRetry } from '../in-tx.ts';
import type { SqliteDatabase } from '../open-database.ts';
import { prepareSignUpCounts } from './sign-up-counts.ts';
import type { EmailRows, EmailsByNetwork } from './transactional-emails.ts';
import { prepareTurns } from './turns.ts';

/** The network key is null in rows of earlier versions. */
type SignUpRow = Required<SignUp> & { id: number; networkKey: string | null };

interface SettlingStep {
  limit: number;
  now: number;
  signUpKeys: SignUpKeys;
}

type Statements = ReturnType<typeof prepareStatements>;

/** Queued sign-ups, and settling them. */
export function prepareSignUps(
  db: SqliteDatabase,
  emails: EmailRows,
): Pick<SignUpStore, 'keepSignUps' | 'findSignUpCounts' | 'settleSignUps'> {
  const statements = prepareStatements(db);
  const counts = prepareSignUpCounts(db);
  const nextTurns = prepareTurns(db, 'sign_ups', { waiting: 'true' });
  const keep = (list: readonly KeptSignUp[]) => {
    const counted = list.map((signUp) => ({ limits: [], isProven: false, ...signUp }));
    const keys = counted.flatMap(({ limits }) => limits.map(({ key }) => key));
    const { obstacles, changed } = countSignUps(counted, counts.find(keys));
    const taken = list.filter((_, index) => obstacles[index] === null);
    const nextTurn = nextTurns(taken.map(({ networkKey }) => networkKey));
    for (const signUp of taken)
      statements.keep.run({ wish: 'subscription', ...signUp, turn: nextTurn(signUp.networkKey) });
    counts.write(changed);
    return obstacles;
  };
  return {
    keepSignUps: async (list) => inTxWithRetry(db, () => keep(list)),
    findSignUpCounts: async (keys) => counts.find(keys),
    settleSignUps: async (step) => inTxWithRetry(db, () => settleSignUps(step, { statements, emails })),
  };
}

function settleSignUps(
  { limit, now, signUpKeys }: SettlingStep,
  { statements, emails }: { statements: Statements; emails: EmailRows },
): SettledSignUps {
  const hasErased = statements.hasErased.get() !== undefined;
  const inLastHour = emails.inLastHour(now);
  const roomOf = (networkKey: string) =>
    roomAt('confirm', { ...inLastHour, ofNetwork: inLastHour.byNetwork.get(networkKey) ?? 0 }, now);
  const full = [...inLastHour.byNetwork.keys()].filter((networkKey) => roomOf(networkKey) > now);
  const due = statements.next.all({ full: JSON.stringify(full), tooOld: now - MAX_WAIT_MS, limit });
  let settled = 0;
  for (const signUp of due) {
    const { id, emailKey, networkAddress } = signUp;
    const networkKey = signUp.networkKey ?? signUpKeys.networkKey(networkAddress);
    const throttleKey = signUpKeys.throttleKey(emailKey);
    const known = statements.find.get(emailKey);
    const keys = [emailKey, ...(hasErased ? signUpKeys.erasedKeys(emailKey) : [])];
    const suppressions = statements.suppressions.all(JSON.stringify(keys));
    const kind = decideEmail(signUp, {
      address: { status: known?.status ?? null, suppressions },
      toMailbox: (counted) => emails.toMailbox(throttleKey, now, counted),
      roomAt: roomOf(networkKey),
      now,
    });
    if (kind === 'wait') continue;
    if (kind !== null) {
      const subscriberId = recordRequester(signUp, { known, statements });
      const email = { subscriberId, kind, throttleKey, networkKey };
      emails.write(email, { now, newToken: signUpKeys.newToken });
      incrementCounts(inLastHour, networkKey, now);
    }
    statements.remove.run(id);
    settled += 1;
  }
  const waits = settled < due.length || (due.length < limit && statements.anyLeft.get() !== undefined);
  const { oldestAt } = inLastHour;
  return { settled, waitsUntil: waits && oldestAt !== null ? oldestAt + LIMIT_WINDOWS_MS.all : null };
}

function incrementCounts(inLastHour: EmailsByNetwork, networkKey: string, now: number): void {
  inLastHour.count += 1;
  inLastHour.oldestAt ??= now;
  inLastHour.byNetwork.set(networkKey, (inLastHour.byNetwork.get(networkKey) ?? 0) + 1);
}

interface EmailFacts {
  address: SignedUpAddress;
  /** When emails went to the mailbox in the last 24 hours: all, or those of one kind. */
  toMailbox: (kind?: EmailKind) => readonly number[];
  /** When the network may ask for one more: see `roomAt`. */
  roomAt: number;
  now: number;
}

/** The email to send; null for none, `wait` until there is room for it. */
function decideEmail(
  { wish, at: askedAt }: SignUpRow,
  { address, toMailbox, roomAt, now }: EmailFacts,
): EmailKind | 'wait' | null {
  if (wish === 'links') {
    const emails = { toMailbox: toMailbox('data'), roomAt };
    const decision = decideLinkRequest({ address, askedAt, emails, now });
    if (decision === 'send') return 'data';
    if (decision !== 'ask') return decision === 'wait' ? 'wait' : null;
  }
  const { kind } = decideSignUp({ address, askedAt, emails: { toMailbox: toMailbox(), roomAt }, now });
  if (kind === 'wait') return 'wait';
  return kind === 'nothing' ? null : 'confirm';
}

/** Records the request, adding the subscriber if necessary. A request for a known subscriber's links is not a new request. */
function recordRequester(
  signUp: SignUpRow,
  { known, statements }: { known: { id: number } | undefined; statements: Statements },
): number {
  const { email, emailKey, name, at, wish } = signUp;
  if (wish === 'links' && known !== undefined) return known.id;
  if (known !== undefined) statements.completeName.run(name, known.id);
  const subscriberId = known?.id ?? Number(statements.add.run(email, emailKey, name, at).lastInsertRowid);
  statements.recordRequest.run({ ...signUp, subscriberId });
  return subscriberId;
}

function prepareStatements({ $client }: SqliteDatabase) {
  return {
    keep: $client.prepare<[Required<Omit<KeptSignUp, keyof SignUpCounting>> & { turn: number }]>(`
      insert into sign_ups (email, email_key, name, source, text_version, network_address, user_agent, at, wish, network_key, turn)
      values (@email, @emailKey, @name, @source, @textVersion, @networkAddress, @userAgent, @at, @wish, @networkKey, @turn)`),
    /** Those of full networks are included once they have waited too long, so that none stays forever. */
    next: $client.prepare<[{ full: string; tooOld: number; limit: number }], SignUpRow>(`
      select id, email, email_key as emailKey, name, source, text_version as textVersion,
        network_address as networkAddress, user_agent as userAgent, at, wish, network_key as networkKey
      from sign_ups where id in (
        select id from sign_ups
        where network_key is null or network_key not in (select value from json_each(@full)) or at <= @tooOld
        order by turn, id limit @limit)
      order by turn, id`),
    anyLeft: $client.prepare<[], unknown>('select 1 from sign_ups limit 1'),
    remove: $client.prepare<[id: number]>('delete from sign_ups where id = ?'),
    hasErased: $client.prepare("select 1 from suppressions where key > 'hmac:' and key < 'hmac;' limit 1"),
    find: $client.prepare<[emailKey: string], { id: number; status: SubscriberStatus }>(
      'select id, status from subscribers where email_key = ?',
    ),
    suppressions: $client
      .prepare<[keys: string], SuppressionReason>(
        'select x.reason from json_each(?) as wanted cross join suppressions as x on x.key = wanted.value',
      )
      .pluck(),
    add: $client.prepare<[email: string, emailKey: string, name: string | null, at: number]>(`
      insert into subscribers (email, email_key, name, status, created_at) values (?, ?, ?, 'pending', ?)`),
    /** Only the owner may name an address that was ever confirmed. */
    completeName: $client.prepare<[name: string | null, id: number]>(
      `update subscribers set name = ? where id = ? and name is null and status = 'pending'`,
    ),
    recordRequest: $client.prepare<[SignUpRow & { subscriberId: number }]>(`
      insert into consent_events (subscriber_id, event, at, source, text_version, network_address, user_agent)
      values (@subscriberId, 'requested', @at, @source, @textVersion, @networkAddress, @userAgent)`),
  };
}
