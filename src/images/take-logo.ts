import { type Logo, logoProblem } from '../look/logo.ts';
import { readLogo } from './read-logo.ts';

export type TakenLogo = { ok: true; logo: Logo; png: Uint8Array } | { ok: false; reason: string };

/** Makes a logo of a file's bytes, or says why it cannot be one and what to do. */
export async function takeLogo(bytes: Uint8Array, alt: string | null): Promise<TakenLogo> {
  const read = await readLogo(bytes);
  if (!read.ok) return read;
  const { png, hash, width, height } = read;
  const reason = logoProblem({ width, height });
  return reason === null ? { ok: true, logo: { hash, width, height, alt }, png } : { ok: false, reason };
}
