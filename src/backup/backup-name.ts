/** `verdicts-20261129T191500Z`; the second backup in the same second gets `-2`. */
const NAME = /^verdicts-(\d{8}T\d{6}Z)(?:-(\d+))?$/;
const UNFINISHED = '.part';

export function backupName(instant: number, count = 1): string {
  const stamp = new Date(instant).toISOString().replace(/[-:]|\.\d+/g, '');
  return count === 1 ? `verdicts-${stamp}` : `verdicts-${stamp}-${count}`;
}

/** The folder's name until everything in it is written and verified. */
export function unfinishedName(name: string): string {
  return name + UNFINISHED;
}

export function isBackupName(name: string): boolean {
  return NAME.test(name);
}

export function isUnfinishedName(name: string): boolean {
  return name.endsWith(UNFINISHED) && NAME.test(name.slice(0, -UNFINISHED.length));
}

export function newestFirst(a: string, b: string): number {
  const [, stampA = '', countA = '1'] = NAME.exec(a) ?? [];
  const [, stampB = '', countB = '1'] = NAME.exec(b) ?? [];
  return stampA === stampB ? Number(countB) - Number(countA) : stampB.localeCompare(stampA);
}
