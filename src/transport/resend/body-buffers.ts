/** About how many bytes go to the network at a time. */
const CHUNK = 1024 * 1024;

/**
 * Bodies in one piece, in memory that is used again: a new piece of some megabytes for every request keeps the garbage
 * collector busier than all the rest.
 */
export interface BodyBuffers {
  /** The parts joined. The memory is this request's until it is given back. */
  join(parts: readonly Uint8Array[]): Buffer;
  /** To be called only when the other side has read all of it; otherwise it is left to the garbage collector. */
  giveBack(body: Buffer): void;
}

export function createBodyBuffers(): BodyBuffers {
  const free: Buffer[] = [];
  return {
    join: (parts) => {
      const size = sizeOf(parts);
      const known = free.pop();
      const memory = known !== undefined && known.byteLength >= size ? known : Buffer.allocUnsafeSlow(size);
      let at = 0;
      for (const part of parts) {
        memory.set(part, at);
        at += part.byteLength;
      }
      return memory.subarray(0, size);
    },
    giveBack: ({ buffer }) => {
      free.push(Buffer.from(buffer));
    },
  };
}

/** How many bytes the parts of a body have together. */
export function sizeOf(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, part) => sum + part.byteLength, 0);
}

/**
 * A body as a stream, because a body in one piece would be copied once more.
 *
 * @param onStart Called when the network takes the first bytes: the connection is there, and the request leaves.
 */
export function streamOf(body: Buffer, onStart: () => void): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream(
    {
      pull: (controller) => {
        if (at === 0) onStart();
        controller.enqueue(body.subarray(at, at + CHUNK));
        at += CHUNK;
        if (at >= body.byteLength) controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}
