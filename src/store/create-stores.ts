import { createDeliveryStore } from './deliveries/delivery-store.ts';
import type { Engine } from './engine.ts';
import { createLookStore } from './look-store.ts';
import { createPaceStore } from './pace-store.ts';
import { createSettingsStore } from './settings-store.ts';
import { createStudioStore } from './studio-store.ts';

/** The ports that are the same on every database. */
export function createStores(engine: Engine) {
  return {
    deliveryStore: createDeliveryStore(engine),
    paceStore: createPaceStore(engine),
    studioStore: createStudioStore(engine),
    lookStore: createLookStore(engine),
    settingsStore: createSettingsStore(engine),
  };
}
