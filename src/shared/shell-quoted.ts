/** Characters without a special meaning to any shell, anywhere in an argument. */
const PLAIN = /^[\w./:@%+,-]+$/;

/** For POSIX shells, in commands that people paste: unchanged if that is safe, otherwise in single quotes. */
export function shellQuoted(argument: string): string {
  return PLAIN.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}

/** A file name as an argument; one that begins with `-` would be taken for an option. */
export function shellQuotedFile(file: string): string {
  return shellQuoted(file.startsWith('-') && file !== '-' ? `./${file}` : file);
}
