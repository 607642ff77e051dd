import { describe } from 'vitest';
import { openPostgresStores } from '../../src/postgres/open-stores.ts';
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
import { sharedPostgresDatabase } from '../support/database/stores-on-one-database.ts';

const open = async () => openPostgresStores(await makePostgresDatabase());

const shared = () => sharedPostgresDatabase(makePostgresDatabase);

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
