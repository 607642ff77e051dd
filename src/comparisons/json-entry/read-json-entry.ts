import { formatNumber } from '../../shared/counted.ts';
import { withUnclearVotes } from '../checks/community-votes.ts';
import { contradictionsOf } from '../checks/contradictions.ts';
import type { Comparison, ComparisonCopy } from '../comparison.ts';
import { type EntryPath, type EntryProblem, EXPECTED, pathText } from '../explain-issues.ts';
import { type Defaults, readEntry } from '../read-entry.ts';
import { keepKnownFields } from './known-fields.ts';
import { tidyEntry } from './tidy-entry.ts';

export interface JsonEntry {
  comparison: ComparisonCopy | null;
  problems: EntryProblem[];
  warnings: EntryProblem[];
  unknown: EntryPath[];
}

/**
 * Reads a comparison from JSON: unknown fields are left out, words and figures may be written as on pages, markup is
 * removed. An entry that contradicts itself is refused. `at` is the entry's path in its document.
 */
export function readJsonEntry({
  value,
  source = {},
  at = [],
}: {
  value: unknown;
  source?: Defaults;
  at?: EntryPath;
}): JsonEntry {
  const known = keepKnownFields(value);
  const tidy = tidyEntry(known.value);
  const inSource = (path: EntryPath) => withSourceIndex(path, tidy.reviewIndices);
  const read = readEntry({ value: tidy.value, source, at, inSource });
  const placed = ({ path, message }: EntryProblem) => ({
    path: [...at, ...path],
    message: `${pathText([...at, ...path])} ${message}`,
  });
  const problems = oncePerPlace([
    ...known.refused.map((path) => placed({ path, message: UNKNOWN_FIELD })),
    ...known.tooLong.map(({ path, length }) => placed({ path, message: tooLongMessage(path, length) })),
    ...tidy.problems.map(placed),
    ...('problems' in read ? read.problems : contradictions(read.comparison).map(placed)),
  ]);
  return {
    comparison:
      'comparison' in read && problems.length === 0
        ? withUnclearVotes(read.comparison, tidy.unclearVotes)
        : null,
    problems,
    warnings: tidy.warnings.map(({ path, message }) => ({ path: [...at, ...path], message })),
    unknown: known.unknown.map((path) => [...at, ...path]),
  };
}

function tooLongMessage(path: EntryPath, length: number): string {
  return `must be ${EXPECTED[String(path.at(-1))]}, not a list of ${formatNumber(length)}`;
}

const UNKNOWN_FIELD = 'is not a known field: take it out';

function contradictions({ tools }: Comparison): EntryProblem[] {
  return tools.flatMap((side, tool) =>
    contradictionsOf(side).map(({ field, message }) => ({
      path: ['tools', tool, field],
      message: `contradicts the rest of what is said about the tool. ${message}`,
    })),
  );
}

/** The path in the source, from which empty reviews were removed. */
function withSourceIndex(path: EntryPath, indices: readonly number[][]): EntryPath {
  const [tools, tool, reviews, review, ...rest] = path;
  if (reviews !== 'reviews' || typeof tool !== 'number' || typeof review !== 'number') return path;
  return [tools ?? 'tools', tool, reviews, indices[tool]?.[review] ?? review, ...rest];
}

function oncePerPlace(problems: readonly EntryProblem[]): EntryProblem[] {
  const byPlace = new Map<string, EntryProblem>();
  for (const problem of problems) {
    const place = pathText(problem.path);
    if (!byPlace.has(place)) byPlace.set(place, problem);
  }
  return [...byPlace.values()];
}
