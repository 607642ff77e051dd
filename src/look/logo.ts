import { z } from 'zod';

/** In pixels: as a logo is shown. */
export const LOGO_HEIGHT = 30;
export const MAX_LOGO_WIDTH = 220;

/** Beyond these it would be shown too small to read. */
const MAX_TIMES_AS_WIDE = 10;
const MAX_TIMES_AS_HIGH = 2;

/** A picture that we keep and serve, by the SHA-256 of its bytes in hexadecimal; its size in its own pixels. */
export const logoSchema = z.object({
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  width: z.int().min(1),
  height: z.int().min(1),
  /** Null for the newsletter's name. */
  alt: z.string().nullable(),
});
export type Logo = z.infer<typeof logoSchema>;

interface Size {
  width: number;
  height: number;
}

/** Why a picture of this size cannot be the logo, and what to do; null if it can. */
export function logoProblem({ width, height }: Size): string | null {
  const shown = shownSize({ width, height });
  if (width > MAX_TIMES_AS_WIDE * height)
    return `The logo is ${Math.round(width / height)} times as wide as it is high: shown ${shown.width} pixels wide, it would be only ${shown.height} high, too small to read. Use one at most ${MAX_TIMES_AS_WIDE} times as wide as high.`;
  if (height > MAX_TIMES_AS_HIGH * width)
    return `The logo is ${Math.round(height / width)} times as high as it is wide: shown ${shown.height} pixels high, it would be only ${shown.width} wide, too small to read. Use one at most twice as high as wide.`;
  if (height < LOGO_HEIGHT && width < MAX_LOGO_WIDTH)
    return `The logo is only ${width} × ${height} pixels. Use one at least ${LOGO_HEIGHT} pixels high, or twice that for sharp screens.`;
  return null;
}

/** {@link LOGO_HEIGHT} high, unless it would then be wider than {@link MAX_LOGO_WIDTH}. */
export function shownSize({ width, height }: Size): Size {
  const scale = Math.min(LOGO_HEIGHT / height, MAX_LOGO_WIDTH / width);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** The route of a logo. Its bytes never change. */
export const logoRoute = (hash: string): `/${string}` => `/logo/${hash}.png`;
