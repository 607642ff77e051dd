import { randomUUID } from 'node:crypto';
import { createReadStream, ReadStream } from 'node:fs';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { PRIVATE_FILE } from '../../shared/private-modes.ts';

/** A file that can be read repeatedly: an import scans it before importing anything. */
export interface ImportFile {
  read(): Readable;
}

export interface OpenedFile extends ImportFile {
  close(): Promise<void>;
}

/**
 * Spools a stream that can be read only once, such as standard input, to an unlinked temporary file. A file with a path
 * is reopened by it.
 * @throws What the stream or the disk fails with; then nothing was imported.
 */
export async function openImportFile(input: Readable | ImportFile): Promise<OpenedFile> {
  if ('read' in input && !('pipe' in input)) return { read: input.read, close: async () => undefined };
  const stream = input as Readable;
  if (stream instanceof ReadStream && typeof stream.path === 'string') {
    const { path } = stream;
    // Reading by path reports the same error.
    stream.on('error', () => undefined).destroy();
    return { read: () => createReadStream(path), close: async () => undefined };
  }
  const handle = await spool(stream);
  return {
    read: () => Readable.from(chunks(handle)),
    close: () => handle.close(),
  };
}

async function spool(stream: Readable): Promise<FileHandle> {
  const path = join(tmpdir(), `verdicts-import-${randomUUID()}`);
  const handle = await open(path, 'wx+', PRIVATE_FILE);
  try {
    await unlink(path);
    for await (const chunk of stream) await handle.writeFile(chunk);
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

const CHUNK_BYTES = 64 * 1024;

/** Not the handle's own stream: destroying that closes the file. */
async function* chunks(handle: FileHandle): AsyncGenerator<Buffer> {
  for (let position = 0; ; ) {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
