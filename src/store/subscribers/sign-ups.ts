import { inTxWithRetry } from '../../sqlite/in-tx.ts';
import type { SqliteDatabase } from '../../sqlite/open-database.ts';
import { planSignUps } from '../../subscribers/sign-ups/plan-sign-ups.ts';
import type { SignUpFacts, SignUpPlan } from '../../subscribers/sign-ups/sign-up-facts.ts';
import { countSignUps } from '../../subscribers/sign-ups/sign-up-limits.ts';
import type { NewSignUp, SettledSignUps, SignUpStore } from '../../subscribers/sign-ups/sign-up-store.ts';
import { signUps } from '../schema/index.ts';
import { findSignUpFacts, type SettlingStep } from './find-sign-up-facts.ts';
import { prepareSignUpCounts } from './sign-up-counts.ts';
import { prepareSignUpStatements, type SignUpStatements } from './sign-up-statements.ts';
import type { EmailRows } from './transactional-emails.ts';
import { prepareTurns } from './turns.ts';

/** Queued sign-ups, and settling them. */
export function prepareSignUps(
  db: SqliteDatabase,
  emails: EmailRows,
): Pick<SignUpStore, 'storeSignUps' | 'findSignUpCounts' | 'findLatestSignUp' | 'settleSignUps'> {
  const statements = prepareSignUpStatements(db);
  const findCounts = prepareSignUpCounts(db);
  const nextTurns = prepareTurns(db, signUps);
  const keep = (list: readonly NewSignUp[]) => {
    const counted = list.map((signUp) => ({ limits: [], isProven: false, ...signUp }));
    const keys = counted.flatMap(({ limits }) => limits.map(({ key }) => key));
    const { obstacles, changed } = countSignUps(counted, findCounts(keys));
    const taken = list.filter((_, index) => obstacles[index] === null);
    const nextTurn = nextTurns(taken.map(({ networkKey }) => networkKey));
    statements.keep(
      taken.map((s) => [
        ...[s.email, s.emailKey, s.name, s.source, s.textVersion, s.networkAddress, s.userAgent, s.at],
        ...[s.requestKind ?? 'subscription', s.networkKey, nextTurn(s.networkKey)],
      ]),
    );
    statements.writeCounts([...changed].map(([key, { count, endsAt }]) => [key, count, endsAt]));
    return obstacles;
  };
  return {
    storeSignUps: async (list) => inTxWithRetry(db, () => keep(list)),
    findSignUpCounts: async (keys) => findCounts(keys),
    findLatestSignUp: async () => statements.latest.get()?.id ?? null,
    settleSignUps: async (step) => inTxWithRetry(db, () => settleSignUps(step, { statements, emails })),
  };
}

interface Rows {
  statements: SignUpStatements;
  emails: EmailRows;
}

function settleSignUps(step: SettlingStep, rows: Rows): SettledSignUps {
  const facts = findSignUpFacts(step, { find: rows.statements, emails: rows.emails });
  const plan = planSignUps({ now: step.now, newToken: step.signUpKeys.newToken }, facts);
  writePlan(plan, { ...rows, known: facts.subscribers, now: step.now });
  return { settled: plan.settled.length, waitsUntil: plan.waitsUntil };
}

function writePlan(
  plan: SignUpPlan,
  { statements: write, emails, known, now }: Rows & { known: SignUpFacts['subscribers']; now: number },
): void {
  const added = write.addSubscribers(
    plan.newSubscribers.map(({ email, emailKey, name, at }) => [email, emailKey, name, at]),
  );
  const ids = new Map(added.map(({ emailKey, id }) => [emailKey, id]));
  const idOf = (emailKey: string) => known.get(emailKey)?.id ?? ids.get(emailKey) ?? 0;
  write.completeNames(plan.completedNames.map(({ id, name }) => [id, name]));
  write.recordRequests(
    plan.requests.map(({ emailKey, at, source, textVersion, networkAddress, userAgent }) => {
      return [idOf(emailKey), at, source, textVersion, networkAddress, userAgent];
    }),
  );
  emails.write(
    plan.emails.map(({ emailKey, ...email }) => ({ ...email, subscriberId: idOf(emailKey) })),
    now,
  );
  write.remove(plan.settled);
}
