import type { Readable } from 'node:stream';

/** What a line has beyond this is dropped, so that a file without line ends cannot fill the memory. */
const LONGEST_LINE = 1_048_576;

/**
 * The lines of a UTF-8 text in the portions in which it arrives, without a byte order mark and without their ends: LF, CRLF or
 * CR. Bytes that are not UTF-8 become U+FFFD.
 */
export async function* linesOf(input: Readable): AsyncGenerator<string[]> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of input) {
    const text = rest + (typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true }));
    // A CR at the end may be the first half of a line end.
    const settled = text.endsWith('\r') ? text.slice(0, -1) : text;
    const lines = split(settled);
    rest = (lines.pop() ?? '').slice(0, LONGEST_LINE) + text.slice(settled.length);
    yield lines;
  }
  rest += decoder.decode();
  if (rest !== '') yield split(rest.replace(/\r$/, ''));
}

function split(text: string): string[] {
  return text.includes('\r') ? text.split(/\r\n|\r|\n/) : text.split('\n');
}
