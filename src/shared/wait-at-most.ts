/**
 * Waits for `work`, but no longer than `milliseconds`: it goes on then, and nobody learns how it ends.
 *
 * @returns Whether it has ended.
 * @throws What `work` throws in time.
 */
export function waitAtMost(milliseconds: number, work: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(false), milliseconds);
    work.then(
      () => {
        clearTimeout(timer);
        resolve(true);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}

/** How long a page waits for settings or a look that may be newer than what it knows. */
export const REFRESH_WAIT_MS = 1_000;
