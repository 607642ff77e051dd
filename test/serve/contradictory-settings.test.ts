import { afterEach, beforeEach, expect, test } from 'vitest';
import { type App, composeApp } from '../../src/app/compose-app.ts';
import { createHealthMonitor } from '../../src/serve/health-monitor.ts';
import type { Log } from '../../src/serve/log.ts';
import { settingsJob } from '../../src/serve/serve-settings.ts';
import { parseConfigToMerge } from '../../src/settings/config.ts';
import type { OwnerValues } from '../../src/settings/owner-settings.ts';
import { testClock } from '../support/clock.ts';
import { openStudio } from '../support/http/studio.ts';
import { makePlace, type Place } from '../support/processes.ts';

let place: Place;
let app: App;
beforeEach(async () => {
  place = await makePlace();
  const values = { ...place.env, MIN_ITEMS: '10' };
  const clock = testClock();
  app = await composeApp(parseConfigToMerge({ values, warnings: [], cutAtComments: [] }), { clock });
});
afterEach(async () => {
  await app.close();
  await place.remove();
});

const save = async (values: OwnerValues) => {
  const { revision } = await app.settingsStore.readSettings();
  await app.settingsStore.saveSettings({ values, revision, by: 'command', at: app.clock.now() });
  await app.settings.refresh();
};

test('serve goes on with a value that it needs and somebody cleared; the log, /readyz and the studio say so until it is set again', async () => {
  await save({ MAX_ITEMS: '12' });
  const logged: [string, unknown][] = [];
  const log: Log = (event, facts) => {
    logged.push([event, facts]);
  };
  settingsJob(app, log);
  const { readiness } = createHealthMonitor(app, log);
  const said = async () => {
    const studio = await openStudio({ parts: { ...app } });
    const page = await studio.read('/studio/settings');
    studio.close();
    return { ready: await readiness(), page };
  };
  const message =
    'The settings contradict each other: MIN_ITEMS must not be above MAX_ITEMS. The earlier value of MAX_ITEMS stays in force. Set MAX_ITEMS again in Settings, or change .env. Until then, we cannot restart.';

  await save({});
  expect(app.config.selection).toMatchObject({ minItems: 10, maxItems: 12 });
  expect(logged.at(-1)).toEqual(['settings-contradictory', { message }]);
  expect(await said()).toEqual({ ready: message, page: expect.stringContaining(message) });

  await save({ MAX_ITEMS: '11' });
  expect(app.config.selection).toMatchObject({ minItems: 10, maxItems: 11 });
  expect(await said()).toEqual({ ready: null, page: expect.not.stringContaining('contradict each other') });
});
