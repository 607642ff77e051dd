/** Commander's errors, and what we say instead: what is wrong, then the nearest that there is. */
const SENTENCES: readonly [RegExp, string][] = [
  [/^unknown command '(.+)'$/, 'There is no command "$1".'],
  [/^unknown option '(.+)'$/, 'There is no option $1.'],
  [/^missing required argument '(.+)'$/, 'Something is missing: <$1>.'],
  [/^required option '(.+)' not specified$/, 'Something is missing: $1.'],
  [/^option '(.+)' argument missing$/, '$1 needs a value.'],
  [
    /^too many arguments for '(.+)'\. Expected .+? but got \d+: (.+)\.$/,
    '"$1" takes fewer arguments than that: $2.',
  ],
  [
    /^option '(.+?)' argument '(.*)' is invalid\. ?Allowed choices are (.+)\.$/s,
    '$1: "$2" is not one of $3.',
  ],
  [/^option '(.+?)' argument '(.*)' is invalid\. ?(.*)$/s, '$1: "$2" cannot be used. $3'],
  [
    /^command-argument value '(.*)' is invalid for argument '(.+?)'\. ?(.*)$/s,
    '<$2>: "$1" cannot be used. $3',
  ],
  [/^option '(.+)' cannot be used with option '(.+)'$/, '$1 and $2 cannot be used together.'],
];

/** A wrong use in a sentence or two, from commander's "error: unknown command 'imprt'\n(Did you mean import?)". */
export function usageWords(message: string): string {
  const [problem = '', suggestion] = message
    .trim()
    .replace(/^error: /, '')
    .split(/\n\((?=Did you mean )/);
  const known = SENTENCES.find(([pattern]) => pattern.test(problem));
  const words = known === undefined ? problem : problem.replace(known[0], known[1]).trim();
  return suggestion === undefined ? words : `${words} ${suggestion.replace(/\)$/, '')}`;
}
