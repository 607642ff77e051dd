import type { Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { AppError } from '../../shared/errors.ts';
import { type ImportSurface, wordsFor } from './import-surface.ts';

/** The rest of a longer line is dropped, so that a file without line ends cannot fill the memory. */
const MAX_LINE_LENGTH = 1_048_576;

export class WrongEncoding extends AppError {
  readonly line: number;
  readonly encoding: string;

  constructor(line: number, encoding: string, surface?: ImportSurface) {
    const name = encoding === 'utf-8' ? 'UTF-8' : encoding;
    super(
      'input',
      `The file is not ${name}: line ${line} has letters that cannot be read. Nothing was imported. ${wordsFor(surface, ENCODING_ADVICE)}`,
    );
    this.line = line;
    this.encoding = encoding;
  }
}

const ENCODING_ADVICE = {
  command:
    'Save the file as "CSV UTF-8" in your spreadsheet and import that. Or say which encoding it has: --encoding windows-1252 (Excel in the Americas and Western Europe), windows-1250 (Central Europe), windows-1251 (Cyrillic), shift_jis (Japan).',
  studio:
    'Choose its encoding below under "Encoding", then choose "Check again". Or save the file as "CSV UTF-8" in your spreadsheet and upload that.',
};

/**
 * The lines of a text as they arrive, without a byte order mark or line ends (LF, CRLF or CR). The text is UTF-8, or
 * UTF-16 if its first bytes say so.
 * @param encoding A label of the Encoding Standard, for a text that is neither.
 * @throws WrongEncoding at the first bytes that are invalid in that encoding.
 */
export async function* linesOf(input: Readable, encoding = 'utf-8'): AsyncGenerator<string[]> {
  let decoder: TextDecoder | undefined;
  let first = Buffer.alloc(0);
  let rest = '';
  let line = 1;
  const cut = (more: string): string[] => {
    const text = rest + more;
    // A final CR may be the first half of a CRLF.
    const settled = text.endsWith('\r') ? text.slice(0, -1) : text;
    const lines = split(settled);
    rest = (lines.pop() ?? '').slice(0, MAX_LINE_LENGTH) + text.slice(settled.length);
    line += lines.length;
    return lines;
  };
  const decode = (of: TextDecoder, bytes: Uint8Array, options = { stream: true }): string => {
    try {
      return of.decode(bytes, options);
    } catch {
      throw new WrongEncoding(line + linesBeforeInvalid(bytes, { of, rest }), encoding);
    }
  };
  for await (const chunk of input) {
    let bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    if (decoder === undefined) {
      first = Buffer.concat([first, bytes]);
      if (first.length < MIN_SNIFF_BYTES) continue;
      decoder = decoderFor(first, encoding);
      bytes = first;
    }
    yield cut(decode(decoder, bytes));
  }
  if (decoder === undefined) {
    decoder = decoderFor(first, encoding);
    yield cut(decode(decoder, first));
  }
  rest += decode(decoder, new Uint8Array(), { stream: false });
  if (rest !== '') yield split(rest.replace(/\r$/, ''));
}

/** A byte order mark has at most three bytes; without one, two ASCII characters of UTF-16 take four. */
const MIN_SNIFF_BYTES = 4;

function decoderFor(bytes: Buffer, encoding: string): TextDecoder {
  const [one, two, three, four] = bytes;
  if (one === 0xff && two === 0xfe) return new TextDecoder('utf-16le');
  if (one === 0xfe && two === 0xff) return new TextDecoder('utf-16be');
  if (one !== 0 && two === 0 && three !== 0 && four === 0) return new TextDecoder('utf-16le');
  if (one === 0 && two !== 0 && three === 0 && four !== 0) return new TextDecoder('utf-16be');
  return new TextDecoder(encoding, { fatal: true });
}

/** How many lines precede the first undecodable one. A character may begin in the chunk before. */
function linesBeforeInvalid(bytes: Uint8Array, { of, rest }: { of: TextDecoder; rest: string }): number {
  const text = Buffer.from(bytes)
    .toString('latin1')
    .replace(/^[\x80-\xbf]{1,3}/, '');
  const isAfterEnd = rest.endsWith('\r');
  const strict = new TextDecoder(of.encoding, { fatal: true });
  const lines = split(isAfterEnd ? `\r${text}` : text);
  const bad = lines.findIndex((line) => !isDecodable(Buffer.from(line, 'latin1'), strict));
  return bad === -1 ? Number(isAfterEnd) : bad;
}

function isDecodable(bytes: Uint8Array, decoder: TextDecoder): boolean {
  try {
    decoder.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function split(text: string): string[] {
  return text.includes('\r') ? text.split(/\r\n|\r|\n/) : text.split('\n');
}
