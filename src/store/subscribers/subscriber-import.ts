import { inTx } from '../../sqlite/in-tx.ts';
import type { SqliteDatabase } from '../../sqlite/open-database.ts';
import { mergeSubscriber } from '../../subscribers/merge-subscriber.ts';
import type { ConsentEventName, SuppressionReason } from '../../subscribers/subscriber.ts';
import type {
  ImportedRow,
  ImportTerms,
  NewSubscriber,
  Provenance,
  SubscriberStore,
} from '../../subscribers/subscriber-store.ts';
import {
  type ImportStatements,
  type Person,
  prepareImportStatements,
} from './subscriber-import-statements.ts';

/** What the database knows about the addresses in a list. */
interface Known {
  people: Map<string, Person>;
  suppressed: Map<string, SuppressionReason>;
  erased: Set<string>;
  lastId: number;
}

interface Changes {
  rows: ImportedRow[];
  changed: Map<string, Person>;
  events: [subscriberId: number, event: ConsentEventName][];
}

/** See {@link SubscriberStore.importSubscribers}. */
export function prepareImport(
  db: SqliteDatabase,
): Pick<SubscriberStore, 'importSubscribers' | 'findStandings'> {
  const statements = prepareImportStatements(db);
  return {
    importSubscribers: async (list, terms) =>
      inTx(db, () => {
        const keys = list.map(({ emailKey }) => emailKey);
        const known = lookUp(statements, keys, terms.erasedKeys);
        const changes = planChanges(list, known, terms);
        writeChanges(statements, changes, { ...terms, lastId: known.lastId });
        return changes.rows;
      }),
    findStandings: async (keys, erasedKeys) => {
      const { people, suppressed, erased } = lookUp(statements, keys, erasedKeys);
      return keys.map((key) => {
        if (erased.has(key)) return { standing: 'erased', isHere: false };
        const person = people.get(key);
        const standing = suppressed.get(key) ?? person?.status;
        return standing === undefined ? null : { standing, isHere: person !== undefined };
      });
    },
  };
}

function lookUp(
  statements: ImportStatements,
  keys: readonly string[],
  erasedKeys: ImportTerms['erasedKeys'],
): Known {
  const wanted = JSON.stringify(keys);
  const suppressed = new Map(statements.suppressed.all(wanted).map(({ key, reason }) => [key, reason]));
  const people = new Map<string, Person>();
  for (const person of statements.people.all(wanted)) {
    people.set(person.emailKey, { ...person, suppression: suppressed.get(person.emailKey) ?? null });
  }
  return {
    people,
    suppressed,
    erased: findErased(statements, keys, erasedKeys),
    lastId: statements.lastId.get() ?? 0,
  };
}

/** The erased addresses in the list. Hashing them is skipped if no address was ever erased. */
function findErased(
  { anyErased, suppressed }: ImportStatements,
  emailKeys: readonly string[],
  erasedKeys: ImportTerms['erasedKeys'],
): Set<string> {
  if (!anyErased()) return new Set();
  const owners = new Map(emailKeys.flatMap((emailKey) => erasedKeys(emailKey).map((key) => [key, emailKey])));
  const found = suppressed.all(JSON.stringify([...owners.keys()]));
  return new Set(found.map(({ key }) => owners.get(key) ?? ''));
}

function planChanges(list: readonly NewSubscriber[], known: Known, terms: ImportTerms): Changes {
  const changes: Changes = { rows: [], changed: new Map(), events: [] };
  for (const incoming of list) changes.rows.push(planChange(changes, incoming, { known, terms }));
  return changes;
}

function planChange(
  { changed, events }: Changes,
  incoming: NewSubscriber,
  { known, terms }: { known: Known; terms: ImportTerms },
): ImportedRow {
  const { emailKey } = incoming;
  if (known.erased.has(emailKey))
    return { outcome: 'erased', standing: 'erased', before: 'erased', isRepeated: false };
  const earlier = changed.get(emailKey) ?? known.people.get(emailKey);
  const id = earlier?.id ?? known.lastId + 1 + events.length;
  const met = terms.earlierRows?.record(id, incoming.name !== null);
  const isRepeated = met?.isRepeated === true;
  if (earlier === undefined) {
    const person = newPerson(incoming, { id, known, at: terms.at });
    changed.set(emailKey, person);
    events.push([id, terms.event]);
    const before = known.suppressed.get(emailKey) ?? null;
    return { outcome: 'added', standing: standingOf(person), before, isRepeated };
  }
  const after = mergeSubscriber(earlier, met?.isNamed === true ? { ...incoming, name: null } : incoming);
  const standings = { standing: standingOf(after), before: standingOf(earlier), isRepeated };
  if (after === earlier) return { outcome: 'unchanged', ...standings };
  changed.set(emailKey, after);
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

function writeChanges(
  statements: ImportStatements,
  { changed, events }: Changes,
  { at, source, slot, lastId }: Provenance & { lastId: number },
): void {
  if (changed.size === 0) return;
  const added: unknown[] = [];
  const updated: unknown[] = [];
  const suppressed: unknown[] = [];
  for (const { id, email, emailKey, name, status, suppression, pausedUntil, createdAt } of changed.values()) {
    if (id > lastId) added.push([id, name, status, pausedUntil, createdAt, email, emailKey]);
    else updated.push([id, name, status, pausedUntil, createdAt]);
    if (suppression !== null) suppressed.push([emailKey, suppression]);
  }
  statements.add.run(JSON.stringify(added));
  statements.update.run(JSON.stringify(updated));
  statements.suppress.run(at, JSON.stringify(suppressed));
  statements.record.run(at, source, slot ?? null, JSON.stringify(events));
}
