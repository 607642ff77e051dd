import { live, refresh } from './live.js';

live(refresh, () => location.reload());
