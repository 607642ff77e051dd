/**
 * Whether tests that need a tool must be skipped here. It says which command installs the tool; where CI is set nothing
 * may be skipped, so there it throws.
 */
export function isMissing({
  tool,
  present,
  install,
}: {
  tool: string;
  present: boolean;
  install: string;
}): boolean {
  if (present) return false;
  const message = `Tests that need ${tool} are skipped. To run them: ${install}`;
  if (process.env.CI) throw new Error(message);
  process.stderr.write(`${message}\n`);
  return true;
}
