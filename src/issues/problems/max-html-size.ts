/** Gmail clips a message at about 102 KB; the difference leaves room for each recipient's own links. */
export const MAX_HTML_BYTES = 90 * 1024;

/** In KiB, rounded up, so that a size just over a limit never reads as within it. */
export function formatKiB(bytes: number): string {
  return (Math.ceil(bytes / 102.4) / 10).toFixed(1);
}
