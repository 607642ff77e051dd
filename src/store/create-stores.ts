import { createDeliveryStore } from './deliveries/delivery-store.ts';
import { createProviderEventStore } from './deliveries/provider-events.ts';
import type { Engine } from './engine.ts';
import { createComparisonStore } from './issues/comparison-store.ts';
import type { CopyDetector } from './issues/copy-detector.ts';
import { createCorrectionStore } from './issues/correction-store.ts';
import { createIssueStore } from './issues/issue-store.ts';
import { createNoticeStore } from './issues/notice-store.ts';
import { createReportStore } from './issues/report-store.ts';
import { createLookStore } from './look-store.ts';
import { createOutgoingEmailStore } from './outgoing-email-store.ts';
import { createPaceStore } from './pace-store.ts';
import { createSampleStore } from './sample-store.ts';
import { createSettingsStore } from './settings-store.ts';
import { createStudioStore } from './studio-store.ts';
import { createSubscriberStore } from './subscribers/subscriber-store.ts';

/** The ports that are the same on every database. */
export function createStores(engine: Engine, detector: CopyDetector) {
  return {
    comparisonStore: createComparisonStore(engine),
    correctionStore: createCorrectionStore(engine),
    sampleStore: createSampleStore(engine),
    outgoingEmailStore: createOutgoingEmailStore(engine),
    providerEventStore: createProviderEventStore(engine),
    issueStore: createIssueStore(engine),
    reportStore: createReportStore(engine),
    noticeStore: createNoticeStore(engine),
    deliveryStore: createDeliveryStore(engine, detector),
    paceStore: createPaceStore(engine),
    studioStore: createStudioStore(engine),
    lookStore: createLookStore(engine),
    settingsStore: createSettingsStore(engine),
    subscriberStore: createSubscriberStore(engine),
  };
}
