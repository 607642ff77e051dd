import { type EnvEntry, type EnvFile, readEnvFile } from './env-file.ts';
import { isSecretName, SETTING_NAMES, suggestSetting } from './setting-names.ts';

export interface GivenSettings {
  /** Variables that are set; an empty one counts as not set. */
  values: Readonly<Record<string, string>>;
  /** Probable mistakes, one sentence each, without secrets. */
  warnings: readonly string[];
  /** Values that were cut at a comment, one sentence each. */
  cutAtComments: readonly string[];
}

/** A space at the end of a password may be intended; anywhere else it is a mistake. */
const UNTRIMMED_NAMES = ['STUDIO_PASSWORD'];

type Variables = Readonly<Record<string, string | undefined>>;

/** The environment takes precedence over the file. @throws AppError `configuration` if the file cannot be parsed. */
export function readGivenSettings(environment: Variables, file: Uint8Array | null): GivenSettings {
  const { entries, unreadLines }: EnvFile =
    file === null ? { entries: [], unreadLines: [] } : readEnvFile(file);
  const ofFile = Object.fromEntries(entries.map(({ name, value }) => [name, value]));
  const values = { ...withoutEmpty(ofFile), ...withoutEmpty(environment) };
  const known = entries.filter(({ name }) => SETTING_NAMES.includes(name));
  return {
    values,
    warnings: [
      ...unreadLines.map(
        (line) => `.env, line ${line}, is not read: write it as NAME=value, or as a comment after #.`,
      ),
      ...entries.flatMap(({ name, line }) =>
        misspellingWarnings({
          where: `.env, line ${line}: ${name}`,
          meant: suggestSetting(name, 'file'),
          values,
        }),
      ),
      ...duplicateWarnings(known),
      ...known.flatMap(unexpandedWarnings),
      ...known.filter(({ value }) => CURLY_QUOTED.test(value)).map(curlyQuotesWarning),
      ...environmentWarnings(environment, values),
    ],
    cutAtComments: known.flatMap(commentWarnings),
  };
}

function environmentWarnings(environment: Variables, values: Variables): string[] {
  const quoted = SETTING_NAMES.filter((name) => /^(["'`]).+\1$/.test(environment[name]?.trim() ?? ''));
  return [
    ...Object.keys(withoutEmpty(environment)).flatMap((name) =>
      misspellingWarnings({
        where: `${name} in the environment`,
        meant: suggestSetting(name, 'environment'),
        values,
      }),
    ),
    ...quoted.map(
      (name) =>
        `${name} in the environment begins and ends with a quotation mark, and both count as part of it. Leave them out.`,
    ),
  ];
}

export function withoutEmpty(variables: Variables): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) =>
      value === undefined || value.trim() === ''
        ? []
        : [[name, UNTRIMMED_NAMES.includes(name) ? value : value.trim()]],
    ),
  );
}

function misspellingWarnings({
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

/** If the file sets a variable to different values, all but the last are lost. */
function duplicateWarnings(entries: readonly EnvEntry[]): string[] {
  return entries.flatMap(({ name, value, line }, index) => {
    const later = entries.slice(index + 1).find((entry) => entry.name === name);
    if (later === undefined || later.value === value || value === '') return [];
    return [`.env sets ${name} on line ${line} and again on line ${later.line}: only the last one counts.`];
  });
}

/** Shell expansions, and how a warning shows them without the secrets that may be next to them. */
const SHELL_EXPANSIONS: readonly [RegExp, string][] = [
  [/\$\{\w+\}/, '\u0024{…}'],
  [/\$\([^)]*\)/, '$(…)'],
  [/^\$[A-Z_][A-Z0-9_]*$/, '$NAME'],
];

function unexpandedWarnings({ name, line, value }: EnvEntry): string[] {
  const [, what] = SHELL_EXPANSIONS.find(([pattern]) => pattern.test(value)) ?? [];
  if (what === undefined) return [];
  return [`.env, line ${line}: ${what} in ${name} is not replaced by its value. Write the value itself.`];
}

const CURLY_QUOTED = /^[“”„«»‘’‚‹›].*[“”«»‘’‹›]$/su;

function curlyQuotesWarning({ name, line }: EnvEntry): string {
  return `.env, line ${line}: the curly quotation marks around ${name} are part of the value. Leave them out, or write " instead.`;
}

function commentWarnings({ name, line, comment }: EnvEntry): string[] {
  if (comment === null) return [];
  const what = isSecretName(name) ? 'what follows the # after a space' : `"${comment}"`;
  return [
    `.env, line ${line}: ${what} is a comment, and not part of ${name}. If it belongs to the value, put the whole value between quotation marks.`,
  ];
}
