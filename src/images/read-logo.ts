import { createHash } from 'node:crypto';
import { drawInWorker } from './draw-in-worker.ts';
import { logoTooLarge, MAX_LOGO_BYTES } from './logo/logo-limits.ts';
import { refuse } from './logo/logo-result.ts';
import { pictureHeader } from './logo/picture-header.ts';

/** An SVG of a few bytes can be made to take forever; a logo takes a tenth of a second. */
const MAX_SVG_MS = 4_000;

/** `png` has at most 440 × 60 pixels, `hash` is its SHA-256 in hexadecimal; `reason` is in whole sentences. */
export type ReadLogo =
  | { ok: true; png: Uint8Array; width: number; height: number; hash: string }
  | { ok: false; reason: string };

/**
 * Turns a PNG, JPEG or SVG into a PNG that fits into 440 × 60 pixels, twice the size it is shown at. Its shape and its
 * transparency stay; only an SVG is made larger. The same file always gives the same bytes. Nothing that a file refers
 * to is ever read.
 */
export async function readLogo(bytes: Uint8Array): Promise<ReadLogo> {
  if (bytes.length === 0) return refuse('The file is empty.');
  if (bytes.length > MAX_LOGO_BYTES) return refuse(logoTooLarge(bytes.length));
  const task = { kind: 'logo', bytes } as const;
  const isSvg = pictureHeader(bytes) === null;
  const drawn = await (isSvg ? drawInWorker(task, MAX_SVG_MS) : drawInWorker(task));
  if (drawn === 'too-long') return refuse('The logo takes too long to draw. Make it smaller or simpler.');
  if (!drawn.ok) return drawn;
  return { ...drawn, hash: createHash('sha256').update(drawn.png).digest('hex') };
}
