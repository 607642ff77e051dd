/** What is known of a PNG or JPEG before it is decoded. */
export type PictureHeader =
  | { type: 'png' | 'jpeg'; width: number; height: number }
  | { type: 'animated' | 'cmyk' | 'damaged' };

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const JPEG = [0xff, 0xd8, 0xff];

/** Reads sizes without decoding, so that nothing large is unpacked. Null if it is neither a PNG nor a JPEG. */
export function pictureHeader(bytes: Uint8Array): PictureHeader | null {
  if (PNG.every((byte, index) => bytes[index] === byte)) return pngHeader(viewOf(bytes));
  if (JPEG.every((byte, index) => bytes[index] === byte)) return jpegHeader(viewOf(bytes));
  return null;
}

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array) =>
  new DataView(buffer, byteOffset, byteLength);

const IHDR = 0x49484452;
const ACTL = 0x6163544c;
const IEND = 0x49454e44;

/** Every chunk must be whole, up to the last one. */
function pngHeader(view: DataView): PictureHeader {
  if (view.byteLength < 33 || view.getUint32(12) !== IHDR) return { type: 'damaged' };
  for (let at = PNG.length; at + 12 <= view.byteLength; at += 12 + view.getUint32(at)) {
    const type = view.getUint32(at + 4);
    if (type === ACTL) return { type: 'animated' };
    if (type === IEND) return { type: 'png', width: view.getUint32(16), height: view.getUint32(20) };
  }
  return { type: 'damaged' };
}

/** Start-of-frame markers (ITU-T T.81, table B.1): all but DHT, JPG and DAC, which stand between them. */
const isFrame = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

const END_OF_IMAGE = 0xd9;

function jpegHeader(view: DataView): PictureHeader {
  for (let at = 2; at + 10 <= view.byteLength && view.getUint8(at) === 0xff; ) {
    const marker = view.getUint8(at + 1);
    if (isFrame(marker)) return frameHeader(view, at + 4);
    // A marker may be preceded by fill bytes.
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return { type: 'damaged' };
}

function frameHeader(view: DataView, at: number): PictureHeader {
  if (!hasEnd(view)) return { type: 'damaged' };
  if (view.getUint8(at + 5) === 4) return { type: 'cmyk' };
  return { type: 'jpeg', height: view.getUint16(at + 1), width: view.getUint16(at + 3) };
}

/** Decoders fill what is missing of a cut file with grey. */
function hasEnd(view: DataView): boolean {
  for (let at = view.byteLength - 2; at > 2; at -= 1)
    if (view.getUint8(at) === 0xff && view.getUint8(at + 1) === END_OF_IMAGE) return true;
  return false;
}
