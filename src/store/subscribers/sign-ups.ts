import { planSignUps } from '../../subscribers/sign-ups/plan-sign-ups.ts';
import type { SignUpFacts, SignUpPlan } from '../../subscribers/sign-ups/sign-up-facts.ts';
import { countSignUps, type SignUpObstacle } from '../../subscribers/sign-ups/sign-up-limits.ts';
import type { NewSignUp, SettledSignUps, SignUpStore } from '../../subscribers/sign-ups/sign-up-store.ts';
import type { Engine } from '../engine.ts';
import { signUps } from '../schema/index.ts';
import { all, change, changeRows, first, type Steps } from '../steps.ts';
import { findSignUpFacts, type SettlingStep } from './find-sign-up-facts.ts';
import { findSignUpCounts, writeSignUpCounts } from './sign-up-counts.ts';
import {
  addSubscribers,
  completeNames,
  keepSignUps,
  latestSignUp,
  recordRequests,
  removeSignUps,
} from './sign-up-statements.ts';
import { writeEmails } from './transactional-emails.ts';
import { prepareTurns } from './turns.ts';

/** Queued sign-ups, and settling them. */
export function createSignUps({
  read,
  write,
}: Engine): Pick<SignUpStore, 'storeSignUps' | 'findSignUpCounts' | 'findLatestSignUp' | 'settleSignUps'> {
  const findLatest = () =>
    read(function* () {
      return (yield* first(latestSignUp))?.id ?? null;
    });
  return {
    storeSignUps: (list) => write(() => storeSignUps(list)),
    findSignUpCounts: (keys) => read(() => findSignUpCounts(keys)),
    findLatestSignUp: findLatest,
    settleSignUps: async (step) => {
      // Mostly there is none, and then no write lock is needed.
      if ((await findLatest()) === null) return { settled: 0, waitsUntil: null };
      return write(() => settleSignUps(step));
    },
  };
}

const nextTurns = prepareTurns(signUps);

function* storeSignUps(list: readonly NewSignUp[]): Steps<(SignUpObstacle | null)[]> {
  const counted = list.map((signUp) => ({ limits: [], isProven: false, ...signUp }));
  const keys = counted.flatMap(({ limits }) => limits.map(({ key }) => key));
  const { obstacles, changed } = countSignUps(counted, yield* findSignUpCounts(keys));
  const taken = list.filter((_, index) => obstacles[index] === null);
  if (taken.length === 0) return obstacles;
  const nextTurn = yield* nextTurns(taken.map(({ networkKey }) => networkKey));
  yield* changeRows(
    keepSignUps,
    taken.map((s) => [
      ...[s.email, s.emailKey, s.name, s.source, s.textVersion, s.networkAddress, s.userAgent, s.at],
      ...[s.requestKind ?? 'subscription', s.networkKey, nextTurn(s.networkKey)],
    ]),
  );
  yield* writeSignUpCounts(changed);
  return obstacles;
}

function* settleSignUps(step: SettlingStep): Steps<SettledSignUps> {
  const facts = yield* findSignUpFacts(step);
  const plan = planSignUps({ now: step.now, newToken: step.signUpKeys.newToken }, facts);
  yield* writeSignUpPlan(plan, { known: facts.subscribers, now: step.now });
  return { settled: plan.settled.length, waitsUntil: plan.waitsUntil };
}

function* writeSignUpPlan(
  plan: SignUpPlan,
  { known, now }: { known: SignUpFacts['subscribers']; now: number },
): Steps<void> {
  const added = yield* addNewSubscribers(plan.newSubscribers);
  const idOf = (emailKey: string) => known.get(emailKey)?.id ?? added.get(emailKey) ?? 0;
  yield* changeRows(
    completeNames,
    plan.completedNames.map(({ id, name }) => [id, name]),
  );
  yield* changeRows(
    recordRequests,
    plan.requests.map(({ emailKey, at, source, textVersion, networkAddress, userAgent }) => {
      return [idOf(emailKey), 'requested', at, source, textVersion, networkAddress, userAgent];
    }),
  );
  yield* writeEmails(
    plan.emails.map(({ emailKey, ...email }) => ({ ...email, subscriberId: idOf(emailKey) })),
    now,
  );
  if (plan.settled.length > 0) yield* change(removeSignUps, { ids: JSON.stringify(plan.settled) });
}

/** @returns Their ids, by their email keys. */
function* addNewSubscribers(people: SignUpPlan['newSubscribers']): Steps<Map<string, number>> {
  if (people.length === 0) return new Map();
  const rows = people.map(({ email, emailKey, name, at }) => [email, emailKey, name, 'pending', at]);
  const added = yield* all(addSubscribers, { rows: JSON.stringify(rows) });
  return new Map(added.map(({ emailKey, id }) => [emailKey, id]));
}
