import PostalMime from 'postal-mime';
import { AppError } from '../shared/errors.ts';

/** So many bytes are enough for the headers that begin a saved page. */
const HEADER_BYTES = 8_192;

/** Whether a file is a page that a browser saved as one file (MHTML, RFC 2557). */
export function isMhtml(bytes: Uint8Array): boolean {
  const start = new TextDecoder('latin1')
    .decode(bytes.subarray(0, HEADER_BYTES))
    .replace(/^\xef\xbb\xbf/, '');
  const headers = start.split(/\r?\n\r?\n/, 1)[0] ?? '';
  return (
    /^[\w-]+:/.test(headers) &&
    /^mime-version:/im.test(headers) &&
    /^content-type:\s*(?:multipart\/|text\/html)/im.test(headers)
  );
}

/**
 * The HTML of the page in an MHTML file. Its frames, which are pages of their own, are left out.
 *
 * @throws AppError `input` where there is no HTML in it.
 */
export async function unpackMhtml(bytes: Uint8Array): Promise<string> {
  const message = await PostalMime.parse(bytes).catch((cause: unknown) => noPage(cause));
  const html = message.html ?? noPage();
  const end = /<\/html\s*>/i.exec(html);
  return end === null ? html : html.slice(0, end.index + end[0].length);
}

function noPage(cause?: unknown): never {
  throw new AppError(
    'input',
    'The file holds no web page that can be read: save the page as “Webpage, Complete” (.html) and import that file',
    cause,
  );
}
