import { openSqliteStores } from '../../src/sqlite/open-stores.ts';
import { changeStoreContract } from '../contracts/change-store-contract.ts';
import { concurrentClaimsContract } from '../contracts/concurrent-claims-contract.ts';
import { correctionStoreContract } from '../contracts/correction-store-contract.ts';
import { deliveryStoreContract } from '../contracts/delivery-store-contract.ts';
import { issueStoreContract } from '../contracts/issue-store-contract.ts';
import { lookStoreContract } from '../contracts/look-store-contract.ts';
import { outgoingEmailStoreContract } from '../contracts/outgoing-email-store-contract.ts';
import { paceStoreContract } from '../contracts/pace-store-contract.ts';
import { rateLimitStoreContract } from '../contracts/rate-limit-store-contract.ts';
import { reportStoreContract } from '../contracts/report-store-contract.ts';
import { scheduleStoreContract } from '../contracts/schedule-store-contract.ts';
import { studioStoreContract } from '../contracts/studio-store-contract.ts';
import { sharedSqliteDatabase } from '../support/database/stores-on-one-database.ts';

const inMemory = async () => openSqliteStores(':memory:');

issueStoreContract('SQLite', inMemory);
correctionStoreContract('SQLite', inMemory);
deliveryStoreContract('SQLite', inMemory);
concurrentClaimsContract('SQLite', sharedSqliteDatabase);
reportStoreContract('SQLite', inMemory);
outgoingEmailStoreContract('SQLite', inMemory);
scheduleStoreContract('SQLite', inMemory);
studioStoreContract('SQLite', inMemory);
lookStoreContract('SQLite', inMemory);
rateLimitStoreContract('SQLite', sharedSqliteDatabase);
paceStoreContract('SQLite', sharedSqliteDatabase);
changeStoreContract('SQLite', sharedSqliteDatabase);
