import PostalMime, { type Address, type Email } from 'postal-mime';

export interface ReadMessage {
  from: string;
  to: string;
  subject: string;
  date: string | null;
  /** Verbatim, each on one line. */
  headers: readonly (readonly [name: string, value: string])[];
  text: string | null;
  html: string | null;
}

/** Reads a message, even a truncated one; null if it cannot be parsed. */
export async function readMessage(bytes: Uint8Array): Promise<ReadMessage | null> {
  const email = await PostalMime.parse(bytes).catch(() => null);
  return email === null ? null : toMessage(email);
}

function toMessage({ from, to = [], subject = '', date, headers, text, html }: Email): ReadMessage {
  return {
    from: from === undefined ? '' : formatAddress(from),
    to: to.map(formatAddress).join(', '),
    subject,
    date: date ?? null,
    headers: headers.map(({ originalKey, value }) => [originalKey, value] as const),
    text: text ?? null,
    html: html ?? null,
  };
}

function formatAddress({ name, address, group }: Address): string {
  if (group !== undefined) return `${name}: ${group.map(formatAddress).join(', ')}`;
  return name === '' ? address : `${name} <${address}>`;
}

export function headersOnly(bytes: Buffer): Buffer {
  const ends = ['\n\n', '\r\n\r\n'].map((end) => bytes.indexOf(end)).filter((at) => at !== -1);
  return ends.length === 0 ? bytes : bytes.subarray(0, Math.min(...ends));
}
