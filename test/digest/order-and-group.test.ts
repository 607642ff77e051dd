import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ComparisonSide } from '../../src/comparisons/comparison.ts';
import { groupByTool } from '../../src/digest/group-by-tool.ts';
import { type IssueItem, orderItems } from '../../src/digest/order-items.ts';
import { aComparison, aJudgedSide, aSide, DAY, TUESDAY } from '../support/comparisons.ts';

interface ItemGiven {
  tools: [string, string];
  /** Of four reviewers; null where no panel is known. */
  ships?: [number, number] | null;
  daysOld?: number;
  featured?: boolean;
  position?: number | null;
}

function anItem({
  tools,
  ships = [3, 3],
  daysOld = 1,
  featured = false,
  position = null,
}: ItemGiven): IssueItem {
  const [one, other] = tools.map((name, side) =>
    ships === null ? aSide({ name }) : aJudgedSide(name, ships[side] ?? 0),
  );
  if (one === undefined || other === undefined) throw new Error('two tools');
  const comparison = aComparison({ tools: [one, other], publishedAt: TUESDAY - daysOld * DAY });
  return { comparison, featured, position };
}

const slugs = (items: readonly IssueItem[]) => items.map(({ comparison }) => comparison.slug);
const featuredOf = (items: readonly IssueItem[]) => slugs(items.filter(({ featured }) => featured));

describe('the order of an issue', () => {
  test('an issue begins with the featured comparison, then those an editor placed, then the others by publication', () => {
    const items = [
      anItem({ tools: ['a', 'b'], daysOld: 5 }),
      anItem({ tools: ['c', 'd'], daysOld: 1, position: 2 }),
      anItem({ tools: ['e', 'f'], daysOld: 3, featured: true }),
      anItem({ tools: ['g', 'h'], daysOld: 2, position: 1 }),
    ];
    expect(slugs(orderItems(items))).toEqual(['e-vs-f', 'g-vs-h', 'c-vs-d', 'a-vs-b']);
    expect(featuredOf(orderItems(items))).toEqual(['e-vs-f']);
  });

  test('the editor’s order is kept if the editor features nothing', () => {
    const items = [
      anItem({ tools: ['a', 'b'], ships: [4, 0], position: 2 }),
      anItem({ tools: ['c', 'd'], ships: [3, 2], position: 1 }),
    ];
    expect(slugs(orderItems(items))).toEqual(['c-vs-d', 'a-vs-b']);
    expect(featuredOf(orderItems(items))).toEqual(['a-vs-b']);
  });

  test('an issue begins with the featured comparison if the editor placed none', () => {
    const items = [
      anItem({ tools: ['a', 'b'], daysOld: 5 }),
      anItem({ tools: ['c', 'd'], daysOld: 1 }),
      anItem({ tools: ['e', 'f'], daysOld: 3, featured: true }),
    ];
    expect(slugs(orderItems(items))).toEqual(['e-vs-f', 'a-vs-b', 'c-vs-d']);
  });

  test('the clearest verdict is featured if the editor features nothing: an agreeing panel, then the wider gap', () => {
    const items = [
      anItem({ tools: ['a', 'b'], ships: [3, 1] }),
      anItem({ tools: ['c', 'd'], ships: [4, 4] }),
      anItem({ tools: ['e', 'f'], ships: [4, 1] }),
    ];
    expect(featuredOf(orderItems(items))).toEqual(['e-vs-f']);
    expect(slugs(orderItems(items))[0]).toBe('e-vs-f');
  });

  test.each<[string, ComparisonSide]>([
    ['one reviewer', aJudgedSide('solo', 1, 1)],
    ['two reviewers', aJudgedSide('solo', 2, 2)],
    ['nobody knows how many', aSide({ name: 'solo', verdict: 'ship', panelShare: 100 })],
  ])('an issue never opens with a unanimous panel of %s if there is a full one', (_, solo) => {
    const lone = {
      ...anItem({ tools: ['x', 'y'], daysOld: 9 }),
      comparison: aComparison({ tools: [solo, aSide({ name: 'y' })] }),
    };
    const items = [lone, anItem({ tools: ['a', 'b'], ships: [3, 2] })];
    expect(featuredOf(orderItems(items))).toEqual(['a-vs-b']);
  });

  test('a lone reviewer’s score gap does not decide between full panels', () => {
    const wide = {
      ...anItem({ tools: ['x', 'y'], daysOld: 1 }),
      comparison: aComparison({ tools: [aJudgedSide('x', 4), aJudgedSide('y', 0, 1)] }),
    };
    expect(featuredOf(orderItems([wide, anItem({ tools: ['a', 'b'], ships: [4, 3] })]))).toEqual(['a-vs-b']);
  });

  test('nothing is featured if no panel is known', () => {
    expect(featuredOf(orderItems([anItem({ tools: ['a', 'b'], ships: null })]))).toEqual([]);
  });
});

