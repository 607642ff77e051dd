import { readFile } from 'node:fs/promises';
import { initWasm, Resvg, type ResvgRenderOptions } from '@resvg/resvg-wasm';
import { type PackageFile, packageFile } from './package-files.ts';

let loading: Promise<void> | null = null;

/**
 * Reads an SVG for drawing. Resvg runs in WebAssembly and has no access to files or the network.
 *
 * @throws What it says of an SVG that it cannot read.
 */
export async function openSvg(
  svg: string,
  options: ResvgRenderOptions = {},
): Promise<InstanceType<typeof Resvg>> {
  loading ??= readFile(packageFile('resvg')).then(initWasm);
  await loading;
  return new Resvg(svg, options);
}

export const readFont = (font: Exclude<PackageFile, 'resvg'>): Promise<Uint8Array> =>
  readFile(packageFile(font));
