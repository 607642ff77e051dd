import { decideLinkRequest } from '../../subscribers/decide-link-request.ts';
import { decideSignUp, type SignedUpAddress, type SignUpDecision } from '../../subscribers/decide-sign-up.ts';
import type { SubscriberStatus, SuppressionReason } from '../../subscribers/subscriber.ts';
import type { LetterTerms, SettledSignUps, SignUp, SignUpStore } from '../sign-up-store.ts';
import { inTxOnceFree } from './in-tx.ts';
import type { LetterRows } from './letters.ts';
import type { SqliteDatabase } from './open-database.ts';

type SignUpRow = Required<SignUp> & { id: number };

interface SettlingStep {
  limit: number;
  now: number;
  terms: LetterTerms;
}

type Statements = ReturnType<typeof prepareStatements>;

/** Sign-ups that wait to be looked at, and what becomes of them. */
export function prepareSignUps(
  db: SqliteDatabase,
  letters: LetterRows,
): Pick<SignUpStore, 'keepSignUps' | 'settleSignUps'> {
  const statements = prepareStatements(db);
  return {
    keepSignUps: async (list) =>
      inTxOnceFree(db, () => {
        for (const signUp of list) statements.keep.run({ wish: 'subscription', ...signUp });
      }),
    settleSignUps: async (step) => inTxOnceFree(db, () => settleSignUps(step, { statements, letters })),
  };
}

function settleSignUps(
  { limit, now, terms }: SettlingStep,
  { statements, letters }: { statements: Statements; letters: LetterRows },
): SettledSignUps {
  const hasErased = statements.hasErased.get() !== undefined;
  const inLastHour = { ...letters.inLastHour(now) };
  let settled = 0;
  for (const signUp of statements.oldest.all(limit)) {
    const { id, emailKey, at } = signUp;
    const throttleKey = terms.throttleKey(emailKey);
    const known = statements.find.get(emailKey);
    const keys = [emailKey, ...(hasErased ? terms.erasedKeys(emailKey) : [])];
    const suppressions = statements.suppressions.all(JSON.stringify(keys));
    const address = { status: known?.status ?? null, suppressions };
    const wish = decideWish(signUp, { address, now, sent: letters.toMailbox(throttleKey, now, 'data') });
    const decision: SignUpDecision =
      wish === 'ask'
        ? decideSignUp({
            address,
            askedAt: at,
            letters: { toMailbox: letters.toMailbox(throttleKey, now), inLastHour },
            now,
          })
        : { kind: 'nothing', because: 'links' };
    if (wish === 'send' && known !== undefined)
      letters.write({ subscriberId: known.id, kind: 'data', throttleKey }, { now, newToken: terms.newToken });
    if (decision.kind === 'wait') return { settled, waitsUntil: decision.until };
    if (decision.kind !== 'nothing') {
      const subscriberId = askedBy(signUp, { known, statements });
      letters.write({ subscriberId, kind: 'confirm', throttleKey }, { now, newToken: terms.newToken });
      inLastHour.count += 1;
      inLastHour.oldestAt ??= now;
    }
    statements.remove.run(id);
    settled += 1;
  }
  return { settled, waitsUntil: null };
}

/** Only a wish for links may lead to anything but a question whether to subscribe. */
function decideWish(
  { wish }: SignUpRow,
  { address, sent, now }: { address: SignedUpAddress; sent: readonly number[]; now: number },
) {
  return wish === 'links' ? decideLinkRequest({ ...address, toMailbox: sent, now }) : 'ask';
}

/** The subscriber who asked, made where there is none, with their request on record; a wish for links is no new request. */
function askedBy(
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
    keep: $client.prepare<[Required<SignUp>]>(`
      insert into sign_ups (email, email_key, name, source, text_version, network_address, user_agent, at, wish)
      values (@email, @emailKey, @name, @source, @textVersion, @networkAddress, @userAgent, @at, @wish)`),
    oldest: $client.prepare<[limit: number], SignUpRow>(`
      select id, email, email_key as emailKey, name, source, text_version as textVersion,
        network_address as networkAddress, user_agent as userAgent, at, wish
      from sign_ups order by id limit ?`),
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
    /** Nobody but its owner names an address that was ever confirmed. */
    completeName: $client.prepare<[name: string | null, id: number]>(
      `update subscribers set name = ? where id = ? and name is null and status = 'pending'`,
    ),
    recordRequest: $client.prepare<[SignUpRow & { subscriberId: number }]>(`
      insert into consent_events (subscriber_id, event, at, source, text_version, network_address, user_agent)
      values (@subscriberId, 'requested', @at, @source, @textVersion, @networkAddress, @userAgent)`),
  };
}
