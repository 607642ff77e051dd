import { oneLine, withoutBidiControls } from '../shared/clean-text.ts';

/** `stop` stops a real send. `warn` stops none, but is to be looked at. */
export type Level = 'ok' | 'warn' | 'stop';

/** What was found of one thing that a real send needs. */
export interface Finding {
  level: Level;
  /** False where a real send is stopped by it. */
  ok: boolean;
  /** What was found, and where it is not right, what to do. */
  message: string;
}

/** A finding under the name that scripts know it by. */
export interface Check extends Finding {
  name: string;
}

export function ok(message: string): Finding {
  return { level: 'ok', ok: true, message };
}

/** Nothing is stopped by it, but somebody should see to it. */
export function warn(message: string): Finding {
  return { level: 'warn', ok: true, message };
}

/** A real send is stopped by it. */
export function notOk(message: string): Finding {
  return { level: 'stop', ok: false, message };
}

/** How much of somebody else's text a message shows, in characters. */
const SHOWN = 200;

/** What another server said, for a message: in quotation marks, on one line, and not longer than a line may be. */
export function quoted(text: string): string {
  return `"${shown(text)}"`;
}

/** The same without quotation marks, for a name or a word. */
export function shown(text: string): string {
  const line = withoutBidiControls(oneLine(text));
  return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line;
}
