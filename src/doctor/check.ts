import { oneLine, withoutBidiControls } from '../shared/clean-text.ts';

/** `stop` prevents a real send; `warn` only needs attention. */
export type Level = 'ok' | 'warn' | 'stop';

export interface Finding {
  level: Level;
  ok: boolean;
  message: string;
}

export interface Check extends Finding {
  name: string;
}

export function ok(message: string): Finding {
  return { level: 'ok', ok: true, message };
}

export function warn(message: string): Finding {
  return { level: 'warn', ok: true, message };
}

export function stop(message: string): Finding {
  return { level: 'stop', ok: false, message };
}

/** In characters. */
const MAX_SHOWN_LENGTH = 200;

/** Someone else's text in quotation marks, on one line and of limited length. */
export function quoted(text: string): string {
  return `"${truncated(text)}"`;
}

/** The same without quotation marks, for a name or a word. */
export function truncated(text: string): string {
  const line = withoutBidiControls(oneLine(text));
  return line.length > MAX_SHOWN_LENGTH ? `${line.slice(0, MAX_SHOWN_LENGTH)}…` : line;
}
