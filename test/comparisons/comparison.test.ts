import fc from 'fast-check';
import { expect, test } from 'vitest';
import { comparisonSchema, LIMITS } from '../../src/comparisons/comparison.ts';
import { openWithTables } from '../support/database/tables.ts';

const withUrl = (url: string) => comparisonSchema.safeParse({ url, tools: [{ name: 'A' }, { name: 'B' }] });
const withInstant = (publishedAt: string) =>
  comparisonSchema.safeParse({ publishedAt, tools: [{ name: 'A' }, { name: 'B' }] });
const withName = (name: string) => comparisonSchema.safeParse({ tools: [{ name }, { name: 'B' }] });

test.each([
  ['1970-01-01T00:00:00Z', '1970-01-01T00:00:00.000Z'],
  ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  ['1969-12-31T23:00:00-01:00', '1970-01-01T00:00:00.000Z'],
  ['1969-12-31T23:59:59.999Z', undefined],
  ['1970-01-01T00:00:00+01:00', undefined],
  ['9999-12-31T23:59:59-01:00', undefined],
  ['0000-01-01T00:00:00Z', undefined],
])('the instant %s is stored as %s', (said, kept) => {
  expect(withInstant(said).data?.publishedAt).toBe(kept);
});

test.each([
  ['HTTPS://Tern.test', 'https://tern.test/'],
  [
    'https://tern.test/a b"c\u202ed\u0000e?"\'#\u0085" ',
    'https://tern.test/a%20b%22c%E2%80%AEd%00e?%22%27#%C2%85%22',
  ],
  ['https://tern.test/\ta\nb', 'https://tern.test/ab'],
  ['https://münchen.test/ü', 'https://xn--mnchen-3ya.test/%C3%BC'],
  ['https://a\u202eb.test/', undefined],
  ['javascript:alert(1)', undefined],
  [`https://tern.test/${'ü'.repeat(400)}`, undefined],
])('the URL %j is stored as %s', (said, kept) => {
  expect(withUrl(said).data?.url).toBe(kept);
});

test.each([
  ['\u200b', false],
  ['\u2060\u00ad \ufeff\u0007', false],
  ['\u3164\u115f', false],
  ['\u2800', false],
  ['\ufe0f', false],
  ['C', true],
  ['🦊\ufe0f', true],
  ['\u200bא\u200f', true],
  ['ﬃ'.repeat(66), true],
  ['ﬃ'.repeat(67), false],
  ['İ'.repeat(100), true],
  ['İ'.repeat(101), false],
])('the name %j can be stored: %s', (name, accepted) => {
  expect(withName(name).success).toBe(accepted);
});

test('a count of -0 is 0', () => {
  const tools = [{ name: 'A', communityVotes: -0 }, { name: 'B' }];
  expect(comparisonSchema.parse({ tools }).tools[0].communityVotes).toBe(0);
});

test.each(['Otterline 🎙️', 'Otterline 🎙', 'Otterline \u200d', 'Otterline 1️⃣'.replace('1', '')])(
  'a tool has one slug, however its emoji is encoded: %j',
  (name) => {
    expect(withName(name).data?.slug).toMatch(/^otterline-vs-[a-z]+$/);
  },
);

test('a slug keeps the marks of letters', () => {
  expect(withName('हिन्दी').data?.slug).toMatch(/^हिन्दी-vs-/);
});

test('a shortened slug keeps its last character whole', () => {
  const { data } = withName(`a${'\u{10400}'.repeat(95)}`);
  expect(data?.slug).toMatch(/^a\u{10428}{89}-[0-9a-f]{8}$/u);
});

/** Random texts, with more of the characters that a database or Unicode treats specially. */
const odd = fc.constantFrom(
  '\0',
  '\u200b',
  '\ufdfa',
  '\u{10400}',
  '\ud800',
  '\r',
  '\u0085',
  'İ',
  'ß',
  '+',
  '-',
  '\ufffe',
  ' ',
);
const text = (max: number) =>
  fc.oneof(
    fc.string({ unit: 'binary', maxLength: max }),
    fc.string({ unit: odd, maxLength: max }),
    fc
      .tuple(fc.nat(max), odd)
      .map(([length, character]) => `a${character.repeat(length / character.length)}`),
  );
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 3 });
const figure = fc.oneof(fc.integer({ min: -1, max: 101 }), fc.constant(-0));
const count = fc.oneof(fc.integer({ min: -1, max: 1_000_000_001 }), fc.constant(-0));
const review = fc.record({
  reviewer: maybe(text(LIMITS.reviewer)),
  score: maybe(figure),
  verdict: maybe(fc.constantFrom('ship', 'skip')),
  text: text(300),
});
const side = fc.record(
  {
    name: text(LIMITS.name),
    category: maybe(text(LIMITS.line)),
    description: maybe(text(500)),
    verdict: maybe(fc.constantFrom('ship', 'skip', 'split')),
    panelShare: maybe(figure),
    shipCount: maybe(count),
    communityVotes: maybe(count),
    reviews: fc.array(review, { maxLength: 3 }),
  },
  { requiredKeys: ['name'] },
);
const comparison = fc.record(
  {
    slug: fc.oneof(
      fc.string({ unit: fc.constantFrom('a', 'é', '東', '-', '\u{10400}'), maxLength: 210 }),
      text(20),
    ),
    url: maybe(
      fc.oneof(
        fc.webUrl(),
        text(2_000).map((path) => `http://tern.test/${path}`),
      ),
    ),
    publishedAt: maybe(
      fc
        .date({ min: new Date('0000-01-01'), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true })
        .map((date) => date.toISOString().replace('Z', '-01:00')),
    ),
    tools: fc.tuple(side, side),
  },
  { requiredKeys: ['tools'] },
);

/** Half of the generated values break some rule, so that each rule is tested alone as well as together with others. */
test('whatever the schema accepts, the store saves and returns', { timeout: 60_000 }, async () => {
  const { comparisonStore, close } = await openWithTables();
  const now = Date.UTC(2026, 10, 17);
  let saved = 0;
  const property = fc.asyncProperty(comparison, async (entry) => {
    const { data } = comparisonSchema.safeParse(entry);
    if (data === undefined) return;
    const { kind } = await comparisonStore.saveComparison(data, now);
    if (kind === 'slug-taken') return;
    const [read] = await comparisonStore.readComparisons([data.slug]);
    if (kind !== 'added') return;
    saved += 1;
    expect(read).toEqual({ ...data, publishedAt: data.publishedAt ?? new Date(now).toISOString() });
    expect(await comparisonStore.saveComparison(data, now)).toEqual({
      kind: 'unchanged',
      kept: [],
      dropped: [],
      overruled: [],
    });
    expect(comparisonSchema.parse(read)).toEqual(read);
  });
  await fc.assert(property, { numRuns: 1_500 });
  close();
  expect(saved).toBeGreaterThan(100);
});
