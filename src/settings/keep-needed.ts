import { type Config, environmentProblems } from './config.ts';
import { isOwnerSetting, type OwnerSetting, type OwnerValues } from './owner-settings.ts';
import { problemWords } from './setting-problem.ts';

export interface NeededSettings {
  /** To be in force. */
  values: OwnerValues;
  /** Why they are not what is stored, for the log, `/readyz` and the studio; null if they are. */
  contradiction: string | null;
}

/**
 * The environment may be right only with a value that somebody has cleared or changed since, by a command that has
 * another environment. A running program then keeps that value, so that issues still go out, and takes all the others.
 */
export function keepNeeded(
  config: Config,
  { before, stored }: { before: OwnerValues; stored: OwnerValues },
): NeededSettings {
  const problems = environmentProblems(config, stored);
  const concerned = new Set(problems.flatMap(({ names }) => names));
  const kept = Object.entries(before).filter(([name]) => concerned.has(name));
  if (kept.length === 0) return { values: stored, contradiction: null };
  const names = kept.map(([name]) => name).filter(isOwnerSetting);
  return {
    values: { ...stored, ...Object.fromEntries(kept) },
    contradiction: contradictionWords(problems.map(problemWords), names),
  };
}

function contradictionWords(problems: readonly string[], names: readonly OwnerSetting[]): string {
  const list = names.join(', ');
  return `The settings contradict each other: ${problems.join('; ')}. The earlier value of ${list} stays in force. Set ${list} again in Settings, or change .env. Until then, we cannot restart.`;
}
