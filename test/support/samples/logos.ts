import { createHash } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import type { Logo } from '../../../src/look/logo.ts';

/** A PNG of one colour, in any size. */
export function aPng({ width = 300, height = 60, colour = [240, 106, 26] as const } = {}): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(width * 3, Buffer.from(colour))]);
  const pixels = deflateSync(Buffer.concat(Array.from({ length: height }, () => row)));
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  whole.set(body, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}

/** The logo that a PNG of {@link aPng} makes. */
export function aLogo({ width = 300, height = 60, alt = null as string | null } = {}): {
  logo: Logo;
  png: Uint8Array;
} {
  const png = aPng({ width, height });
  return { logo: { hash: createHash('sha256').update(png).digest('hex'), width, height, alt }, png };
}
