import { getElementsByTagName } from 'domutils';
import { parseDocument } from 'htmlparser2';
import PostalMime from 'postal-mime';
import { MAX_HTML_BYTES } from '../../../src/issues/problems/max-html-size.ts';
import type { Specimen } from './specimens.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const CLIPPING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/**
 * What makes Gmail clip an email: its length, or control characters in even a short one (hteumeuleu/email-bugs #41).
 */
export function sizeProblems({ html }: Pick<Specimen, 'html'>): string[] {
  const bytes = Buffer.byteLength(html);
  return [
    ...(bytes > MAX_HTML_BYTES ? [`The HTML has ${bytes} bytes`] : []),
    ...(html.match(CLIPPING) ?? []).map(
      (character) => `U+${character.charCodeAt(0).toString(16)} clips the mail`,
    ),
  ];
}

/** The targets of all links of a page. */
export function linkAddresses(html: string): string[] {
  return getElementsByTagName('a', parseDocument(html)).map(({ attribs }) => attribs.href ?? '');
}

/** Which parts of a parsed message differ from what was composed. */
export async function mailDifferences({ message, ...composed }: Specimen): Promise<string[]> {
  const parsed = await PostalMime.parse(message);
  const parts = ['subject', 'text', 'html'] as const;
  return parts.filter((part) => (parsed[part] ?? '').trimEnd() !== composed[part].trimEnd());
}
