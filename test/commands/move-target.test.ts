import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  everythingIn,
  type MovablePlace,
  makeMovablePlace,
  move,
  moveWithoutLinks,
} from '../support/database/moved-database.ts';
import { withoutPostgres } from '../support/database/postgres-server.ts';

describe.skipIf(withoutPostgres)('where a database is moved to', () => {
  let place: MovablePlace;
  beforeEach(async () => {
    place = await makeMovablePlace();
  });
  afterEach(() => place.remove());

  test.each([
    ['postgres//verdicts:a%20hush@host/db', 'must begin with file: or postgres://'],
    ['"postgres://verdicts:hush@host/db"', 'must not have quotation marks around it'],
    ['postgres://verdicts:hush@host/db?sslmod=verify-full', 'sslmod is not one: did you mean sslmode?'],
    ['postgres://verdicts:hush@host/db?sslmode=verify_full', 'did you mean verify-full?'],
  ])('--to %s is refused without its password', async (to, message) => {
    const { status, stderr, result } = await move(place.sqlite, to);
    expect([status, result.error.message]).toEqual([2, expect.stringContaining(`What follows --to must`)]);
    expect(result.error.message).toContain(message);
    expect(stderr + JSON.stringify(result)).not.toContain('hush');
  });

  test('a server that does not answer is named by --to', async () => {
    const { status, result } = await move(place.sqlite, 'postgres://verdicts:hush@127.0.0.1:1/x');
    expect([status, result.error.message]).toEqual([
      1,
      expect.stringContaining('Start PostgreSQL, or check the host and port in --to.'),
    ]);
    expect(result.error.message).not.toMatch(/DATABASE_URL|hush/);
  });

  test('while the source is still named by DATABASE_URL', async () => {
    const env = { ...place.postgres, DATABASE_URL: 'postgres://verdicts@127.0.0.1:1/x' };
    const { result } = await move(env, `file:${place.back}`);
    expect(result.error.message).toContain('check the host and port in DATABASE_URL.');
  });

  test('a folder that is missing is not made, as it may be mistyped', async () => {
    const folder = join(place.folder, 'dta');
    const { status, result } = await move(place.postgres, `file:${folder}/x.db`);
    expect([status, result.error.message]).toEqual([
      2,
      `There is no folder ${folder}. Make it first, or correct what follows --to.`,
    ]);
    expect(existsSync(folder)).toBe(false);
  });

  test('a disk on which no file can have a second name gets the database as well', async () => {
    const before = everythingIn(place.database);
    await move(place.sqlite, place.url);
    const { status, stdout } = await moveWithoutLinks(place.postgres, `file:${place.back}`);
    expect([status, stdout]).toEqual([0, expect.stringContaining(`are now in file:${place.back}`)]);
    expect(everythingIn(place.back).deliveries).toEqual(before.deliveries);
    expect(existsSync(`${place.back}.moving`)).toBe(false);
  });
});
