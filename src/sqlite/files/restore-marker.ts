import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { RESTORED_REASON } from '../../issues/restored-reason.ts';
import type { RestoreMarker } from '../../schedule/scheduler-state.ts';
import { codeOf } from '../../shared/errors.ts';
import { PRIVATE_FILE } from '../../shared/private-modes.ts';
import type { CopyDetector } from '../../store/issues/copy-detector.ts';

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

/** The file counts the checks, so a database that knows of fewer is a copy from before. */
export function detectByMarker(file: RestoreMarkerFile): CopyDetector {
  return {
    // biome-ignore lint/correctness/useYield: "restore" has marked the copy.
    mayBeCopy: function* () {
      return false;
    },
    // biome-ignore lint/correctness/useYield: a file is read at once.
    compare: function* (_db, { database, checks }, now) {
      // Written before the first check, so that a kill in the middle does not look like a restored copy.
      if (checks === 0 && file.read()?.database !== database) file.write({ database, checks, latestAt: now });
      return { marker: file.read(), pausedBecause: RESTORED_REASON.paused, mayLack: 'answers' };
    },
    remember: file.write,
    // biome-ignore lint/correctness/useYield: there is no standby to ask about.
    failedOver: function* () {
      return false;
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
