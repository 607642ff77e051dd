import { live, refresh } from './live.js';

/** While an issue goes out the database changes all the time; people read once a second. */
const MIN_INTERVAL_MS = 1_000;

/** Of what was handed over, how much more is worth saying aloud. */
const STEP = 0.1;

const progress = () => document.querySelector('#progress progress');
const share = () => (progress() ? progress().value / progress().max : null);

let said = share();

live(
  async () => {
    const before = progress() !== null;
    if ((await refresh()) !== null) announce(before);
    await new Promise((resolve) => setTimeout(resolve, MIN_INTERVAL_MS));
  },
  () => location.reload(),
);

/** Says every tenth of the way, and the end; not each second. */
function announce(wasSending) {
  const now = share();
  if (now === null) {
    if (wasSending) say(document.querySelector('#heading .line').textContent);
    said = null;
  } else if (said === null || Math.floor(now / STEP) > Math.floor(said / STEP)) {
    say(document.querySelector('#progress h2').textContent);
    said = now;
  }
}

function say(words) {
  document.getElementById('announced').textContent = words;
}
