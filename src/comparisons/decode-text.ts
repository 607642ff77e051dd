import { AppError, codeOf } from '../shared/errors.ts';

/** Browsers look for an encoding declaration only this far (https://html.spec.whatwg.org/, 13.2.3.2). */
const HEAD_BYTES = 1_024;

/**
 * Decodes UTF-8, UTF-16 with a byte order mark, or HTML or XML in its declared encoding; otherwise in `encoding`, a
 * label of the Encoding Standard.
 *
 * @throws AppError `input` for anything else: guessing would put wrong characters into the issue.
 */
export function decodeText(bytes: Uint8Array, encoding?: string): string {
  const marked = byMark(bytes);
  if (marked !== undefined) return decoded(bytes, marked) ?? refuse(notUtf8());
  const utf8 = bytes.subarray(0, 4).includes(0) ? undefined : decoded(bytes, 'utf-8');
  // Non-ASCII text in another encoding is practically never valid UTF-8, whatever it declares.
  if (utf8 !== undefined && /[^\0-\x7f]/.test(utf8)) return utf8;
  const encodings = [statedEncoding(bytes), encoding].filter((label) => label !== undefined);
  for (const label of encodings) {
    const text = decoded(bytes, label);
    if (text !== undefined) return text;
  }
  return utf8 ?? refuse(encodings.length === 0 ? notUtf8() : notIn(encodings.join(' or ')));
}

/** https://encoding.spec.whatwg.org/#names-and-labels */
export function isEncoding(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== '';
  } catch {
    return false;
  }
}

/** By byte order mark. Without one, zero bytes reveal UTF-16 and UTF-32 (RFC 4627, section 3). */
function byMark(bytes: Uint8Array): string | undefined {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return first === 0xef && second === 0xbb && third === 0xbf ? 'utf-8' : undefined;
}

/** From `<meta>` or an XML declaration. UTF-16 is ignored: bytes that can be read as ASCII are not UTF-16. */
function statedEncoding(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, HEAD_BYTES));
  if (!head.trimStart().startsWith('<')) return undefined;
  const xml = /^\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([^"'\s]{1,40})/i.exec(head)?.[1];
  const meta = /<meta\s[^>]{0,200}?charset\s*=\s*["']?\s*([^"'\s/>;]{1,40})/i.exec(head)?.[1];
  const label = meta ?? xml;
  return label === undefined || !isEncoding(label) || /^utf-?16/i.test(label) ? undefined : label;
}

function decoded(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    const decoder = new TextDecoder(encoding, { fatal: true });
    // In a single call, Node 22 decodes windows-1252 as ISO 8859-1, losing quotation marks and dashes.
    return decoder.decode(bytes, { stream: true }) + decoder.decode();
  } catch (error) {
    if (codeOf(error) === 'ERR_ENCODING_INVALID_ENCODED_DATA') return undefined;
    throw error;
  }
}

function refuse(error: AppError): never {
  throw error;
}

function notUtf8(): AppError {
  return new AppError(
    'input',
    'The file is not UTF-8: save it as UTF-8 and import it again, or name its encoding with --encoding, such as --encoding windows-1252',
  );
}

function notIn(encoding: string): AppError {
  return new AppError(
    'input',
    `The file is not ${encoding}: name its encoding with --encoding, or save it as UTF-8 and import it again`,
  );
}
