const MIB = 1024 * 1024;

/** Of the file that is given. */
export const MAX_LOGO_BYTES = MIB;

/** Why a larger file is refused; `{size}` stands for its size in MiB. */
export const LOGO_TOO_LARGE = `The file is {size} MiB. A logo may have at most ${MAX_LOGO_BYTES / MIB} MiB: make it smaller.`;

/** Rounded up, so that it never seems to fit. */
export function logoTooLarge(bytes: number): string {
  return LOGO_TOO_LARGE.replace('{size}', String(Math.ceil((bytes / MIB) * 100) / 100));
}

/** In pixels, either way, of a PNG or JPEG that is given. */
export const MAX_LOGO_SIDE = 4_000;

/** In pixels: shown at half of it, so that it is sharp on screens of two pixels a point. */
export const LOGO_BOX = { width: 440, height: 60 } as const;

/** The largest size in the box that keeps the shape, at least one pixel either way. */
export function sizeInBox(size: { width: number; height: number }, { mayGrow = false } = {}) {
  const fitting = Math.min(LOGO_BOX.width / size.width, LOGO_BOX.height / size.height);
  const scale = mayGrow ? fitting : Math.min(1, fitting);
  const scaled = (length: number) => Math.max(1, Math.round(length * scale));
  return { width: scaled(size.width), height: scaled(size.height) };
}
