const CHUNK_BYTES = 1024 * 1024;

/** Reused memory: allocating megabytes per request would keep the garbage collector busy. */
export interface BodyBuffers {
  /** The memory belongs to this request until it is given back. */
  join(parts: readonly Uint8Array[]): Buffer;
  /** Only after the provider has read all of it; otherwise leave it to the garbage collector. */
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

export function sizeOf(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, part) => sum + part.byteLength, 0);
}

/** @param onStart Called when the connection takes the first bytes. */
export function streamOf(body: Buffer, onStart: () => void): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream(
    {
      pull: (controller) => {
        if (at === 0) onStart();
        controller.enqueue(body.subarray(at, at + CHUNK_BYTES));
        at += CHUNK_BYTES;
        if (at >= body.byteLength) controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}
