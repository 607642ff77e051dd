import type { z } from 'zod';
import { formatNumber } from '../shared/counted.ts';
import { LIMITS, REVIEW_VERDICTS, VERDICTS } from './comparison.ts';

type Issue = z.core.$ZodIssue;

export type EntryPath = readonly (string | number)[];

export interface EntryProblem {
  path: EntryPath;
  message: string;
}

const words = (max: number) => `text of 1 to ${formatNumber(max)} characters`;
const percent = 'a whole number from 0 to 100';
const count = 'a whole number from 0 to 1,000,000,000';
const oneOf = (values: readonly string[]) => values.map((value) => `"${value}"`).join(' or ');

/** What each field must be; a test compares it with the schema. */
export const EXPECTED: Readonly<Record<string, string>> = {
  slug: `letters and digits joined by single hyphens, at most ${formatNumber(LIMITS.slug)} characters`,
  url: `an http or https address of at most ${formatNumber(LIMITS.url)} characters`,
  publishedAt:
    'an ISO 8601 instant with a zone, such as "2026-03-02T09:00:00Z", or a date, such as "2026-03-02", from 1970 to 9999',
  tools: 'a list of two different tools',
  name: words(LIMITS.name),
  category: words(LIMITS.line),
  tagline: words(LIMITS.line),
  description: words(LIMITS.text),
  verdict: oneOf(VERDICTS),
  panelShare: percent,
  shipCount: count,
  skipCount: count,
  communityShare: percent,
  communityVotes: count,
  entry: words(LIMITS.line),
  pricing: words(LIMITS.line),
  bestFor: words(LIMITS.line),
  reviews: `a list of at most ${LIMITS.reviews} reviews`,
  reviewer: words(LIMITS.reviewer),
  score: percent,
  text: words(LIMITS.text),
};

/** Each issue as a sentence. `inSource` maps a field's path to its path in the source. */
export function explainIssues({
  issues,
  entry,
  at,
  inSource = (path) => path,
}: {
  issues: readonly Issue[];
  entry: unknown;
  at: EntryPath;
  inSource?: ((path: EntryPath) => EntryPath) | undefined;
}): EntryProblem[] {
  return issues.map((issue) => {
    const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
    const whole = [...at, ...inSource(path)];
    return wrongField({ path, whole, found: found(valueAt(entry, path), issue) });
  });
}

function wrongField({
  path,
  whole,
  found,
}: {
  path: EntryPath;
  whole: EntryPath;
  found: string;
}): EntryProblem {
  const subject = whole.length === 0 ? 'A comparison' : pathText(whole);
  return { path: whole, message: `${subject} must be ${expected(path)}, ${found}` };
}

function expected(path: EntryPath): string {
  const field = path.at(-1);
  if (field === undefined) return 'an object with two "tools"';
  if (typeof field === 'number') {
    return path.at(-2) === 'tools' ? 'an object with a "name"' : 'an object with a "text"';
  }
  if (field === 'verdict' && path.includes('reviews')) return oneOf(REVIEW_VERDICTS);
  return EXPECTED[field] ?? 'something else';
}

function valueAt(entry: unknown, path: EntryPath): unknown {
  return path.reduce<unknown>(
    (value, step) => (typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined),
    entry,
  );
}

function found(value: unknown, issue: Issue): string {
  if (value === undefined) return 'and it is missing';
  if (typeof value === 'string') return foundText(value, issue);
  if (issue.code === 'custom' && Array.isArray(value))
    return `not ${shown(Reflect.get(value, 0)?.name)} twice`;
  if (Array.isArray(value)) return `not a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'not an object';
  return `not ${shown(value)}`;
}

function foundText(value: string, issue: Issue): string {
  if (issue.code === 'too_big' && value.length > Number(issue.maximum))
    return `not ${formatNumber(value.length)} characters`;
  return issue.code === 'custom' ? `not ${shown(value)}: ${issue.message}` : `not ${shown(value)}`;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}

/** `tools[0].reviews[2].score`. */
export function pathText(path: EntryPath): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
}
