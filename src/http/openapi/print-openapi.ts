import { writeFile } from 'node:fs/promises';
import { projectPath } from '../../shared/project-path.ts';
import { openApiDocument } from './openapi.ts';

/** Where the description is published. `npm run openapi` writes it; a test holds it against the code. */
const target = projectPath('docs', 'openapi.json');

await writeFile(target, `${JSON.stringify(openApiDocument(), null, 2)}\n`);
process.stderr.write(`wrote ${target}\n`);
