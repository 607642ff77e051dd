import { oneLine, withoutBidiControls } from '../clean-text.ts';

/** What was found of one thing that a real send needs. */
export interface Finding {
  /** Whether a real send may rely on it. What could not be looked at is not ok. */
  ok: boolean;
  /** What was found, and where it is not ok, what to do. */
  message: string;
}

/** A finding under the name that scripts know it by. */
export interface Check extends Finding {
  name: string;
}

export function ok(message: string): Finding {
  return { ok: true, message };
}

export function notOk(message: string): Finding {
  return { ok: false, message };
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