const groupsOf = (items: IssueItem[], placed = 0) =>
  groupByTool(items, placed).map((group) => [group.sharedTool, ...slugs(group.items)]);

describe('comparisons that share a tool', () => {
  test('comparisons that share a tool stand together at the place of the first', () => {
    const items = [
      anItem({ tools: ['a', 'b'] }),
      anItem({ tools: ['Hub', 'c'] }),
      anItem({ tools: ['d', 'e'] }),
      anItem({ tools: ['f', 'HUB '] }),
    ];
    expect(groupsOf(items)).toEqual([
      [null, 'a-vs-b'],
      ['Hub', 'hub-vs-c', 'f-vs-hub'],
      [null, 'd-vs-e'],
    ]);
  });

  test('a comparison is grouped by the tool that recurs most, which leaves the other tool with fewer', () => {
    const items = [
      anItem({ tools: ['pair', 'hub'] }),
      anItem({ tools: ['pair', 'x'] }),
      anItem({ tools: ['hub', 'y'] }),
      anItem({ tools: ['hub', 'z'] }),
    ];
    expect(groupsOf(items)).toEqual([
      ['hub', 'pair-vs-hub', 'hub-vs-y', 'hub-vs-z'],
      [null, 'pair-vs-x'],
    ]);
  });

  test('comparisons an editor placed are not moved, and only neighbours form a group', () => {
    const items = [
      anItem({ tools: ['hub', 'a'] }),
      anItem({ tools: ['hub', 'b'] }),
      anItem({ tools: ['c', 'd'] }),
      anItem({ tools: ['hub', 'e'] }),
    ];
    expect(groupsOf(items, 4)).toEqual([
      ['hub', 'hub-vs-a', 'hub-vs-b'],
      [null, 'c-vs-d'],
      [null, 'hub-vs-e'],
    ]);
  });

  test('comparisons that were not placed join the last one that an editor placed', () => {
    const items = [
      anItem({ tools: ['a', 'b'] }),
      anItem({ tools: ['hub', 'c'] }),
      anItem({ tools: ['d', 'e'] }),
      anItem({ tools: ['f', 'hub'] }),
    ];
    expect(groupsOf(items, 2)).toEqual([
      [null, 'a-vs-b'],
      ['hub', 'hub-vs-c', 'f-vs-hub'],
      [null, 'd-vs-e'],
    ]);
  });
});

test('grouping keeps every item once and placed items in place, and the tool it names is really shared', () => {
  const pair = fc.tuple(fc.nat(6), fc.nat(6)).filter(([one, other]) => one !== other);
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 10 }), fc.nat(10), (pairs, wanted) => {
      const items = pairs.map(([one, other]) =>
        anItem({ tools: [`tool ${one}`, `tool ${other}`], ships: null }),
      );
      const placed = Math.min(wanted, items.length);
      const groups = groupByTool(items, placed);
      const grouped = groups.flatMap((group) => group.items);
      expect(new Set(grouped)).toEqual(new Set(items));
      expect(grouped).toHaveLength(items.length);
      expect(grouped.slice(0, placed)).toEqual(items.slice(0, placed));
      for (const { sharedTool, items: members } of groups) {
        expect(sharedTool !== null).toBe(members.length > 1);
        for (const { comparison } of sharedTool === null ? [] : members) {
          expect(comparison.tools.map(({ name }) => name)).toContain(sharedTool);
        }
      }
    }),
  );
});

test('comparisons of one tool against five others are one group', () => {
  const items = ['b', 'c', 'd', 'e', 'f'].map((rival, index) =>
    anItem({ tools: ['a', rival], daysOld: index }),
  );
  expect(groupsOf(orderItems(items)).map(([shared]) => shared)).toEqual(['a']);
});
