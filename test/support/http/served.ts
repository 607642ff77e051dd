import { createInterface } from 'node:readline';
import { type Place, PROGRAM, startNode } from '../processes.ts';

/** `serve` in a process of its own, on a free port. @param program Of another version. */
export async function startServed(
  place: Pick<Place, 'env'>,
  env: Record<string, string> = {},
  program = PROGRAM,
) {
  const started = startNode([program, 'serve'], { env: { ...place.env, PORT: '0', ...env } });
  const lines = createInterface(started.child.stderr)[Symbol.asyncIterator]();
  const nextLine = async (pattern: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const { value, done } = await lines.next();
      const found = pattern.exec(value ?? '');
      if (found !== null) return found;
      if (done) throw new Error(`serve ended, and never printed ${pattern}.`);
    }
  };
  const [, port = ''] = await nextLine(/"event":"serving".*"port":(\d+)/);
  return {
    pid: started.child.pid,
    port: Number(port),
    url: `http://127.0.0.1:${port}`,
    /** The next matching line of its output. */
    nextLine,
    stop: async (signal: NodeJS.Signals = 'SIGTERM') => {
      started.child.kill(signal);
      return started.finished;
    },
  };
}
export type Served = Awaited<ReturnType<typeof startServed>>;
