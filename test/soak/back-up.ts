import { setup } from '../support/build.ts';
import { backedUpRun, isWhole } from './backed-up-run.ts';

/** `back-up.ts [<readers>]`: backups in a loop during a send, to 20,000 by default; every copy is restored. */
setup();
const run = { readers: Number(process.argv[2] ?? 20_000), requestsPerSecond: 10, restores: 1_000 };
const result = await backedUpRun(run);
process.stdout.write(`${JSON.stringify({ whole: isWhole(result, run), ...result }, null, 2)}\n`);
process.exitCode = isWhole(result, run) ? 0 : 1;
