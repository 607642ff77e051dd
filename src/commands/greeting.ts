/** What `verdicts` alone says: the five commands that a newcomer needs first, each as it may be typed. */
export const GREETING = `Weekly AI Tool Verdicts sends your comparisons of AI tools as a weekly email.

The five commands to begin with:
  verdicts import comparison.json         add a comparison that you wrote
  verdicts subscribers import list.csv    add the people who read you
  verdicts draft                          see the next issue, and what it needs
  verdicts send --to you@your-domain.com  send a test of it to yourself
  verdicts serve                          run the studio, pages and schedule

All commands:         verdicts --help
One command:          verdicts send --help
What may be missing:  verdicts doctor

In a checkout, write "npm run --silent verdicts --" for "verdicts":
  npm run --silent verdicts -- draft
`;

/** The headings of the help, and the commands below each. */
export const HELP_GROUPS: Readonly<Record<string, readonly string[]>> = {
  'The issue of the week:': ['import', 'comparisons', 'draft', 'render', 'send', 'issue'],
  'Your readers:': ['subscribers'],
  'Your newsletter:': ['settings', 'look'],
  'Running it:': ['serve', 'doctor', 'backup', 'restore', 'database'],
  'Trying it out:': ['demo'],
};

/** Below the list of all commands. */
export const HELP_END = `
One command: verdicts send --help
The first commands: run verdicts on its own`;
