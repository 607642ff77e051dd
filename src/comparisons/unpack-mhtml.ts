import PostalMime from 'postal-mime';
import { AppError } from '../shared/errors.ts';

/** Enough for the headers at the start of a saved page. */
const HEADER_BYTES = 8_192;

/** A page saved by a browser as a single file (MHTML, RFC 2557). */
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
 * The HTML of the page, without its frames, which are separate pages.
 *
 * @throws AppError `input` if there is none.
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
