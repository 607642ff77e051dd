import { writeFile } from 'node:fs/promises';
import { projectPath } from '../shared/project-path.ts';
import { comparisonJsonSchema } from './comparison-json-schema.ts';

/** `npm run schema` writes the published schema; a test compares it with the code. */
const target = projectPath('docs', 'comparison.schema.json');

await writeFile(target, `${JSON.stringify(comparisonJsonSchema(), null, 2)}\n`);
process.stderr.write(`wrote ${target}\n`);
