/**
 * Calls back when something changed on the server, and when the connection comes back after it was lost. Calls never
 * overlap: what changes meanwhile makes one more call afterwards.
 *
 * @param {() => Promise<void>} onChange
 */
export function live(onChange) {
  const events = new EventSource(new URL('../events', import.meta.url));
  let isBusy = false;
  let isDue = false;
  const call = async () => {
    if (isBusy) {
      isDue = true;
      return;
    }
    isBusy = true;
    do {
      isDue = false;
      await onChange().catch(() => undefined);
    } while (isDue);
    isBusy = false;
  };
  events.addEventListener('ready', call);
  events.addEventListener('changed', call);
}

/**
 * Fetches this page anew and puts what changed in the place of what stands here: every element with `data-live` and an
 * id. One in which the keyboard is at work stays as it is.
 */
export async function refresh() {
  const response = await fetch(location.href, { headers: { accept: 'text/html' } });
  if (!response.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
  for (const element of document.querySelectorAll('[data-live][id]')) {
    const other = fresh.getElementById(element.id);
    if (other === null || other.innerHTML === element.innerHTML) continue;
    if (
      element.contains(document.activeElement) &&
      document.activeElement?.matches('input, textarea, select')
    )
      continue;
    const focused = element.contains(document.activeElement) ? document.activeElement?.id : '';
    element.replaceChildren(...other.childNodes);
    if (focused) document.getElementById(focused)?.focus();
  }
}
