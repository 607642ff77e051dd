import { confirm, isCancel } from '@clack/prompts';
import { codeOf } from '../shared/errors.ts';
import { printable, printableLine } from './printable.ts';
import { type Bar, type ProgressLine, progressLine } from './progress-line.ts';

export type { Bar };

/** A text, or lines. Each line stays on one line, whatever the names and messages in it contain. */
export type Words = string | readonly string[];

/** Results go to standard output, everything else to standard error. */
export interface Output {
  readonly json: boolean;
  /** Standard error is a terminal. */
  readonly showsBars: boolean;
  /** Someone can answer a question. */
  readonly isInteractive: boolean;
  /** Writes the one result of a command, as JSON or in words. */
  result(value: unknown, inWords: () => Words): void;
  /** Writes the one result of a command as a JSON array, page by page, so that it can be of any length. */
  list(pages: AsyncIterable<readonly unknown[]>): Promise<void>;
  /** Writes one line to standard error. */
  note(text: string): void;
  /** Shows a line of progress on a terminal, and nothing elsewhere. One at a time. */
  bar(options: { title: string; total?: number }): Bar;
  /** Asks a yes-or-no question; call it only if {@link Output.isInteractive}. */
  confirm(question: string): Promise<boolean>;
}

export function terminalOutput(json: boolean): Output {
  const { stdin, stdout, stderr } = process;
  let shown: ProgressLine | null = null;
  return {
    json,
    showsBars: stderr.isTTY === true,
    isInteractive: stdin.isTTY === true && stderr.isTTY === true,
    result: (value, inWords) => {
      stdout.write(json ? `${JSON.stringify(value, null, 2)}\n` : toText(inWords()));
    },
    list: async (pages) => {
      let before = '[\n';
      for await (const page of pages) {
        if (page.length === 0) continue;
        await write(before + page.map((entry) => JSON.stringify(entry)).join(',\n'));
        before = ',\n';
      }
      await write(before === ',\n' ? '\n]\n' : '[]\n');
    },
    note: (text) => {
      const line = printableLine(text);
      if (shown === null) stderr.write(`${line}\n`);
      else shown.above(line);
    },
    bar: (options) => {
      if (!stderr.isTTY) return SILENT_BAR;
      const bar = progressLine(stderr, options);
      const stop = () => {
        bar.stop();
        shown = null;
      };
      shown = bar;
      return { ...bar, stop };
    },
    confirm: async (question) => {
      const message = printableLine(question);
      const answer = await confirm({ message, initialValue: false, output: stderr });
      return !isCancel(answer) && answer;
    },
  };
}

/** Shows a line of progress while `work` runs. */
export async function withBar<Value>(
  output: Pick<Output, 'bar'>,
  options: { title: string; total?: number },
  work: (bar: Bar) => Promise<Value>,
): Promise<Value> {
  const bar = output.bar(options);
  try {
    return await work(bar);
  } finally {
    bar.stop();
  }
}

/**
 * Keeps a reader that has seen enough, such as `head`, from causing an error. Later writes are discarded; an awaited
 * write fails with `EPIPE`.
 */
export function tolerateClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error) => {
      if (codeOf(error) !== 'EPIPE') throw error;
    });
  }
}

function write(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
  });
}

/** Shows nothing. */
export const SILENT_BAR: Bar = { update: () => undefined, step: () => undefined, stop: () => undefined };

function toText(words: Words): string {
  const text = typeof words === 'string' ? printable(words) : words.map(printableLine).join('\n');
  return text.endsWith('\n') ? text : `${text}\n`;
}

/** Where a message belongs: "list.csv:3", or "line 3" of standard input, which is called `-`. */
export function placeIn(file: string, line?: number): string {
  if (file === '-') return line === undefined ? 'standard input' : `line ${line}`;
  return line === undefined ? file : `${file}:${line}`;
}

/** Columns as wide as their widest cell, under a heading. */
export function table(heading: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const lines = [heading, ...rows.map((row) => row.map(printableLine))];
  const widths = heading.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
