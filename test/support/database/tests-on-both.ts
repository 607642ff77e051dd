import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectPath } from '../../../src/shared/project-path.ts';

/** What opens the database that TEST_DATABASE names. */
const OPENERS = /\b(openWithTables|openStudio|openPages|aMachine)\(/;

/**
 * Pages look the same in a browser whichever database they come from; and what the stores of the other folders do, their
 * contracts try on both.
 */
const ON_SQLITE_ONLY =
  /^test\/((browser|mail|render|comparisons|links|settings|subscribers)\/|http\/pages\/heads\.test)/;

/** The files whose tests run on SQLite and on PostgreSQL: all that go through a helper which opens either. */
export function testsOnBoth(): string[] {
  return readdirSync(projectPath('test'), { encoding: 'utf8', recursive: true })
    .map((file) => join('test', file))
    .filter((file) => /\.test\.tsx?$/.test(file))
    .filter((file) => !ON_SQLITE_ONLY.test(file))
    .filter((file) => OPENERS.test(readFileSync(projectPath(file), 'utf8')));
}
