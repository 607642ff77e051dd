import { expect, test } from 'vitest';
import { panelOf } from '../../src/digest/panel.ts';
import { aReview, aSide } from '../support/comparisons.ts';

const ships = aReview({ verdict: 'ship' });
const skips = aReview({ verdict: 'skip' });

test('a panel is unknown if the source says nothing about it', () => {
  expect(panelOf(aSide({ name: 'Kiln' }))).toEqual({ verdict: null, share: null, count: null });
});

test('a stated verdict is kept, whatever the share says', () => {
  expect(panelOf(aSide({ name: 'Kiln', verdict: 'skip', panelShare: 60 }))).toEqual({
    verdict: 'skip',
    share: 60,
    count: null,
  });
});

test.each([
  [3, 1, 'ship', 75],
  [1, 2, 'skip', 33],
  [2, 2, 'split', 50],
  [0, 4, 'skip', 0],
])(
  '%i who ship and %i who skip determine the verdict and the share',
  (shipCount, skipCount, verdict, share) => {
    const count = { ship: shipCount, of: shipCount + skipCount };
    expect(panelOf(aSide({ name: 'Kiln', shipCount, skipCount }))).toEqual({ verdict, share, count });
  },
);

test.each([
  [0, 'skip'],
  [49, 'skip'],
  [50, 'split'],
  [51, 'ship'],
])('a share of %i percent alone determines the verdict, but no count', (panelShare, verdict) => {
  expect(panelOf(aSide({ name: 'Kiln', panelShare }))).toEqual({ verdict, share: panelShare, count: null });
});

test('reviews determine the panel only if every one of them has a verdict', () => {
  expect(panelOf(aSide({ name: 'Kiln', reviews: [ships, ships, skips] }))).toEqual({
    verdict: 'ship',
    share: 67,
    count: { ship: 2, of: 3 },
  });
  const silent = aReview({ score: 80 });
  expect(panelOf(aSide({ name: 'Kiln', reviews: [ships, silent] }))).toMatchObject({
    verdict: null,
    count: null,
  });
});

test('one of the two counts is not enough, and a panel without reviewers is unknown', () => {
  expect(panelOf(aSide({ name: 'Kiln', shipCount: 3 })).count).toBeNull();
  expect(panelOf(aSide({ name: 'Kiln', shipCount: 0, skipCount: 0 }))).toMatchObject({
    verdict: null,
    share: null,
  });
});

test('a count that contradicts the stated share is left out', () => {
  const partOfThePanel = aSide({ name: 'Kiln', panelShare: 75, reviews: [ships, ships] });
  expect(panelOf(partOfThePanel)).toEqual({ verdict: 'ship', share: 75, count: null });
  const rounded = aSide({ name: 'Kiln', panelShare: 67, shipCount: 2, skipCount: 1 });
  expect(panelOf(rounded).count).toEqual({ ship: 2, of: 3 });
});

test('a panel with one dissenter is never rounded to a unanimous one', () => {
  expect(panelOf(aSide({ name: 'Kiln', shipCount: 999, skipCount: 1 })).share).toBe(99);
  expect(panelOf(aSide({ name: 'Kiln', shipCount: 1, skipCount: 999 })).share).toBe(1);
});
