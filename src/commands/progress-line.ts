import { formatPercent } from '../shared/format.ts';
import { printableLine } from './printable.ts';

/** Shows how far long work has come. */
export interface Bar {
  /** May be called at any rate. @param done Of the total, if there is one. */
  update(done: number, message: string): void;
  /** The next of a few steps, each of which may block: shown at once. */
  step(message: string): void;
  stop(): void;
}

/** A terminal, such as standard error. */
export interface Terminal {
  readonly columns?: number;
  write(text: string): unknown;
}

export interface ProgressLine extends Bar {
  /** Writes a line above it. */
  above(line: string): void;
}

const DRAWING_INTERVAL_MS = 100;
const BAR_WIDTH = 20;
/** Where a terminal does not say. */
const STANDARD_COLUMNS = 80;

/**
 * One line that is drawn over itself, as wide as the terminal at most, and gone at the end. It uses neither colours nor
 * keys, so Ctrl+C stays what it is. A message that does not fit loses its end.
 */
export function progressLine(
  terminal: Terminal,
  { title, total }: { title: string; total?: number },
  now = Date.now,
): ProgressLine {
  let text = title;
  let shown = '';
  let drawnAt = Number.NEGATIVE_INFINITY;
  const draw = () => {
    const characters = [...printableLine(text)];
    const room = Math.max(1, (terminal.columns || STANDARD_COLUMNS) - 1);
    const line =
      characters.length > room ? `${characters.slice(0, room - 1).join('')}…` : characters.join('');
    // Spaces instead of an escape sequence: every terminal knows them.
    terminal.write(`\r${line}${' '.repeat(Math.max(0, [...shown].length - [...line].length))}`);
    shown = line;
    drawnAt = now();
  };
  const clear = () => {
    terminal.write(`\r${' '.repeat([...shown].length)}\r`);
    shown = '';
  };
  draw();
  return {
    update: (done, message) => {
      text = total === undefined ? `${title}: ${message}` : `${title} ${barOf(done, total)}  ${message}`;
      if (now() - drawnAt >= DRAWING_INTERVAL_MS) draw();
    },
    step: (message) => {
      text = `${title}: ${message}`;
      draw();
    },
    above: (line) => {
      clear();
      terminal.write(`${line}\n`);
      draw();
    },
    stop: clear,
  };
}

/** "[#####...............] 25%". */
function barOf(done: number, total: number): string {
  const part = Math.min(done, total);
  const filled = total === 0 ? BAR_WIDTH : Math.floor((part / total) * BAR_WIDTH);
  return `[${'#'.repeat(filled)}${'.'.repeat(BAR_WIDTH - filled)}] ${formatPercent(part, total)}`;
}
