import type { Command, Option } from 'commander';
import { HELP_GROUPS } from '../commands/greeting.ts';

const BEGINNING = `# Commands

<!-- Made by "npm run commands > docs/commands.md". Change the commands' own help instead. -->

In a checkout, \`verdicts\` stands for \`npm run --silent verdicts --\`; on a server it is the script that
[deploy.md](deploy.md#install) makes.

Every command takes \`--json\`: standard output is then one JSON document and nothing else, even if something goes wrong
(\`{"error": {"code", "message"}}\`). Progress and notes go to standard error. \`--help\` shows an example.

| exit status | |
| --- | --- |
| 0 | done; a recorded skip, and a pause that ends by itself, count as done |
| 1 | failed; the message says why and what to do. An import that refuses a line or a comparison ends with 1, too: all others are imported |
| 2 | wrong usage or configuration; nothing was done |

If you leave out \`--slot\`, or a slot in square brackets, the command takes the earliest issue that can still go out:
[schedule.md](schedule.md#the-issue-that-is-taken-if-you-name-none).
`;

/** `docs/commands.md`: every command, argument and option, in the groups of the help. */
export function commandsDocument(program: Command): string {
  const groups = Object.entries(HELP_GROUPS).map(([heading, names]) => {
    const commands = names.flatMap((name) => program.commands.filter((command) => command.name() === name));
    return `## ${heading.replace(/:$/, '')}\n\n${commands.flatMap((command) => sections(command)).join('\n\n')}\n`;
  });
  return [BEGINNING, ...groups].join('\n');
}

/** A command's own, or those of its commands. */
function sections(command: Command, path = command.name()): string[] {
  if (command.commands.length > 0)
    return command.commands.flatMap((inner) => sections(inner, `${path} ${inner.name()}`));
  const options = command.options.filter(({ hidden }) => !hidden);
  return [
    [
      `### ${path}`,
      `\`verdicts ${usageOf(command, path)}\``,
      `${sentence(command.description())}`,
      ...table(command, options),
    ].join('\n\n'),
  ];
}

function usageOf(command: Command, path: string): string {
  const parameters = command.registeredArguments.map((argument) => {
    const name = argument.variadic ? `${argument.name()}…` : argument.name();
    return argument.required ? `<${name}>` : `[${name}]`;
  });
  return [path, ...parameters].join(' ');
}

function table(command: Command, options: readonly Option[]): string[] {
  const rows = [
    ...command.registeredArguments.map(
      (argument) => [`\`${argument.name()}\``, argument.description] as const,
    ),
    ...options.map(({ flags, description }) => [`\`${flags}\``, description] as const),
  ].filter(([, description]) => description !== '');
  if (rows.length === 0) return [];
  return [
    ['| | |', '| --- | --- |', ...rows.map(([name, about]) => `| ${cell(name)} | ${cell(about)} |`)].join(
      '\n',
    ),
  ];
}

const cell = (text: string) => text.replaceAll('|', '\\|').replace(/\s+/g, ' ');

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
