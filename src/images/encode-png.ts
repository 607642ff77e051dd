import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

export interface Pixels {
  /** Red, green, blue and alpha, row by row; colours multiplied by alpha. */
  data: Uint8Array;
  width: number;
  height: number;
}

/** A PNG (W3C PNG, third edition) of 8 bits a channel, with nothing in it but the pixels. */
export function encodePng({ data, width, height }: Pixels): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // 8 bits, colour type 6: truecolour with alpha.
  header.set([8, 6, 0, 0, 0], 8);
  const rows = Buffer.alloc((width * 4 + 1) * height);
  for (let y = 0; y < height; y += 1)
    straightAlpha(data.subarray(y * width * 4, (y + 1) * width * 4), rows.subarray(y * (width * 4 + 1) + 1));
  const parts = [
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ];
  return new Uint8Array(Buffer.concat([SIGNATURE, ...parts]));
}

/** PNG's colours are not multiplied by alpha. */
function straightAlpha(from: Uint8Array, to: Uint8Array): void {
  for (let at = 0; at < from.length; at += 4) {
    const alpha = from[at + 3] ?? 0;
    for (let channel = 0; channel < 3; channel += 1)
      to[at + channel] =
        alpha === 0 ? 0 : Math.min(255, Math.round(((from[at + channel] ?? 0) * 255) / alpha));
    to[at + 3] = alpha;
  }
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
