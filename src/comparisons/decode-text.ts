import { AppError, codeOf } from '../errors.ts';

/**
 * The text of a file: UTF-8, or UTF-16 that begins with a byte order mark.
 *
 * @throws AppError `input` for any other encoding, because reading on would put wrong characters into the issue.
 */
export function decodeText(bytes: Uint8Array): string {
  const encoding = encodingOf(bytes);
  if (encoding === undefined) throw notUtf8();
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    if (codeOf(error) === 'ERR_ENCODING_INVALID_ENCODED_DATA') throw notUtf8(error);
    throw error;
  }
}

/** Undefined for UTF-16 and UTF-32 without a mark: a zero among the first four bytes (RFC 4627, section 3). */
function encodingOf(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return bytes.subarray(0, 4).includes(0) ? undefined : 'utf-8';
}

function notUtf8(cause?: unknown): AppError {
  return new AppError('input', 'The file is not UTF-8: save it as UTF-8 and import it again', cause);
}
