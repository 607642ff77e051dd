/** A backup's folder: `verdicts-20261129T191500Z`, and `-2` for the second of one second. */
const NAME = /^verdicts-(\d{8}T\d{6}Z)(?:-(\d+))?$/;
const UNFINISHED = '.part';

/** The name of the `count`th backup that begins at `instant`, in UTC. */
export function backupName(instant: number, count = 1): string {
  const stamp = new Date(instant).toISOString().replace(/[-:]|\.\d+/g, '');
  return count === 1 ? `verdicts-${stamp}` : `verdicts-${stamp}-${count}`;
}

/** What a backup's folder is called until all of it is written and verified. */
export function unfinishedName(name: string): string {
  return name + UNFINISHED;
}

export function isBackupName(name: string): boolean {
  return NAME.test(name);
}

export function isUnfinishedName(name: string): boolean {
  return name.endsWith(UNFINISHED) && NAME.test(name.slice(0, -UNFINISHED.length));
}

/** Orders the names of backups, the newest first. */
export function newestFirst(a: string, b: string): number {
  const [, stampA = '', countA = '1'] = NAME.exec(a) ?? [];
  const [, stampB = '', countB = '1'] = NAME.exec(b) ?? [];
  return stampA === stampB ? Number(countB) - Number(countA) : stampB.localeCompare(stampA);
}
