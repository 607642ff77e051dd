import { randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { PRIVATE_FILE } from '../../../shared/private-modes.ts';

/** An upload, on disk rather than in memory. */
export interface SpooledFile {
  /** Bytes. */
  size: number;
  /** Reads it from the start, any number of times; `onRead` gets the number of bytes read so far. */
  read(onRead?: (bytes: number) => void): Readable;
  /** Frees its disk space. */
  close(): Promise<void>;
}

/**
 * Writes an upload to an unlinked file: even if this process dies, no one can open it and its space is freed.
 *
 * @returns `too-large` if there are more than `maxBytes`.
 * @throws If the upload or the disk fails.
 */
export async function spoolUpload(
  upload: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<SpooledFile | 'too-large'> {
  const file = await openUnlinkedFile();
  try {
    let size = 0;
    for await (const chunk of upload) {
      size += chunk.byteLength;
      if (size > maxBytes) break;
      await file.writeFile(chunk);
    }
    if (size <= maxBytes) return spooledFile(file, size);
  } catch (error) {
    await file.close();
    throw error;
  }
  await file.close();
  return 'too-large';
}

async function openUnlinkedFile(): Promise<FileHandle> {
  const path = join(tmpdir(), `verdicts-upload-${randomUUID()}`);
  const file = await open(path, 'wx+', PRIVATE_FILE);
  await unlink(path);
  return file;
}

function spooledFile(file: FileHandle, size: number): SpooledFile {
  return {
    size,
    read: (onRead) => Readable.from(chunksOf(file, onRead)),
    close: () => file.close(),
  };
}

const CHUNK_BYTES = 64 * 1024;

/** Not the handle's own stream: destroying that closes the file. */
async function* chunksOf(file: FileHandle, onRead?: (bytes: number) => void): AsyncGenerator<Buffer> {
  for (let position = 0; ; ) {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    onRead?.(position);
    yield buffer.subarray(0, bytesRead);
  }
}
