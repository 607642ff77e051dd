import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../../src/sqlite/open-database.ts';

let inMemory: Buffer | undefined;
let inFile: Buffer | undefined;

/** A database with all migrations, to open in memory. To make one takes longer than most tests. */
export function emptyDatabase(): Buffer {
  if (inMemory === undefined) {
    const { $client } = openDatabase(':memory:');
    inMemory = $client.serialize();
    $client.close();
  }
  return inMemory;
}

/** The same, as the program leaves it in a file: with a write-ahead log, which there is none of in memory. */
export function emptyDatabaseFile(): Buffer {
  if (inFile === undefined) {
    const folder = mkdtempSync(join(tmpdir(), 'verdicts-empty-'));
    const path = join(folder, 'verdicts.db');
    openDatabase(path).$client.close();
    inFile = readFileSync(path);
    rmSync(folder, { recursive: true });
  }
  return inFile;
}
