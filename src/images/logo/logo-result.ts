import type { DrawnPicture } from '../drawn-picture.ts';

/** `reason` says in whole sentences what is wrong, and what to do. */
export type LogoResult = ({ ok: true } & DrawnPicture) | { ok: false; reason: string };

export const refuse = (reason: string): { ok: false; reason: string } => ({ ok: false, reason });
