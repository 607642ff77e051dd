import { cp } from 'node:fs/promises';
import { afterAll, beforeAll } from 'vitest';
import { makePlace, type Place } from './processes.ts';

/**
 * For a file of tests that all begin alike: prepares one place, and makes copies of it.
 *
 * @param prepare What every test would do first; it leaves nothing open.
 */
export function preparedPlaces(
  prepare: (place: Place) => Promise<unknown>,
  options: Parameters<typeof makePlace>[0] = {},
): () => Promise<Place> {
  let prepared: Place;
  beforeAll(async () => {
    prepared = await makePlace(options);
    await prepare(prepared);
  });
  afterAll(() => prepared.remove());
  return async () => {
    const place = await makePlace({ hasDatabase: false });
    await cp(prepared.folder, place.folder, { recursive: true, preserveTimestamps: true });
    return place;
  };
}
