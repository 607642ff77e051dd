/** What `--map` says in the command that a message proposes, as a shell would hand it over; undefined where it proposes none. */
export function proposedMap(message: string): string | undefined {
  return /--map '((?:[^']|'\\'')*)'/.exec(message)?.[1]?.replaceAll("'\\''", "'");
}
