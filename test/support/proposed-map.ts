/** The `--map` in the command that a message suggests, as a shell would pass it; undefined if it suggests none. */
export function proposedMap(message: string): string | undefined {
  return /--map '((?:[^']|'\\'')*)'/.exec(message)?.[1]?.replaceAll("'\\''", "'");
}
