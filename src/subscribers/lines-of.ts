import type { Readable } from 'node:stream';
import { TextDecoder } from 'node:util';

/** What a line has beyond this is dropped, so that a file without line ends cannot fill the memory. */
const LONGEST_LINE = 1_048_576;

/**
 * The lines of a text in the portions in which it arrives, without a byte order mark and without their ends: LF, CRLF or
 * CR. The text is UTF-8, or UTF-16 where its first bytes say so. Bytes that are neither become U+FFFD.
 */
export async function* linesOf(input: Readable): AsyncGenerator<string[]> {
  let decoder: TextDecoder | undefined;
  let first = Buffer.alloc(0);
  let rest = '';
  const cut = (more: string): string[] => {
    const text = rest + more;
    // A CR at the end may be the first half of a line end.
    const settled = text.endsWith('\r') ? text.slice(0, -1) : text;
    const lines = split(settled);
    rest = (lines.pop() ?? '').slice(0, LONGEST_LINE) + text.slice(settled.length);
    return lines;
  };
  for await (const chunk of input) {
    let bytes = chunk;
    if (decoder === undefined) {
      first = Buffer.concat([first, Buffer.from(chunk)]);
      if (first.length < BYTES_THAT_TELL) continue;
      decoder = decoderFor(first);
      bytes = first;
    }
    yield cut(decoder.decode(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, { stream: true }));
  }
  if (decoder === undefined) {
    decoder = decoderFor(first);
    yield cut(decoder.decode(first, { stream: true }));
  }
  rest += decoder.decode();
  if (rest !== '') yield split(rest.replace(/\r$/, ''));
}

/** A byte order mark has at most three bytes; without one, two ASCII characters of UTF-16 have four. */
const BYTES_THAT_TELL = 4;

function decoderFor(bytes: Buffer): TextDecoder {
  const [one, two, three, four] = bytes;
  if (one === 0xff && two === 0xfe) return new TextDecoder('utf-16le');
  if (one === 0xfe && two === 0xff) return new TextDecoder('utf-16be');
  if (one !== 0 && two === 0 && three !== 0 && four === 0) return new TextDecoder('utf-16le');
  if (one === 0 && two !== 0 && three === 0 && four !== 0) return new TextDecoder('utf-16be');
  return new TextDecoder();
}

function split(text: string): string[] {
  return text.includes('\r') ? text.split(/\r\n|\r|\n/) : text.split('\n');
}
