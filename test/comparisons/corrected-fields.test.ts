import { expect, test } from 'vitest';
import { reviewSchema, sideSchema } from '../../src/comparisons/comparison.ts';
import { withCorrected } from '../../src/comparisons/corrections/correction.ts';
import {
  byField,
  FIELD_PATHS,
  fieldPathsOf,
  isFieldPath,
  REVIEW_FIELDS,
  SIDE_FIELDS,
  valueAt,
} from '../../src/comparisons/corrections/correction-fields.ts';
import { readJsonEntry } from '../../src/comparisons/json-entry/read-json-entry.ts';
import { aComparison, aJudgedSide, TUESDAY } from '../support/comparisons.ts';

test('what `comparisons show` prints of a corrected comparison can be imported, with no word about it', () => {
  const comparison = aComparison({ tools: ['Kiln', 'Loom'] });
  const correction = {
    path: 'tools[1].pricing',
    source: 'Free',
    correctedAt: TUESDAY,
    sourceChangedAt: null,
  } as const;
  const printed = withCorrected(comparison, [correction]);
  expect(printed.corrected).toEqual({
    'tools[1].pricing': { source: 'Free', correctedAt: '2026-11-17T09:00:00.000Z' },
  });
  expect(readJsonEntry({ value: JSON.parse(JSON.stringify(printed)) })).toEqual({
    comparison,
    problems: [],
    warnings: [],
    unknown: [],
  });
  expect(withCorrected(comparison, [])).toEqual(comparison);
});

test('every field of a tool can be corrected, and of its reviews all but who wrote them', () => {
  const fields = Object.keys(sideSchema.shape).filter((field) => field !== 'reviews');
  expect(Object.keys(SIDE_FIELDS).sort()).toEqual(fields.sort());
  const comparison = aComparison({ tools: ['Kiln', 'Loom'] });
  for (const path of FIELD_PATHS) expect(valueAt(comparison, path)).not.toBeUndefined();
  expect(isFieldPath('tools[2].pricing')).toBe(false);
  const ofReviews = Object.keys(reviewSchema.shape).filter((field) => field !== 'reviewer');
  expect([...REVIEW_FIELDS].sort()).toEqual(ofReviews.sort());
  const judged = aComparison({ tools: [aJudgedSide('Kiln', 3), 'Loom'] });
  const paths = fieldPathsOf(judged);
  expect(paths).toEqual(expect.arrayContaining(['tools[0].reviews[3].text', 'tools[0].reviews[0].score']));
  expect(paths.every(isFieldPath)).toBe(true);
  expect(paths.toSorted(byField).at(-1)).toMatch(/^tools\[1\]\.reviews\[3\]/);
  for (const path of [
    'tools[0].reviews[0].reviewer',
    'tools[0].reviews[100].text',
    'tools[0].reviews[x].text',
  ])
    expect(isFieldPath(path)).toBe(false);
});
