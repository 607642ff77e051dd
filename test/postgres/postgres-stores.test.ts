import { describe } from 'vitest';
import { openPostgresStores, type PostgresStores } from '../../src/postgres/open-stores.ts';
import { changeStoreContract } from '../contracts/change-store-contract.ts';
import { concurrentClaimsContract } from '../contracts/concurrent-claims-contract.ts';
import { concurrentSignUpsContract } from '../contracts/concurrent-sign-ups-contract.ts';
import { correctionStoreContract } from '../contracts/correction-store-contract.ts';
import { deliveryStoreContract } from '../contracts/delivery-store-contract.ts';
import { issueStoreContract } from '../contracts/issue-store-contract.ts';
import { lookStoreContract } from '../contracts/look-store-contract.ts';
import { outgoingEmailStoreContract } from '../contracts/outgoing-email-store-contract.ts';
import { paceStoreContract } from '../contracts/pace-store-contract.ts';
import { providerEventsContract } from '../contracts/provider-events-contract.ts';
import { rateLimitStoreContract } from '../contracts/rate-limit-store-contract.ts';
import { reportStoreContract } from '../contracts/report-store-contract.ts';
import { sampleStoreContract } from '../contracts/sample-store-contract.ts';
import { scheduleStoreContract } from '../contracts/schedule-store-contract.ts';
import { settingsStoreContract } from '../contracts/settings-store-contract.ts';
import { studioStoreContract } from '../contracts/studio-store-contract.ts';
import { makePostgresDatabase, withoutPostgres } from '../support/database/postgres-server.ts';
import type { SharedDatabase } from '../support/database/stores-on-one-database.ts';

const open = async () => openPostgresStores(await makePostgresDatabase());

/** A database that is made when it is first opened. */
function shared(): SharedDatabase<PostgresStores> {
  const url = makePostgresDatabase();
  const opened: PostgresStores[] = [];
  const closeAll = async () => {
    await Promise.all(opened.splice(0).map(({ close }) => close()));
  };
  return {
    open: async () => {
      const stores = await openPostgresStores(await url);
      opened.push(stores);
      return stores;
    },
    closeAll,
    remove: closeAll,
  };
}

describe.skipIf(withoutPostgres)('PostgreSQL', () => {
  issueStoreContract('PostgreSQL', open);
  reportStoreContract('PostgreSQL', open);
  correctionStoreContract('PostgreSQL', open);
  outgoingEmailStoreContract('PostgreSQL', open);
  providerEventsContract('PostgreSQL', open);
  deliveryStoreContract('PostgreSQL', open);
  concurrentClaimsContract('PostgreSQL', shared);
  paceStoreContract('PostgreSQL', shared);
  concurrentSignUpsContract('PostgreSQL', shared);
  changeStoreContract('PostgreSQL', shared);
  rateLimitStoreContract('PostgreSQL', shared);
  scheduleStoreContract('PostgreSQL', open);
  lookStoreContract('PostgreSQL', open);
  settingsStoreContract('PostgreSQL', open);
  studioStoreContract('PostgreSQL', open);
  sampleStoreContract('PostgreSQL', open);
});
