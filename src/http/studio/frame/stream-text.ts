/**
 * A response body produced as it is read; cancelling stops the generator. If the server shuts down, the body ends
 * with an error, so that no one mistakes a part for the whole.
 */
export function streamText(parts: AsyncGenerator<string>, stopping: AbortSignal): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = stopping.aborted ? STOPPED : await parts.next();
        if (value === null) controller.error(new Error('The server stops.'));
        else if (done === true) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
      async cancel() {
        await parts.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}

/** Of a file that is downloaded and opens in a spreadsheet. */
export function csvHeaders(name: string): Record<string, string> {
  return {
    'Content-Type': 'text/csv; charset=utf-8; header=present',
    'Content-Disposition': `attachment; filename="${name}.csv"`,
  };
}

const STOPPED = { done: true, value: null };
