import { type EnvEntry, type EnvFile, readEnvFile } from './env-file.ts';
import { isSecretName, SETTING_NAMES, suggestSetting } from './setting-names.ts';

/** The settings as somebody gave them, before any of them is checked. */
export interface GivenSettings {
  /** The variables that are set. One that is empty counts as not set, wherever it is empty. */
  values: Readonly<Record<string, string>>;
  /** What is probably not meant as it is written, each in one sentence. No secret stands in them. */
  warnings: readonly string[];
  /** Which values of the file end at a comment, each in one sentence. */
  cutAtComments: readonly string[];
}

/** A blank at the end of a password may be meant; anywhere else it is a slip. */
const KEEPS_BLANKS = ['STUDIO_PASSWORD'];

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Reads the environment, which wins, and the file.
 *
 * @param file The bytes of `.env`; null where there is none.
 * @throws AppError `configuration` where the file cannot be understood.
 */
export function readGivenSettings(environment: Variables, file: Uint8Array | null): GivenSettings {
  const { entries, unreadLines }: EnvFile =
    file === null ? { entries: [], unreadLines: [] } : readEnvFile(file);
  const ofFile = Object.fromEntries(entries.map(({ name, value }) => [name, value]));
  const values = { ...present(ofFile), ...present(environment) };
  const known = entries.filter(({ name }) => SETTING_NAMES.includes(name));
  return {
    values,
    warnings: [
      ...unreadLines.map(
        (line) => `.env, line ${line}, is not read: write it as NAME=value, or as a comment after #.`,
      ),
      ...entries.flatMap(({ name, line }) =>
        misspelt({ where: `.env, line ${line}: ${name}`, meant: suggestSetting(name, 'file'), values }),
      ),
      ...setAgain(known),
      ...known.flatMap(notFilledIn),
      ...known.filter(({ value }) => TYPOGRAPHIC.test(value)).map(typographic),
      ...doubtfulIn(environment, values),
    ],
    cutAtComments: known.flatMap(cutAtComment),
  };
}

/** What is doubtful in the environment itself. */
function doubtfulIn(environment: Variables, values: Variables): string[] {
  const quoted = SETTING_NAMES.filter((name) => /^(["'`]).+\1$/.test(environment[name]?.trim() ?? ''));
  return [
    ...Object.keys(present(environment)).flatMap((name) =>
      misspelt({ where: `${name} in the environment`, meant: suggestSetting(name, 'environment'), values }),
    ),
    ...quoted.map(
      (name) =>
        `${name} in the environment begins and ends with a quotation mark, which is taken as part of it: leave both out.`,
    ),
  ];
}

/** The variables that are set, without the blanks around them. */
export function present(variables: Variables): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) =>
      value === undefined || value.trim() === ''
        ? []
        : [[name, KEEPS_BLANKS.includes(name) ? value : value.trim()]],
    ),
  );
}

function misspelt({
  where,
  meant,
  values,
}: {
  where: string;
  meant: string | null;
  values: Variables;
}): string[] {
  if (meant === null) return [];
  const alsoSet = values[meant] === undefined ? '' : ', which is set as well';
  return [`${where} is not a setting and is not read: did you mean ${meant}${alsoSet}?`];
}

/** Where a variable of the file is set to two things, all but the last are lost. */
function setAgain(entries: readonly EnvEntry[]): string[] {
  return entries.flatMap(({ name, value, line }, index) => {
    const later = entries.slice(index + 1).find((entry) => entry.name === name);
    if (later === undefined || later.value === value || value === '') return [];
    return [`.env sets ${name} on line ${line} and again on line ${later.line}: only the last one counts.`];
  });
}

/** What shells fill in, and how it is shown: it may be next to a secret. */
const FILLED_IN_BY_SHELLS: readonly [RegExp, string][] = [
  [/\$\{\w+\}/, '\u0024{…}'],
  [/\$\([^)]*\)/, '$(…)'],
  [/^\$[A-Z_][A-Z0-9_]*$/, '$NAME'],
];

function notFilledIn({ name, line, value }: EnvEntry): string[] {
  const [, what] = FILLED_IN_BY_SHELLS.find(([pattern]) => pattern.test(value)) ?? [];
  if (what === undefined) return [];
  return [
    `.env, line ${line}: ${what} in ${name} is not filled in, but taken as it is written. Write the value itself.`,
  ];
}

/** Quotation marks as word processors and web pages write them. */
const TYPOGRAPHIC = /^[“”„«»‘’‚‹›].*[“”«»‘’‹›]$/su;

function typographic({ name, line }: EnvEntry): string {
  return `.env, line ${line}: the curly quotation marks around ${name} are part of the value. Leave them out, or write " instead.`;
}

function cutAtComment({ name, line, comment }: EnvEntry): string[] {
  if (comment === null) return [];
  const what = isSecretName(name) ? 'what follows the # after a blank' : `"${comment}"`;
  return [
    `.env, line ${line}: ${what} is a comment, and not part of ${name}. If it belongs to the value, put the whole value between quotation marks.`,
  ];
}
