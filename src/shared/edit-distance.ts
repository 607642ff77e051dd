/** The edit distance of two words: letters added, omitted, replaced, or swapped with their neighbour. */
export function editDistance(one: string, other: string): number {
  const known: number[][] = [];
  for (let row = 0; row <= one.length; row += 1) {
    const current: number[] = [];
    known.push(current);
    for (let column = 0; column <= other.length; column += 1)
      current.push(row === 0 || column === 0 ? row + column : cellCost(known, { one, other, row, column }));
  }
  return known[one.length]?.[other.length] ?? 0;
}

function cellCost(
  known: readonly (readonly number[])[],
  { one, other, row, column }: { one: string; other: string; row: number; column: number },
): number {
  const before = (rows: number, columns: number) =>
    known[row - rows]?.[column - columns] ?? Number.POSITIVE_INFINITY;
  const [letter, otherLetter] = [one[row - 1], other[column - 1]];
  const isSwapped = letter === other[column - 2] && otherLetter === one[row - 2];
  return Math.min(
    before(1, 0) + 1,
    before(0, 1) + 1,
    before(1, 1) + (letter === otherLetter ? 0 : 1),
    isSwapped ? before(2, 2) + 1 : Number.POSITIVE_INFINITY,
  );
}
