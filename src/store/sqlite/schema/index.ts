export * from './comparisons.ts';
export * from './deliveries.ts';
export * from './issues.ts';
export * from './provider.ts';
export * from './rate-limits.ts';
export * from './scheduler.ts';
export * from './sign-ups.ts';
export * from './subscribers.ts';
