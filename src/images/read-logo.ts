import { createHash } from 'node:crypto';

export type LogoReading =
  | { ok: true; png: Uint8Array; width: number; height: number; hash: string }
  | { ok: false; reason: string };

/** In bytes. */
export const MAX_LOGO_BYTES = 1024 * 1024;

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const HEADER_LENGTH = 24;

/** Reads a PNG for use as a logo. */
export async function readLogo(bytes: Uint8Array): Promise<LogoReading> {
  if (bytes.byteLength > MAX_LOGO_BYTES)
    return { ok: false, reason: 'The file is larger than 1 MiB. Use a smaller picture.' };
  if (bytes.byteLength < HEADER_LENGTH || SIGNATURE.some((byte, index) => bytes[index] !== byte))
    return { ok: false, reason: 'The file is not a PNG. Save the logo as PNG.' };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  if (width === 0 || height === 0) return { ok: false, reason: 'The picture is empty.' };
  const hash = createHash('sha256').update(bytes).digest('hex');
  return { ok: true, png: bytes, width, height, hash };
}
