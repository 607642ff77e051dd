import type { DeliveryStore } from '../../delivery/delivery-store.ts';
import type { SqliteDatabase } from '../../sqlite/open-database.ts';
import { freezeAudience } from './audience.ts';
import { createAudienceForecast } from './audience-forecast.ts';
import { claimBatch, fixRequest, repeatRequest } from './batch-claims.ts';
import {
  holdBatch,
  postponeBatch,
  recordOutcomes,
  releaseBatch,
  settleUncertain,
  splitBatch,
} from './batch-results.ts';
import { updateHeld } from './batch-rows.ts';
import { findProgress } from './delivery-progress.ts';

export function createDeliveryStore(db: SqliteDatabase): DeliveryStore {
  return {
    freezeAudience: async (step) => freezeAudience(db, step),
    claimBatch: async (claim) => claimBatch(db, claim),
    fixRequest: async (request) => fixRequest(db, request),
    repeatRequest: async (request) => repeatRequest(db, request),
    renewLease: async (batch, expiresAt) => updateHeld(db, batch, { leaseExpiresAt: expiresAt }),
    recordOutcomes: async (result) => recordOutcomes(db, result),
    postponeBatch: async (result) => postponeBatch(db, result),
    releaseBatch: async (batch) => releaseBatch(db, batch),
    holdBatch: async (result) => holdBatch(db, result),
    splitBatch: async (result) => splitBatch(db, result),
    settleUncertain: async (decision) => settleUncertain(db, decision),
    forecastAudience: createAudienceForecast(db),
    progress: async (slot) => findProgress(db, slot),
  };
}
