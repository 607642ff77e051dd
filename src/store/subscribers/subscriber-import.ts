import type { RowsOfGroup } from '../../subscribers/earlier-rows.ts';
import { mergeSubscriber } from '../../subscribers/merge-subscriber.ts';
import type { ConsentEventName, SuppressionReason } from '../../subscribers/subscriber.ts';
import type {
  ImportedRow,
  ImportTerms,
  KnownStanding,
  NewSubscriber,
  Provenance,
  SubscriberStore,
} from '../../subscribers/subscriber-store.ts';
import type { Database, Engine, Steps } from '../engine.ts';
import { subscribers } from '../schema/index.ts';
import { all, changeRows } from '../steps.ts';
import { anyErased } from './subscriber-erasure.ts';
import {
  addPeople,
  knownPeople,
  knownSuppressions,
  type Person,
  recordEvents,
  suppress,
  updatePeople,
} from './subscriber-import-statements.ts';

/** What the database knows about the addresses in a list. */
interface Known {
  people: Map<string, Person>;
  suppressed: Map<string, SuppressionReason>;
  erased: Set<string>;
}

interface Changes {
  rows: ImportedRow[];
  added: Map<string, Person>;
  updated: Map<string, Person>;
  events: [subscriberId: number, event: ConsentEventName][];
}

/** See {@link SubscriberStore.importSubscribers}. */
export function createImport({
  readAtOnce,
  write,
}: Engine): Pick<SubscriberStore, 'importSubscribers' | 'findStandings'> {
  return {
    importSubscribers: async (list, terms) => {
      const { rows, group } = await write((db) => importGroup(db, list, terms));
      group?.keep();
      return rows;
    },
    findStandings: (keys, erasedKeys) => readAtOnce(() => findStandings(keys, erasedKeys)),
  };
}

function* importGroup(
  db: Database,
  list: readonly NewSubscriber[],
  terms: ImportTerms,
): Steps<{ rows: ImportedRow[]; group: RowsOfGroup | undefined }> {
  const known = yield* lookUp(
    list.map(({ emailKey }) => emailKey),
    terms.erasedKeys,
  );
  // Assigned here, so that consent can be recorded without reading them back.
  const newIds = yield* db.words.newIds(subscribers, list.length - known.people.size);
  const group = terms.earlierRows?.begin();
  const changes = planChanges(list, { known, newIds, terms, group });
  yield* writeChanges(changes, terms);
  return { rows: changes.rows, group };
}

function* findStandings(
  keys: readonly string[],
  erasedKeys: ImportTerms['erasedKeys'],
): Steps<(KnownStanding | null)[]> {
  const { people, suppressed, erased } = yield* lookUp(keys, erasedKeys);
  return keys.map((key) => {
    if (erased.has(key)) return { standing: 'erased', isHere: false };
    const person = people.get(key);
    const standing = suppressed.get(key) ?? person?.status;
    return standing === undefined ? null : { standing, isHere: person !== undefined };
  });
}

function* lookUp(emailKeys: readonly string[], erasedKeys: ImportTerms['erasedKeys']): Steps<Known> {
  const keys = JSON.stringify(emailKeys);
  const suppressed = new Map(
    (yield* all(knownSuppressions, { keys })).map(({ key, reason }) => [key, reason]),
  );
  const people = new Map<string, Person>();
  for (const person of yield* all(knownPeople, { keys })) {
    people.set(person.emailKey, { ...person, suppression: suppressed.get(person.emailKey) ?? null });
  }
  return { people, suppressed, erased: yield* findErased(emailKeys, erasedKeys) };
}

/** The erased addresses in the list. Hashing them is skipped if no address was ever erased. */
function* findErased(
  emailKeys: readonly string[],
  erasedKeys: ImportTerms['erasedKeys'],
): Steps<Set<string>> {
  if (!(yield* anyErased())) return new Set();
  const owners = new Map(emailKeys.flatMap((emailKey) => erasedKeys(emailKey).map((key) => [key, emailKey])));
  const found = yield* all(knownSuppressions, { keys: JSON.stringify([...owners.keys()]) });
  return new Set(found.map(({ key }) => owners.get(key) ?? ''));
}

interface Planning {
  known: Known;
  /** At least one for each address that is new. */
  newIds: readonly number[];
  terms: ImportTerms;
  group: RowsOfGroup | undefined;
}

function planChanges(list: readonly NewSubscriber[], planning: Planning): Changes {
  const changes: Changes = { rows: [], added: new Map(), updated: new Map(), events: [] };
  for (const incoming of list) changes.rows.push(planChange(changes, incoming, planning));
  return changes;
}

function planChange(
  { added, updated, events }: Changes,
  incoming: NewSubscriber,
  { known, newIds, terms, group }: Planning,
): ImportedRow {
  const { emailKey } = incoming;
  if (known.erased.has(emailKey))
    return { outcome: 'erased', standing: 'erased', before: 'erased', isRepeated: false };
  const stored = known.people.get(emailKey);
  const earlier = stored === undefined ? added.get(emailKey) : (updated.get(emailKey) ?? stored);
  const id = earlier?.id ?? newIds[added.size] ?? 0;
  const met = group?.record(id, incoming.name !== null);
  const isRepeated = met?.isRepeated === true;
  if (earlier === undefined) {
    const person = newPerson(incoming, { id, known, at: terms.at });
    added.set(emailKey, person);
    events.push([id, terms.event]);
    const before = known.suppressed.get(emailKey) ?? null;
    return { outcome: 'added', standing: standingOf(person), before, isRepeated };
  }
  const after = mergeSubscriber(earlier, met?.isNamed === true ? { ...incoming, name: null } : incoming);
  const standings = { standing: standingOf(after), before: standingOf(earlier), isRepeated };
  if (after === earlier) return { outcome: 'unchanged', ...standings };
  (stored === undefined ? added : updated).set(emailKey, after);
  events.push([after.id, leaves(earlier, after) ? 'unsubscribed' : terms.event]);
  return { outcome: 'updated', ...standings };
}

function standingOf({ suppression, status }: Person): ImportedRow['standing'] {
  return suppression ?? status;
}

function leaves(before: Person, after: Person): boolean {
  return before.status !== 'unsubscribed' && after.status === 'unsubscribed';
}

function newPerson(
  incoming: NewSubscriber,
  { id, known, at }: { id: number; known: Known; at: number },
): Person {
  const { email, emailKey, name, status, pausedUntil } = incoming;
  const suppression = known.suppressed.get(emailKey) ?? incoming.suppression;
  return { id, email, emailKey, name, status, suppression, pausedUntil, createdAt: incoming.createdAt ?? at };
}

function* writeChanges({ added, updated, events }: Changes, { at, source, slot }: Provenance): Steps<void> {
  const suppressed: unknown[][] = [];
  for (const people of [added, updated])
    for (const { emailKey, suppression } of people.values())
      if (suppression !== null) suppressed.push([emailKey, suppression]);
  yield* changeRows(
    addPeople,
    Array.from(added.values(), (one) => [...changeable(one), one.email, one.emailKey]),
  );
  yield* changeRows(updatePeople, Array.from(updated.values(), changeable));
  yield* changeRows(suppress, suppressed, { at });
  yield* changeRows(recordEvents, events, { at, source, slot: slot ?? null });
}

function changeable({ id, name, status, pausedUntil, createdAt }: Person): unknown[] {
  return [id, name, status, pausedUntil, createdAt];
}
