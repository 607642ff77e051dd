import { isOwnerSetting } from './owner-settings.ts';
import { SETTING_DOCS, SETTING_GROUPS } from './setting-docs.ts';

/** `docs/configuration.md`. */
export function configurationDocument(): string {
  return `${HEAD}
${SETTING_GROUPS.map(({ title, settings }) => `## ${title}\n\n${TABLE_HEAD}\n${settings.map(row).join('\n')}\n`).join('\n')}`;
}

const TABLE_HEAD = '| setting | default | what it is | where it may be set |\n| --- | --- | --- | --- |';

function row(name: keyof typeof SETTING_DOCS): string {
  const { default: text, otherwise, about } = SETTING_DOCS[name];
  const shown = otherwise ?? (text === null ? 'none' : `\`${text}\``);
  return `| \`${name}\` | ${shown} | ${about} | ${isOwnerSetting(name) ? 'environment, studio, command' : 'environment'} |`;
}

const HEAD = `# Configuration

<!-- Made by "npm run configuration > docs/configuration.md". Change src/settings/setting-docs.ts instead. -->

On a laptop, you need none of these. There are two places for them:

- **The environment**, or a file \`.env\` in the working directory; [.env.example](../.env.example) says how to write it. It is read when
  the program starts. All values are checked then, and one message names every wrong one; a name that is close to one of these gets a
  warning. Secrets and what belongs to the machine can be set only here.
- **The studio**, under *Settings*, or the command \`verdicts settings set NAME=value\`. What is set there is kept in the database, and in
  every backup of it. It counts at once, in a running \`serve\` too; an approved issue stays as it was approved. \`NAME=\` goes back to the
  default.

The environment wins. \`verdicts settings show\` says for each setting where its value comes from: \`default\`, \`studio\` (also if a command
set it) or \`environment\`. If what is set in the studio cannot be used any more (a later version refuses it, or the environment contradicts
it), the default counts instead; \`settings show\`, \`doctor\`, the log and the page say so.

It can also happen that the environment needs a value that someone clears or changes later, by a command with another
environment: \`MIN_ITEMS=10\` in \`.env\`, and \`MAX_ITEMS=12\` cleared. A running \`serve\` then keeps that value, so that issues still go out,
and takes every other change. The log (\`settings-contradictory\`), \`/readyz\` (503) and the Settings page say what to fix. Until then,
\`serve\` and \`doctor\` do not start.

A command stops only for settings that it needs. \`issue list|show|hold|skip|pause|resume|cancel\`, \`look\`, \`settings\`, \`comparisons\` and
\`subscribers show|export|unsubscribe\` need \`DATABASE_URL\` alone (\`issue show|hold|pause\` without a slot also what chooses it: \`SCHEDULE\`, \`TIMEZONE\`,
\`CATCH_UP_HOURS\`, \`MIN_ITEMS\`, \`MAX_ITEMS\`, \`LOOKBACK_DAYS\`); \`subscribers add|import|erase\` and \`backup\` also need
\`SIGNING_SECRET\`, \`import\` also \`TIMEZONE\`, \`restore\` also \`SCHEDULE\` and \`TIMEZONE\`; \`issue resume\` of a paused issue also
\`TRANSPORT\` and \`RESEND_API_KEY\`. What only the server reads (\`PORT\`, \`STUDIO_PASSWORD\` and so on) stops \`serve\` and no other command.
Only \`import\`, \`subscribers add|import\`, \`settings set\`, \`demo\` and \`serve\` create a database, and they print its full path; all other
commands refuse if there is none.
`;
