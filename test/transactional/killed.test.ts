import Database from 'better-sqlite3';
import { build } from 'esbuild';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { projectPath } from '../../src/shared/project-path.ts';
import { openSqliteStores } from '../../src/sqlite/open-stores.ts';
import { type FakeResend, startFakeResend } from '../fake-resend/fake-resend.ts';
import { makePlace, type Place, startNode } from '../support/processes.ts';
import { EMAIL_KILL_POINTS } from '../support/sending/killed-email-sender.ts';
import { resendEnvironment } from '../support/sending/resend-environment.ts';
import { writeEmails } from '../support/sending/transactional-emails.ts';

const ADA = 'ada@verdicts.test';
/** In the project's folder, where it finds the migrations. */
const KILLED_SENDER = projectPath('dist', 'test', 'killed-email-sender.js');

beforeAll(async () => {
  await build({
    entryPoints: [projectPath('test', 'support', 'sending', 'killed-email-sender.ts')],
    outfile: KILLED_SENDER,
    bundle: true,
    platform: 'node',
    target: 'node22.14',
    format: 'esm',
    mainFields: ['module', 'main'],
    external: ['better-sqlite3'],
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
});

let place: Place;
let fake: FakeResend;
beforeEach(async () => {
  fake = await startFakeResend({ rateLimit: 100 });
  place = await makePlace();
  const stores = openSqliteStores(place.database);
  await writeEmails(stores.subscriberStore, [ADA], Date.now());
  await stores.close();
});
afterEach(async () => {
  await fake.stop();
  await place.remove();
});

/** What is said under another name differs, as it does after an upgrade that changes a template. */
const send = (name: string, point = 'never') => {
  const env = { ...place.env, ...resendEnvironment(fake.url), NEWSLETTER_NAME: name };
  return startNode([KILLED_SENDER, point], { env }).finished;
};

/** Ends the lease of the killed process, which half a minute would do. */
function lapseLease(): void {
  const database = new Database(place.database);
  database.exec(`update outgoing_emails set lease_expires_at = 0 where status = 'taken'`);
  database.close();
}

function statusAndRequests() {
  const database = new Database(place.database);
  const statuses = database.prepare('select status from outgoing_emails').pluck().all();
  const requests = database.prepare('select count(*) from email_requests').pluck().get();
  database.close();
  return { statuses, requests };
}

test.each(EMAIL_KILL_POINTS)(
  'if a sender is killed %s and the next writes other emails, the person has one email, and the same whenever it was handed over',
  async (point) => {
    expect((await send('Earlier name', point)).signal).toBe('SIGKILL');
    expect(statusAndRequests()).toEqual({ statuses: ['taken'], requests: point === 'after-claim' ? 0 : 1 });
    lapseLease();
    expect(await send('Later name')).toMatchObject({ status: 0, stderr: '' });
    const { accepted, requests } = await fake.history();
    const name = point === 'after-claim' ? 'Later name' : 'Earlier name';
    expect(accepted).toMatchObject([{ to: [ADA], subject: `Confirm your subscription to ${name}` }]);
    expect(requests.map(({ outcome }) => outcome)).toEqual(
      point === 'after-hand-over' ? ['accepted', 'replayed'] : ['accepted'],
    );
    expect(statusAndRequests()).toEqual({ statuses: ['submitted'], requests: 0 });
  },
);

test('a sender that is killed again and again, each under another name, sends one email', async () => {
  for (const point of [...EMAIL_KILL_POINTS, 'after-hand-over']) {
    expect((await send(`Killed ${point}`, point)).signal).toBe('SIGKILL');
    lapseLease();
  }
  expect(await send('Later name')).toMatchObject({ status: 0, stderr: '' });
  const { accepted, requests } = await fake.history();
  expect(accepted).toMatchObject([{ subject: 'Confirm your subscription to Killed after-fix' }]);
  expect(new Set(requests.map(({ key, bodySha256 }) => `${key} ${bodySha256}`)).size).toBe(1);
});
