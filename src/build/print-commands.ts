import { loadProgram } from '../program.ts';
import { commandsDocument } from './commands-document.ts';

process.stdout.write(commandsDocument(await loadProgram()));
