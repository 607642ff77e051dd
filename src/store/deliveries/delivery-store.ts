import type { DeliveryStore } from '../../delivery/delivery-store.ts';
import type { Engine } from '../engine.ts';
import type { CopyDetector } from '../issues/copy-detector.ts';
import { noticeCopyBefore } from '../issues/schedule-store.ts';
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

export function createDeliveryStore(engine: Engine, detector: CopyDetector): DeliveryStore {
  const { readAtOnce, write, partSize } = engine;
  return {
    freezeAudience: (step) => write((db) => freezeAudience(db, { limit: partSize, ...step })),
    claimBatch: (claim) =>
      write(function* (db) {
        // A standby may have taken over since the last check: then the issue is paused, and nothing is due.
        yield* noticeCopyBefore(db, detector, claim.now);
        return yield* claimBatch(db, claim);
      }),
    fixRequest: (request) => write((db) => fixRequest(db, request)),
    repeatRequest: (request) => write((db) => repeatRequest(db, request)),
    renewLease: (batch, expiresAt) => write((db) => updateHeld(db, batch, { leaseExpiresAt: expiresAt })),
    recordOutcomes: (result) => write((db) => recordOutcomes(db, result)),
    postponeBatch: (result) => write((db) => postponeBatch(db, result)),
    releaseBatch: (batch) => write((db) => releaseBatch(db, batch)),
    holdBatch: (result) => write((db) => holdBatch(db, result)),
    splitBatch: (result) => write((db) => splitBatch(db, result)),
    settleUncertain: (decision) => write((db) => settleUncertain(db, decision)),
    forecastAudience: createAudienceForecast(engine),
    progress: (slot) => readAtOnce((db) => findProgress(db, slot)),
  };
}
