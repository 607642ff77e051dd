/**
 * Whether tests that need a tool are skipped here, with a message about how to install it. With CI set, nothing may be
 * skipped, so it throws.
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
  // Processes that this one starts need not repeat it.
  const told = `TOLD_WITHOUT_${tool.toUpperCase()}`;
  if (process.env[told] === undefined) process.stderr.write(`${message}\n`);
  process.env[told] = 'yes';
  return true;
}
