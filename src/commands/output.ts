import { confirm, isCancel, progress } from '@clack/prompts';

/** Where a command speaks: results to standard output, everything else to standard error. */
export interface Output {
  readonly json: boolean;
  /** Writes the one result of a command: as JSON where that is asked for, else in words. */
  result(value: unknown, inWords: () => string): void;
  /** Writes raw lines to standard output, such as a CSV. */
  write(text: string): Promise<void>;
  note(text: string): void;
  /** Shows a bar where standard error is a terminal, and nothing elsewhere. */
  bar(options: { title: string; total?: number }): Bar;
  /** Asks on a terminal; true without asking where nobody is there to answer. */
  confirm(question: string): Promise<boolean>;
}

export interface Bar {
  update(done: number, message: string): void;
  stop(message: string): void;
}

export function terminalOutput(json: boolean): Output {
  const { stdin, stdout, stderr } = process;
  return {
    json,
    result: (value, inWords) => {
      stdout.write(json ? `${JSON.stringify(value, null, 2)}\n` : ensureNewline(inWords()));
    },
    write: (text) =>
      new Promise((resolve, reject) => {
        stdout.write(text, (error) => (error ? reject(error) : resolve()));
      }),
    note: (text) => {
      stderr.write(`${text}\n`);
    },
    bar: (options) => (stderr.isTTY ? terminalBar(options) : silentBar),
    confirm: async (question) => {
      if (!stdin.isTTY || !stderr.isTTY) return true;
      const answer = await confirm({ message: question, initialValue: false, output: stderr });
      return !isCancel(answer) && answer;
    },
  };
}

const silentBar: Bar = { update: () => undefined, stop: () => undefined };

function terminalBar({ title, total }: { title: string; total?: number }): Bar {
  const bar = progress({ max: total ?? 1, output: process.stderr, withGuide: false });
  let shown = 0;
  bar.start(title);
  return {
    update: (done, message) => {
      if (total === undefined) bar.message(message);
      else bar.advance(done - shown, message);
      shown = done;
    },
    stop: (message) => bar.stop(message),
  };
}

function ensureNewline(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}
