import { live, refresh } from './live.js';

const POLL_INTERVAL_MS = 2_000;

live(refresh, () => location.reload());

// What a process does with a list is told by that process alone, and the events may come from another.
setInterval(() => {
  if (!document.hidden && document.querySelector('[data-moving]') !== null) void refresh();
}, POLL_INTERVAL_MS);
