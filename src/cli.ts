#!/usr/bin/env node
import { Command } from 'commander';
import { addComparisonCommands } from './commands/comparisons.ts';
import { addDemoCommand } from './commands/demo.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addDraftCommand } from './commands/draft.ts';
import { addImportCommand } from './commands/import.ts';
import { addIssueCommands } from './commands/issue.ts';
import { addRenderCommand } from './commands/render.ts';
import { runProgram } from './commands/run-program.ts';
import { addSendCommand } from './commands/send.ts';
import { addServeCommand } from './commands/serve.ts';
import { addSubscriberCommands } from './commands/subscribers.ts';

// React's development build renders the same bytes, at a third of the speed.
process.env.NODE_ENV ??= 'production';

const program = new Command('verdicts')
  .description('Selects, renders and delivers the weekly digest of AI tool comparisons.')
  .option('--json', 'print one JSON document and nothing else')
  .showHelpAfterError('(add --help for what it takes)');

addImportCommand(program);
addComparisonCommands(program);
addDraftCommand(program);
addRenderCommand(program);
addSendCommand(program);
addIssueCommands(program);
addSubscriberCommands(program);
addServeCommand(program);
addDoctorCommand(program);
addDemoCommand(program);

process.exitCode = await runProgram(program, process.argv);
