import { InvalidArgumentError } from 'commander';
import { isEncoding } from '../comparisons/decode-text.ts';

/**
 * Parses `--encoding`.
 *
 * @throws InvalidArgumentError if there is no such encoding.
 */
export function parseEncoding(value: string): string {
  if (isEncoding(value)) return value;
  throw new InvalidArgumentError(
    'There is no such encoding. Try windows-1252, iso-8859-2, shift_jis or gb18030.',
  );
}
