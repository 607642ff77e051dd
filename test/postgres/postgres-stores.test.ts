import { describe } from 'vitest';
import { postgresEngine } from '../../src/postgres/engine.ts';
import { openDatabase } from '../../src/postgres/open-database.ts';
import { createLookStore } from '../../src/store/look-store.ts';
import { createPaceStore } from '../../src/store/pace-store.ts';
import { createSettingsStore } from '../../src/store/settings-store.ts';
import { createStudioStore } from '../../src/store/studio-store.ts';
import { lookStoreContract } from '../contracts/look-store-contract.ts';
import { paceStoreContract } from '../contracts/pace-store-contract.ts';
import { settingsStoreContract } from '../contracts/settings-store-contract.ts';
import { studioStoreContract } from '../contracts/studio-store-contract.ts';
import { makePostgresDatabase, withoutPostgres } from '../support/database/postgres-server.ts';
import type { SharedDatabase } from '../support/database/stores-on-one-database.ts';

const open = async () => openOn(await makePostgresDatabase());

async function openOn(url: string) {
  const db = await openDatabase(url);
  const engine = postgresEngine(db);
  return {
    lookStore: createLookStore(engine),
    paceStore: createPaceStore(engine),
    settingsStore: createSettingsStore(engine),
    studioStore: createStudioStore(engine),
    close: () => db.$client.end(),
  };
}

/** A database that is made when it is first opened. */
function share(): SharedDatabase<Awaited<ReturnType<typeof openOn>>> {
  const url = makePostgresDatabase();
  const opened: Awaited<ReturnType<typeof openOn>>[] = [];
  const closeAll = async () => {
    await Promise.all(opened.splice(0).map(({ close }) => close()));
  };
  return {
    open: async () => {
      const stores = await openOn(await url);
      opened.push(stores);
      return stores;
    },
    closeAll,
    remove: closeAll,
  };
}

describe.skipIf(withoutPostgres)('PostgreSQL', () => {
  paceStoreContract('PostgreSQL', share);
  lookStoreContract('PostgreSQL', open);
  settingsStoreContract('PostgreSQL', open);
  studioStoreContract('PostgreSQL', open);
});
