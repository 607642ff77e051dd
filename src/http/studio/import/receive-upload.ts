import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { oneLine, withoutBidiControls } from '../../../shared/clean-text.ts';
import { MAX_STREAM_BYTES, MAX_UPLOAD_BYTES, MIB } from '../../bodies/body-limits.ts';
import type { Problem } from '../../problem.ts';
import { readPasted } from './read-pasted.ts';
import { type SpooledFile, spoolUpload } from './spooled-file.ts';

export type Upload =
  | {
      ok: true;
      fileName: string;
      file: SpooledFile;
      /** Lines before the first of what was pasted. */
      linesAdded?: number;
    }
  | { ok: false; problem: Problem };

/**
 * Receives a list of subscribers: as a `text/csv` body, with its name in `X-File-Name`, streamed to disk; or as the
 * field `file` or `pasted` of a form.
 */
export async function receiveUpload(context: Context): Promise<Upload> {
  const [type = ''] = (context.req.header('content-type') ?? '').toLowerCase().split(';');
  if (type.trim() === 'text/csv') return receiveStream(context);
  if (type.trim() === 'multipart/form-data') return receiveForm(context);
  return refused(415, 'That is not a list', 'Choose a CSV file.');
}

async function receiveStream({ req }: Context): Promise<Upload> {
  const length = Number(req.header('content-length') ?? 0);
  if (length > MAX_STREAM_BYTES) return TOO_LARGE;
  const { body } = req.raw;
  const spooled = await spoolUpload(body ?? nothing(), MAX_STREAM_BYTES).catch(() => null);
  if (spooled === null)
    return refused(400, 'The upload broke off', 'Nothing was imported. Upload the list again.');
  if (spooled === 'too-large') return TOO_LARGE;
  return { ok: true, fileName: readFileName(decoded(req.header('x-file-name') ?? '')), file: spooled };
}

async function receiveForm(context: Context): Promise<Upload> {
  let isTooLarge = false;
  const onError = (self: Context) => {
    isTooLarge = true;
    return self.body(null, 413);
  };
  let file: unknown;
  let pasted: unknown;
  await bodyLimit({ maxSize: MAX_UPLOAD_BYTES, onError })(context, async () => {
    ({ file, pasted } = await context.req.parseBody());
  }).catch(() => undefined);
  if (isTooLarge) return TOO_LARGE;
  if (!(file instanceof File) || (file.size === 0 && file.name === ''))
    return typeof pasted === 'string' && pasted.trim() !== '' ? spoolPasted(pasted) : NO_FILE;
  const spooled = await spoolUpload(file.stream(), MAX_UPLOAD_BYTES);
  return spooled === 'too-large' ? TOO_LARGE : { ok: true, fileName: readFileName(file.name), file: spooled };
}

async function spoolPasted(pasted: string): Promise<Upload> {
  const { csv, linesAdded } = readPasted(pasted);
  const spooled = await spoolUpload(partsOf(csv), 2 * MAX_UPLOAD_BYTES);
  return spooled === 'too-large'
    ? TOO_LARGE
    : { ok: true, fileName: 'Pasted addresses', file: spooled, linesAdded };
}

async function* partsOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

const refused = (status: Problem['status'], title: string, detail: string): Upload => ({
  ok: false,
  problem: { status, title, detail },
});

const NO_FILE = refused(
  422,
  'There is no file',
  'Choose a CSV file or paste email addresses, then check the list.',
);

const TOO_LARGE = refused(
  413,
  'That list is too large',
  `With JavaScript, up to ${MAX_STREAM_BYTES / MIB} MiB are taken, without it ${MAX_UPLOAD_BYTES / MIB} MiB. The command "subscribers import" takes any size.`,
);

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

const MAX_FILE_NAME_LENGTH = 100;

/** The base name, safe to show on one line. */
function readFileName(given: string): string {
  const name = oneLine(withoutBidiControls(given.split(/[\\/]/).at(-1) ?? ''));
  return name.slice(0, MAX_FILE_NAME_LENGTH) || 'list.csv';
}
