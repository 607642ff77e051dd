import { InvalidArgumentError } from 'commander';
import { isEncoding } from '../comparisons/decode-text.ts';

/**
 * The name of an encoding, as `--encoding` gives it.
 *
 * @throws InvalidArgumentError where no encoding has that name.
 */
export function parseEncoding(value: string): string {
  if (isEncoding(value)) return value;
  throw new InvalidArgumentError(
    'There is no such encoding. Try windows-1252, iso-8859-2, shift_jis or gb18030.',
  );
}
