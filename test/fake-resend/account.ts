import { type Act, directFaults } from './faults.ts';
import type { Seen, SeenRequest } from './history.ts';
import { type KeyMemory, rememberKeys } from './limits/key-memory.ts';
import { countQuotas, type Quotas } from './limits/quotas.ts';
import { type RateWindow, rateWindow } from './limits/rate-window.ts';
import { changeSettings, type FakeResendOptions, type Settings } from './settings.ts';

/** What a running fake can be told: new settings, and how far to advance its clock. */
export type Orders = FakeResendOptions & {
  advance?: number;
};

/** The state of a fake. */
export interface Account {
  readonly settings: Settings;
  readonly seen: Seen;
  readonly keys: KeyMemory;
  readonly quotas: Quotas;
  readonly window: RateWindow;
  now(): number;
  tell(orders: Orders): void;
  /** Records a request that has arrived. */
  record(arrived: Pick<SeenRequest, 'method' | 'path' | 'key' | 'arrivedAt'>): SeenRequest;
  /** Chooses a request's fault; called once for each. */
  direct(request: SeenRequest): Act;
}

export function openAccount(options: FakeResendOptions): Account {
  let settings = changeSettings(options);
  let direct = directFaults(settings.faults);
  let advanced = 0;
  const now = () => settings.now() + advanced;
  const window = rateWindow();
  const seen: Seen = { arrivals: window.arrivals, requests: [], accepted: [] };
  const attempts = new Map<string, number>();
  return {
    get settings() {
      return settings;
    },
    seen,
    keys: rememberKeys(now),
    quotas: countQuotas(() => ({ ...settings, now })),
    window,
    now,
    tell({ advance = 0, ...changes }) {
      settings = changeSettings(changes, settings);
      if (changes.faults !== undefined) direct = directFaults(settings.faults);
      advanced += advance;
    },
    record(arrived) {
      const attempt = (attempts.get(arrived.key ?? '') ?? 0) + 1;
      if (arrived.key !== null) attempts.set(arrived.key, attempt);
      const request: SeenRequest = {
        number: seen.requests.length + 1,
        ...arrived,
        attempt: arrived.key === null ? 1 : attempt,
        bytes: 0,
        bodySha256: null,
        fault: null,
        outcome: 'untouched',
        status: null,
        name: null,
      };
      seen.requests.push(request);
      return request;
    },
    direct: (request) => direct(request),
  };
}
