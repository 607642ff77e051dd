import type { Pixels } from '../encode-png.ts';

/**
 * Each new pixel is the average of those under it. Resvg looks at the nearest sixteen alone, so that a large logo would
 * lose its thin lines.
 */
export function scaleDown(pixels: Pixels, { width, height }: { width: number; height: number }): Pixels {
  if (width === pixels.width && height === pixels.height) return pixels;
  const narrow = new Float32Array(width * pixels.height * 4);
  const across = { from: pixels.width, to: width, step: 4, lines: pixels.height };
  average(pixels.data, narrow, { ...across, lineFrom: pixels.width * 4, lineTo: width * 4 });
  const data = new Float32Array(width * height * 4);
  const down = { from: pixels.height, to: height, step: width * 4, lines: width };
  average(narrow, data, { ...down, lineFrom: 4, lineTo: 4 });
  return { data: Uint8Array.from(data, Math.round), width, height };
}

interface Axis {
  /** How many pixels a line has, before and after. */
  from: number;
  to: number;
  /** From one pixel of a line to the next. */
  step: number;
  lines: number;
  /** From one line to the next. */
  lineFrom: number;
  lineTo: number;
}

/** Line by line, as they lie in memory, which is faster. */
function average(source: Uint8Array | Float32Array, target: Float32Array, axis: Axis): void {
  const { from, to, step, lines, lineFrom, lineTo } = axis;
  const ratio = from / to;
  for (let line = 0; line < lines; line += 1)
    for (let index = 0; index < to; index += 1) {
      const start = index * ratio;
      const end = Math.min(from, start + ratio);
      const at = line * lineTo + index * step;
      for (let under = Math.floor(start); under < end; under += 1) {
        const weight = (Math.min(end, under + 1) - Math.max(start, under)) / ratio;
        const read = line * lineFrom + under * step;
        for (let channel = 0; channel < 4; channel += 1)
          target[at + channel] = (target[at + channel] ?? 0) + weight * (source[read + channel] ?? 0);
      }
    }
}
