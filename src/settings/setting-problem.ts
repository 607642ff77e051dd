/** What is wrong with one setting, or with several together. */
export interface SettingProblem {
  /** Each of the settings it follows from; the first is the one to correct. */
  names: readonly string[];
  /** A sentence without its full stop. @param nameOf Turns a variable's name into what the reader calls it. */
  sentence(nameOf: (name: string) => string): string;
}

/** As commands and logs say it: settings are called by their variables. */
export function problemWords({ sentence }: SettingProblem): string {
  return sentence((name) => name);
}
