/** On every page: menus close as people expect, and counters count while one types. */

const MENUS = 'details.menu[open]';

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  const open = document.querySelector(MENUS);
  if (open === null) return;
  const hadFocus = open.contains(document.activeElement);
  open.open = false;
  if (hadFocus) open.querySelector('summary').focus();
});

document.addEventListener('click', (event) => {
  for (const menu of document.querySelectorAll(MENUS)) if (!menu.contains(event.target)) menu.open = false;
});

// One who leaves a menu with Tab has no more use for it.
document.addEventListener('focusin', (event) => {
  for (const menu of document.querySelectorAll(MENUS)) if (!menu.contains(event.target)) menu.open = false;
});

for (const kind of ['input', 'change']) {
  document.addEventListener(kind, ({ target }) => {
    const field = target.closest?.('.field[data-limit]');
    if (field) count(field, target.value);
  });
}

/** In Unicode characters, as the program counts. */
function count(field, text) {
  const counter = field.querySelector('.count');
  const length = [...text.trim()].length;
  const limit = Number(field.dataset.limit);
  counter.textContent = `${length} of ${limit}`;
  counter.classList.toggle('over', length > limit);
}
