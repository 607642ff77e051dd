import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { delayAfter } from '../src/http/studio/access/audit-log.ts';
import { projectPath } from '../src/shared/project-path.ts';

const DOCUMENT = projectPath('docs', 'security.md');
const text = readFileSync(DOCUMENT, 'utf8');

/** The items of levels 1 and 2 in OWASP ASVS 4.0.3, by section, without deleted ones and those of level 3. */
const ITEMS: Readonly<Record<string, string>> = {
  '1.1': '1-7',
  '1.2': '1-4',
  '1.4': '1 4 5',
  '1.5': '1-4',
  '1.6': '1-4',
  '1.7': '1-2',
  '1.8': '1-2',
  '1.9': '1-2',
  '1.10': '1',
  '1.11': '1-2',
  '1.12': '2',
  '1.14': '1-6',
  '2.1': '1-12',
  '2.2': '1-3',
  '2.3': '1-3',
  '2.4': '1-5',
  '2.5': '1-7',
  '2.6': '1-3',
  '2.7': '1-6',
  '2.8': '1-7',
  '2.9': '1-3',
  '2.10': '1-4',
  '3.1': '1',
  '3.2': '1-4',
  '3.3': '1-4',
  '3.4': '1-5',
  '3.5': '1-3',
  '3.7': '1',
  '4.1': '1-3 5',
  '4.2': '1-2',
  '4.3': '1-3',
  '5.1': '1-5',
  '5.2': '1-8',
  '5.3': '1-10',
  '5.4': '1-3',
  '5.5': '1-4',
  '6.1': '1-3',
  '6.2': '1-6',
  '6.3': '1-2',
  '6.4': '1-2',
  '7.1': '1-4',
  '7.2': '1-2',
  '7.3': '1 3 4',
  '7.4': '1-3',
  '8.1': '1-4',
  '8.2': '1-3',
  '8.3': '1-8',
  '9.1': '1-3',
  '9.2': '1-4',
  '10.2': '1-2',
  '10.3': '1-3',
  '11.1': '1-8',
  '12.1': '1-3',
  '12.2': '1',
  '12.3': '1-6',
  '12.4': '1-2',
  '12.5': '1-2',
  '12.6': '1',
  '13.1': '1 3 4 5',
  '13.2': '1-3 5 6',
  '13.3': '1-2',
  '13.4': '1-2',
  '14.1': '1-4',
  '14.2': '1-6',
  '14.3': '2-3',
  '14.4': '1-7',
  '14.5': '1-4',
};

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

const expected = Object.entries(ITEMS).flatMap(([section, places]) =>
  places.split(' ').flatMap((place) => {
    const [from = 0, to = from] = place.split('-').map(Number);
    return numbers(from, to).map((number) => `${section}.${number}`);
  }),
);

/** The items in a first column, separated by commas, with ranges within a section. */
function itemsIn(column: string): string[] {
  return column.split(', ').flatMap((one) => {
    const [first = '', last = first] = one.split('–');
    const section = first.slice(0, first.lastIndexOf('.'));
    const place = (item: string) => Number(item.slice(item.lastIndexOf('.') + 1));
    return numbers(place(first), place(last)).map((number) => `${section}.${number}`);
  });
}

/** The rows of all tables whose first column names items. */
const rows = text
  .split('\n')
  .filter((line) => /^\| \d+\.\d+\.\d+/.test(line))
  .map((line) => line.slice(2, -2).split(' | '));

const judged = rows.filter(({ length }) => length === 4);

describe('the table of security requirements', () => {
  test('the table of security requirements has every item of levels 1 and 2 exactly once', () => {
    const named = rows.flatMap(([items = '']) => itemsIn(items));
    expect(named.toSorted()).toEqual(expected.toSorted());
  });

  test('the table of security requirements says whether each item is met, partly or not, and why', () => {
    const wrong = judged.filter(
      ([, about = '', state = '', why = '']) =>
        about === '' || !['met', 'partly', 'not met'].includes(state) || why.trim() === '',
    );
    expect(wrong).toEqual([]);
    expect(rows.filter(({ length }) => length !== 4 && length !== 2)).toEqual([]);
  });

  test('the table of security requirements says what is missing if an item is not fully met', () => {
    const bare = judged.filter(
      ([, , state, why = '']) => state !== 'met' && why.replace(/`[^`]*`/g, '').length < 15,
    );
    expect(bare).toEqual([]);
  });
});

test('the number of password guesses in an hour is the documented one, and below 100', () => {
  const HOUR = 3_600_000;
  let tries: number[] = [];
  let most = 0;
  for (let now = 0; now < 5 * HOUR; now += 1_000) {
    tries = tries.filter((at) => at > now - HOUR);
    const latest = tries.at(-1) ?? Number.NEGATIVE_INFINITY;
    if (now >= latest + delayAfter(tries.length)) tries.push(now);
    most = Math.max(most, tries.length);
  }
  expect(most).toBeLessThan(100);
  expect(text).toContain(`| 2.2.1 | guessing is slowed, below 100 an hour | met | ${most} an hour at most`);
});

test('every file and folder that docs/security.md names exists', () => {
  const paths = [...text.matchAll(/`((?:src|test|docs|emails)\/[^`\s]*)`/g)].map(([, path = '']) => path);
  expect(paths.length).toBeGreaterThan(40);
  expect(paths.filter((path) => !existsSync(projectPath(path)))).toEqual([]);
});

test('every link of docs/security.md leads to a file, and to a heading in it', () => {
  const links = [...text.matchAll(/\]\((?!https:)([^)#]*)(#[^)]*)?\)/g)].map(
    ([, file = '', anchor = '']) => ({
      file: file === '' ? DOCUMENT : join(dirname(DOCUMENT), file),
      anchor,
    }),
  );
  expect(links.length).toBeGreaterThan(15);
  const dead = links.filter(
    ({ file, anchor }) => !existsSync(file) || (anchor !== '' && !hasHeading(file, anchor)),
  );
  expect(dead).toEqual([]);
});

/** GitHub's anchor for a heading. */
function hasHeading(file: string, anchor: string): boolean {
  const headings = readFileSync(file, 'utf8').matchAll(/^#+ (.*)$/gm);
  return [...headings].some(
    ([, heading = '']) =>
      `#${heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} -]/gu, '')
        .replaceAll(' ', '-')}` === anchor,
  );
}
