import { writeFile } from 'node:fs/promises';
import { projectPath } from '../../shared/project-path.ts';
import { openApiDocument } from './openapi.ts';

/** `npm run openapi` writes it, and a test compares it with the code. */
const target = projectPath('docs', 'openapi.json');

await writeFile(target, `${JSON.stringify(openApiDocument(), null, 2)}\n`);
process.stderr.write(`wrote ${target}\n`);
