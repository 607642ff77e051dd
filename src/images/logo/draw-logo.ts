import { encodePng } from '../encode-png.ts';
import { openSvg } from '../resvg.ts';
import { LOGO_BOX, MAX_LOGO_SIDE, sizeInBox } from './logo-limits.ts';
import { type LogoResult, refuse } from './logo-result.ts';
import { pictureHeader } from './picture-header.ts';
import { scaleDown } from './scale-down.ts';
import { svgProblem } from './svg-problem.ts';

const OTHER_KIND = refuse('A logo is a PNG, a JPEG or an SVG, and this file is none of them.');
const DAMAGED = refuse('The file is damaged, or nothing in it can be seen. Export it again.');

const REFUSALS = {
  animated: refuse('The PNG is animated. Give a still picture: many email clients stop at its first frame.'),
  cmyk: refuse('The JPEG has colours for printing (CMYK). Export it with colours for screens (RGB).'),
  damaged: DAMAGED,
} as const;

/** See {@link readLogo}, which calls it in a thread of its own. */
export async function drawLogo(bytes: Uint8Array): Promise<LogoResult> {
  const header = pictureHeader(bytes);
  if (header === null) return drawSvg(bytes);
  if (!('width' in header)) return REFUSALS[header.type];
  const { type, width, height } = header;
  if (width < 1 || height < 1) return DAMAGED;
  if (Math.max(width, height) > MAX_LOGO_SIDE)
    return refuse(
      `The logo has ${width} × ${height} pixels. At most ${MAX_LOGO_SIDE.toLocaleString('en')} either way are read: make it smaller. ${LOGO_BOX.width} × ${LOGO_BOX.height} is all that is shown.`,
    );
  const href = `data:image/${type};base64,${Buffer.from(bytes).toString('base64')}`;
  // At its own size, pixel for pixel.
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><image width="${width}" height="${height}" image-rendering="optimizeSpeed" href="${href}"/></svg>`;
  return draw(svg);
}

async function drawSvg(bytes: Uint8Array): Promise<LogoResult> {
  const svg = textOf(bytes);
  if (svg === null || !/<(?:\w+:)?svg[\s/>]/.test(svg)) return OTHER_KIND;
  const problem = svgProblem(svg);
  if (problem !== null) return refuse(problem);
  return draw(svg.replace(/<!doctype[^>]*>/i, ''), { mayGrow: true });
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

async function draw(svg: string, { mayGrow = false } = {}): Promise<LogoResult> {
  try {
    const size = sizeInBox(await openSvg(svg), { mayGrow });
    const isWide = size.width * LOGO_BOX.height >= size.height * LOGO_BOX.width;
    const fitTo = isWide
      ? ({ mode: 'width', value: size.width } as const)
      : ({ mode: 'height', value: size.height } as const);
    const drawn = (await openSvg(svg, mayGrow ? { fitTo } : {})).render();
    const { width, height, pixels: data } = drawn;
    if (isTransparent(data)) return DAMAGED;
    const scaled = scaleDown({ data, width, height }, mayGrow ? { width, height } : size);
    return { ok: true, png: encodePng(scaled), width: scaled.width, height: scaled.height };
  } catch {
    return DAMAGED;
  }
}

/** As what Resvg could not decode is, too. */
function isTransparent(data: Uint8Array): boolean {
  for (let at = 3; at < data.length; at += 4) if (data[at] !== 0) return false;
  return true;
}
