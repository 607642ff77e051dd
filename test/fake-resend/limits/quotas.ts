import { type Refusal, refuse } from '../api/refusals.ts';

/** Addresses that were emailed, by UTC day and by UTC month. */
export interface Quotas {
  /** Uses up quota for this many addresses, or none if they do not fit. */
  take(addresses: number): Refusal | null;
  /** What was used, in the headers of https://resend.com/docs/api-reference/rate-limit#email-quotas */
  headers(): Record<string, string>;
}

interface QuotaSettings {
  dailyQuota: number | null;
  monthlyQuota: number | null;
  now: () => number;
}

/**
 * The quotas of an account. The daily one is for a UTC calendar day (same page); the first day of a month is not
 * documented,
 * and here it is the calendar's.
 *
 * @param settings Called each time, so that they may change.
 */
export function countQuotas(settings: () => QuotaSettings): Quotas {
  const used = new Map<string, number>();
  const periods = () => {
    const today = new Date(settings().now()).toISOString().slice(0, 10);
    return { day: today, month: today.slice(0, 7) };
  };
  const usedIn = (period: string) => used.get(period) ?? 0;
  return {
    take(addresses) {
      const { day, month } = periods();
      const { dailyQuota, monthlyQuota } = settings();
      if (monthlyQuota !== null && usedIn(month) + addresses > monthlyQuota)
        return refuse('monthly_quota_exceeded', `This month's ${monthlyQuota} mails do not reach.`);
      if (dailyQuota !== null && usedIn(day) + addresses > dailyQuota)
        return refuse('daily_quota_exceeded', `Today's ${dailyQuota} mails do not reach.`);
      for (const period of [day, month]) used.set(period, usedIn(period) + addresses);
      return null;
    },
    headers() {
      const { day, month } = periods();
      return {
        ...(settings().dailyQuota === null ? {} : { 'x-resend-daily-quota': String(usedIn(day)) }),
        'x-resend-monthly-quota': String(usedIn(month)),
      };
    },
  };
}
