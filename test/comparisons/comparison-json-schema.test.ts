import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { comparisonSchema } from '../../src/comparisons/comparison.ts';
import { comparisonJsonSchema } from '../../src/comparisons/comparison-json-schema.ts';
import { projectPath } from '../../src/shared/project-path.ts';
import { inventedComparison } from '../support/samples/invented-comparison.ts';

test('the published schema is up to date (npm run schema)', async () => {
  const published = await readFile(projectPath('docs', 'comparison.schema.json'), 'utf8');
  expect(JSON.parse(published)).toEqual(comparisonJsonSchema());
});

test.each<[string, boolean, (comparison: z.input<typeof comparisonSchema>) => void]>([
  ['nothing wrong', true, () => undefined],
  ['a name that is too long', false, ({ tools }) => Object.assign(tools[0], { name: 'x'.repeat(201) })],
  ['an empty tagline', false, ({ tools }) => Object.assign(tools[0], { tagline: '' })],
  ['a share above 100', false, ({ tools }) => Object.assign(tools[1], { panelShare: 101 })],
  ['a field that is not known', true, ({ tools }) => Object.assign(tools[1], { rating: 5 })],
  [
    'an address that is no web address',
    false,
    (comparison) => Object.assign(comparison, { url: 'ftp://tern.test' }),
  ],
  [
    'a date without a zone',
    false,
    (comparison) => Object.assign(comparison, { publishedAt: '2026-03-02T09:00:00' }),
  ],
  ['a third tool', false, ({ tools }) => Object.assign(tools, { 2: { name: 'Tern' }, length: 3 })],
])('the published schema and the import agree on a comparison with %s', (_, accepted, spoil) => {
  // Zod reads a pattern without the Unicode flag, which the slug's needs and JSON Schema recommends.
  const { slug: _slug, ...comparison }: z.input<typeof comparisonSchema> = structuredClone(
    inventedComparison(),
  );
  spoil(comparison);
  const { $schema: _draft, ...schema } = comparisonJsonSchema();
  expect(z.fromJSONSchema(schema).safeParse(comparison).success).toBe(accepted);
  expect(comparisonSchema.safeParse(comparison).success).toBe(accepted);
});
