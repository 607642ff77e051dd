import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type MovablePlace, makeMovablePlace } from '../support/database/moved-database.ts';
import {
  type Cluster,
  databaseOn,
  execute,
  startCluster,
  withoutPostgres,
} from '../support/database/postgres-server.ts';
import { runProcess } from '../support/processes.ts';

let place: MovablePlace;
let cluster: Cluster;
beforeAll(async () => {
  if (withoutPostgres) return;
  place = await makeMovablePlace();
  // So long that a connection which is not closed would end the test.
  cluster = await startCluster({ authentication_timeout: '600s' }, (data) =>
    writeFileSync(
      join(data, 'pg_hba.conf'),
      'host all ida 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\nlocal all all trust\n',
    ),
  );
  await execute(cluster.url, "create role ida login password 'hush'");
  await execute(cluster.url, 'create database theirs owner ida');
});
afterAll(async () => {
  await cluster?.kill();
  await place?.remove();
});

test.skipIf(withoutPostgres)(
  'a password that is not in the URL is taken from PGPASSWORD, with --to and with DATABASE_URL',
  async () => {
    const url = databaseOn(cluster.url, 'theirs').replace('verdicts@', 'ida@');
    const moving = ['database', 'move', '--yes', '--to'];
    const without = await runProcess([...moving, url], { env: { ...place.sqlite, HOME: place.folder } });
    expect(without.status).toBe(1);
    expect(without.stderr).toContain(
      'The server asks for a password, and there is none. Set the variable PGPASSWORD',
    );
    expect(without.stderr).not.toMatch(/SASL|\n +at /);
    const there = await runProcess([...moving, url], { env: { ...place.sqlite, PGPASSWORD: 'hush' } });
    expect([there.status, there.stdout + there.stderr]).toEqual([0, expect.not.stringContaining('hush')]);

    const env = { ...place.postgres, DATABASE_URL: url, PGPASSWORD: 'hush' };
    const shown = await runProcess(['settings', 'show'], { env });
    expect([shown.status, shown.stderr]).toEqual([0, '']);
    const back = await runProcess([...moving, `file:${place.back}`], { env });
    expect([back.status, back.stderr]).toEqual([0, expect.not.stringContaining('hush')]);
  },
);
