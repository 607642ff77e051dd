/** What no shell takes for its own, wherever it stands in an argument. */
const PLAIN = /^[\w./:@%+,-]+$/;

/**
 * An argument as a POSIX shell reads it back, for commands that people paste: as it is where that is safe, else in single
 * quotes, in which a shell runs and replaces nothing.
 */
export function shellQuoted(argument: string): string {
  return PLAIN.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}

/** The name of a file as an argument. One that begins with `-` would be taken for an option. */
export function shellQuotedFile(file: string): string {
  return shellQuoted(file.startsWith('-') && file !== '-' ? `./${file}` : file);
}
