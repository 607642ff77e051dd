import { expect, test } from 'vitest';
import { sideSchema } from '../../src/comparisons/comparison.ts';
import { withCorrected } from '../../src/comparisons/corrections/correction.ts';
import {
  FIELD_PATHS,
  isFieldPath,
  SIDE_FIELDS,
  valueAt,
} from '../../src/comparisons/corrections/correction-fields.ts';
import { readJsonEntry } from '../../src/comparisons/json-entry/read-json-entry.ts';
import { aComparison, TUESDAY } from '../support/comparisons.ts';

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

test('every field of a tool can be corrected, except its reviews', () => {
  const fields = Object.keys(sideSchema.shape).filter((field) => field !== 'reviews');
  expect(Object.keys(SIDE_FIELDS).sort()).toEqual(fields.sort());
  const comparison = aComparison({ tools: ['Kiln', 'Loom'] });
  for (const path of FIELD_PATHS) expect(valueAt(comparison, path)).not.toBeUndefined();
  expect(isFieldPath('tools[2].pricing')).toBe(false);
});
