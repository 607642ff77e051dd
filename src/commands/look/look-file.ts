import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { logoTooLarge } from '../../images/logo/logo-limits.ts';
import { takeLogo } from '../../images/take-logo.ts';
import { DEFAULT_LOOK, type Look, readLook } from '../../look/look.ts';
import { AppError, codeOf, messageOf } from '../../shared/errors.ts';

/** Larger files are no look. In bytes. */
const MAX_LOOK_BYTES = 1024 * 1024;
/** A logo is refused above 1 MiB, with the reason; a file larger than this is not even read. In bytes. */
const MAX_READ_BYTES = 64 * 1024 * 1024;

/** The logo is a file beside it; the look has its size and hash from there. */
const fileSchema = z.looseObject({
  logo: z
    .object({ file: z.string().min(1), alt: z.string().nullable().default(null) })
    .nullable()
    .default(null),
});

/** `folder/look.json` and `folder/logo.png`, or `name.json` and `name.png`. */
function filesAt(path: string): { json: string; png: string } {
  return path.endsWith('.json')
    ? { json: path, png: path.replace(/\.json$/, '.png') }
    : { json: join(path, 'look.json'), png: join(path, 'logo.png') };
}

/** Writes a look as JSON, and its logo beside it. @returns The paths written. */
export async function writeLook(path: string, look: Look, png: Uint8Array | null): Promise<string[]> {
  const files = filesAt(resolve(path));
  const logo = look.logo === null ? null : { file: basename(files.png), alt: look.logo.alt };
  try {
    await makeFolder(dirname(files.json));
    await writeFile(files.json, `${JSON.stringify({ ...look, logo }, null, 2)}\n`);
    if (png === null) return [files.json];
    await writeFile(files.png, png);
    return [files.json, files.png];
  } catch (error) {
    if (codeOf(error) === 'ENOENT')
      throw new AppError(
        'refused',
        `There is no folder ${dirname(dirname(files.json))} to write to. Make it first.`,
        error,
      );
    throw new AppError('refused', `Cannot write the look to ${path}: ${messageOf(error)}`, error);
  }
}

/** Not `recursive`: where nothing can be made, as in /proc, Node then tries forever. */
async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder).catch((error) => {
    if (codeOf(error) !== 'EEXIST') throw error;
  });
}

/** Reads what {@link writeLook} wrote. @throws AppError `input` with every problem, a line each. */
export async function readLookFile(path: string): Promise<{ look: Look; png: Uint8Array | null }> {
  const full = resolve(path);
  const isFolder = (await stat(full).catch(() => null))?.isDirectory() === true;
  const json = isFolder ? filesAt(full).json : full;
  const { logo: named, ...rest } = parse(String(await readBytes(json, MAX_LOOK_BYTES)), json);
  const unknown = unknownFields(rest, DEFAULT_LOOK);
  if (unknown.length > 0)
    throw new AppError(
      'input',
      `${json}: a look has no ${unknown.join(', no ')}. Write one with "verdicts look export" and compare.`,
    );
  const taken = named === null ? null : await logoBeside(json, named);
  const read = readLook({ ...rest, logo: taken?.logo ?? null });
  if (!read.ok) throw new AppError('input', problemWords(read.problems, json));
  return { look: read.look, png: taken?.png ?? null };
}

/** An import replaces the whole look, so a misspelt field would clear the one that it means. */
function unknownFields(given: object, known: object): string[] {
  const knownFields = new Map<string, unknown>(Object.entries(known));
  return Object.entries(given).flatMap(([name, value]) => {
    if (!knownFields.has(name)) return [name];
    const part = knownFields.get(name);
    if (!isGroup(value) || !isGroup(part)) return [];
    return unknownFields(value, part).map((field) => `${name}.${field}`);
  });
}

const isGroup = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parse(text: string, path: string): z.infer<typeof fileSchema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new AppError('input', `${path} is not JSON: ${messageOf(error)}`, error);
  }
  const read = fileSchema.safeParse(value);
  if (read.success) return read.data;
  throw new AppError(
    'input',
    `${path} is not a look. To see what a look contains, run: verdicts look export <folder>`,
  );
}

async function logoBeside(json: string, { file, alt }: { file: string; alt: string | null }) {
  if (basename(file) !== file)
    throw new AppError('input', `${json}: the logo must be a file in the same folder, and "${file}" is not.`);
  return logoFromFile(join(dirname(json), file), alt);
}

/** @throws AppError `input` if it cannot be a logo. */
export async function logoFromFile(path: string, alt: string | null) {
  const taken = await takeLogo(await readBytes(path, MAX_READ_BYTES), alt);
  if (!taken.ok) throw new AppError('input', `${path}: ${taken.reason}`);
  return taken;
}

async function readBytes(path: string, limit: number): Promise<Buffer> {
  try {
    const file = await stat(path);
    if (file.isDirectory()) throw new AppError('input', `${path} is a folder. Name the file in it.`);
    if (file.size > limit)
      throw new AppError(
        'input',
        limit === MAX_READ_BYTES
          ? `${path}: ${logoTooLarge(file.size)}`
          : `${path} is too large to be a look. Write one with "verdicts look export".`,
      );
    return await readFile(path);
  } catch (error) {
    if (error instanceof AppError) throw error;
    if (codeOf(error) === 'ENOENT') throw new AppError('not-found', `There is no file ${path}.`, error);
    throw new AppError('input', `Cannot read ${path}: ${messageOf(error)}`, error);
  }
}

/** A line for each field. */
export function problemWords(problems: Readonly<Record<string, string>>, place: string): string {
  return Object.entries(problems)
    .map(([field, problem]) => `${place}: ${field}: ${problem}`)
    .join('\n');
}
