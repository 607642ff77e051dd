import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { projectPath } from '../../src/shared/project-path.ts';
import { sqliteEngine } from '../../src/sqlite/engine.ts';
import { detectByMarker, markerInMemory } from '../../src/sqlite/files/restore-marker.ts';
import { openDatabase, type SqliteDatabase } from '../../src/sqlite/open-database.ts';
import { createDeliveryStore } from '../../src/store/deliveries/delivery-store.ts';
import { createComparisonStore } from '../../src/store/issues/comparison-store.ts';
import { createIssueStore } from '../../src/store/issues/issue-store.ts';
import { createSubscriberStore } from '../../src/store/subscribers/subscriber-store.ts';
import { aComparison, aSide, TUESDAY } from '../support/comparisons.ts';
import { emptyDatabase } from '../support/database/empty-database.ts';
import { addReaders, approveIssue, freezeWholeAudience } from '../support/issues.ts';

let db: SqliteDatabase;
beforeEach(() => {
  db = openDatabase(emptyDatabase());
});
afterEach(() => {
  db.$client.close();
});

const DOCS = readFileSync(projectPath('docs', 'database.md'), 'utf8');
const EXAMPLE = /```sql\n(.*?)```/s.exec(DOCS)?.[1] ?? '';

const run = (statement: string) => db.$client.exec(statement);

describe('another program', () => {
  test('another program can write a comparison as the documentation shows, and it is read back', async () => {
    run(EXAMPLE);
    const [comparison] = await createComparisonStore(sqliteEngine(db)).readComparisons(['kiln-vs-loom']);
    expect(comparison?.tools).toMatchObject([
      { name: 'Kiln', verdict: 'ship', panelShare: 75, reviews: [] },
      { name: 'Loom', verdict: 'split', panelShare: 50, reviews: [] },
    ]);
  });

  test('another program may write one side first, and the comparison is incomplete until the other is there', async () => {
    run(EXAMPLE);
    run('delete from comparison_sides where side = 2');
    const store = createComparisonStore(sqliteEngine(db));
    expect(await store.openComparisons('2026-W47')).toMatchObject([
      { slug: 'kiln-vs-loom', complete: false },
    ]);
    expect(await store.readComparisons(['kiln-vs-loom'])).toEqual([]);
  });

  test('another program may write one side first, and an import adds the other and keeps the first', async () => {
    run(EXAMPLE);
    run('delete from comparison_sides where side = 2');
    const store = createComparisonStore(sqliteEngine(db));
    const tools = [aSide({ name: 'Loom', entry: 'Free' }), aSide({ name: 'Kiln' })] as const;
    expect(await store.saveComparison(aComparison({ slug: 'kiln-vs-loom', tools }), TUESDAY)).toMatchObject({
      kind: 'updated',
    });
    expect((await store.readComparisons(['kiln-vs-loom']))[0]?.tools).toMatchObject([
      { name: 'Loom', entry: 'Free' },
      { name: 'Kiln', verdict: 'ship', panelShare: 75 },
    ]);
  });

  test.each([
    [
      'a score of 101',
      `insert into reviews (comparison_id, side, ordinal, score, text) values (1, 1, 1, 101, 'x')`,
    ],
    [
      'half a point',
      `insert into reviews (comparison_id, side, ordinal, score, text) values (1, 1, 1, 50.5, 'x')`,
    ],
    [
      'a reviewer who is split',
      `insert into reviews (comparison_id, side, ordinal, verdict, text) values (1, 1, 1, 'split', 'x')`,
    ],
    [
      'a review without words',
      `insert into reviews (comparison_id, side, ordinal, text) values (1, 1, 1, ' ')`,
    ],
    ['a review of no side', `insert into reviews (comparison_id, side, ordinal, text) values (9, 1, 1, 'x')`],
    ['a verdict of its own', `update comparison_sides set verdict = 'maybe' where side = 1`],
    ['a share in words', `update comparison_sides set panel_share = 'most' where side = 1`],
    [
      'a third side',
      `insert into comparison_sides (comparison_id, side, tool_id, name) values (1, 3, 1, 'x')`,
    ],
    ['the same tool twice', `update comparison_sides set tool_id = 1 where side = 2`],
    ['an instant as text', `update comparisons set published_at = '2026-11-17T09:00:00Z'`],
    ['an address that is none', `update comparisons set url = 'javascript:alert(1)'`],
    [
      'the slug of another',
      `insert into comparisons (slug, published_at, imported_at, updated_at) values ('kiln-vs-loom', 1, 1, 1)`,
    ],
  ])('another program cannot write %s', (_, statement) => {
    run(EXAMPLE);
    expect(() => run(statement)).toThrow(/constraint failed/);
  });
});

describe('nobody', () => {
  beforeEach(async () => {
    await addReaders(createSubscriberStore(sqliteEngine(db)), 2);
    await approveIssue({
      issueStore: createIssueStore(sqliteEngine(db)),
      comparisonStore: createComparisonStore(sqliteEngine(db)),
    });
    await freezeWholeAudience(createDeliveryStore(sqliteEngine(db), detectByMarker(markerInMemory())));
  });

  test.each([
    [
      'makes a second delivery of an issue to a subscriber',
      `insert into deliveries (issue_id, subscriber_id, batch_number, updated_at) values (1, 1, 1, 1)`,
    ],
    ['makes an audience that does not add up', 'update audiences set included = 1'],
    ['approves an issue without its bytes', 'update issues set freeze_id = null'],
    ['approves an issue whose bytes are not kept', `update issues set freeze_id = 'another'`],
    ['removes the bytes of an approved issue', 'delete from frozen_copies'],
    [
      'puts a comparison into a second issue',
      `insert into issue_items (issue_id, comparison_id, position, featured) values (1, 1, 2, 0)`,
    ],
    ['takes a batch without a lease', `update batches set status = 'taken'`],
    ['counts more outcomes than deliveries', 'update batches set submitted = 3'],
  ])('the tables allow nobody to break a rule: %s', (_, statement) => {
    expect(() => run(statement)).toThrow(/constraint failed/);
  });

  test('nobody can change or remove a record of consent', () => {
    expect(() => run(`update consent_events set source = 'forged'`)).toThrow('append-only');
    expect(() => run('delete from consent_events')).toThrow('append-only');
  });

  test('no delivery is lost by erasing its subscriber, whose consent is removed', () => {
    run('delete from subscribers where id = 1');
    expect(db.$client.prepare('select subscriber_id from deliveries order by id').all()).toEqual([
      { subscriber_id: null },
      { subscriber_id: 2 },
    ]);
    expect(db.$client.prepare('select count(*) as events from consent_events').get()).toEqual({ events: 1 });
  });
});
