import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { RestoreMarker } from '../../schedule/scheduler-state.ts';
import { codeOf } from '../../shared/errors.ts';
import { PRIVATE_FILE } from '../../shared/private-modes.ts';

export interface RestoreMarkerFile {
  /** Null if missing or unreadable. */
  read(): RestoreMarker | null;
  write(marker: RestoreMarker): void;
}

const markerSchema = z.object({ database: z.string(), checks: z.number(), latestAt: z.number() });

/** A file beside the database, which must not be backed up with it. */
export function restoreMarkerFor(databasePath: string): RestoreMarkerFile {
  const path = `${databasePath}.checks`;
  return {
    read: () => {
      const text = readIfThere(path);
      try {
        return text === null ? null : markerSchema.parse(JSON.parse(text));
      } catch {
        return null;
      }
    },
    write: (marker) => {
      // Written whole, even if the process is killed.
      const draft = `${path}.${process.pid}`;
      writeFileSync(draft, `${JSON.stringify(marker)}\n`, { mode: PRIVATE_FILE });
      renameSync(draft, path);
    },
  };
}

/** For a database in memory, of which there is no copy. */
export function markerInMemory(): RestoreMarkerFile {
  let kept: RestoreMarker | null = null;
  return {
    read: () => kept,
    write: (marker) => {
      kept = marker;
    },
  };
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}
