import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chunksOf, lineReader, linesOf, lineWriter } from '../../src/moving/copy-text.ts';

const COLUMNS = [
  { name: 'id', kind: 'integer' },
  { name: 'text', kind: 'text' },
  { name: 'flag', kind: 'boolean' },
  { name: 'body', kind: 'bytes' },
] as const;

const rowsOf = fc.array(
  fc.tuple(
    fc.maxSafeInteger(),
    fc.option(
      fc.oneof(
        fc.string({ unit: 'grapheme' }),
        fc.string({ unit: fc.constantFrom(...'\\\t\n\r\b\f\vNbfnrtvx.') }),
      ),
    ),
    fc.option(fc.constantFrom(0, 1)),
    fc.option(fc.uint8Array().map((bytes) => Buffer.from(bytes))),
  ),
);

test('rows are the same after they were written and read, wherever the chunks end', async () => {
  await fc.assert(
    fc.asyncProperty(rowsOf, fc.integer({ min: 1, max: 50 }), async (rows, length) => {
      const read = lineReader(COLUMNS);
      const found = [];
      const chunks = cut(chunksOf(rows.map(lineWriter(COLUMNS))), length);
      for await (const lines of linesOf(chunks)) found.push(...lines.map(read));
      expect(found).toEqual(rows.map(([id, ...others]) => [String(id), ...others]));
    }),
  );
});

async function* cut(chunks: AsyncIterable<Buffer>, length: number) {
  for await (const chunk of chunks)
    for (let at = 0; at < chunk.length; at += length) yield chunk.subarray(at, at + length);
}

test('a row is written as COPY of PostgreSQL writes it', () => {
  const write = lineWriter(COLUMNS);
  expect(write([7, 'a\\b\tc\n', 1, Buffer.from('{}')])).toBe('7\ta\\\\b\\tc\\n\tt\t\\\\x7b7d\n');
  expect(write([7, '\\N', 0, null])).toBe('7\t\\\\N\tf\t\\N\n');
});
