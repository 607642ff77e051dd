/** Streams the list, which allows larger files, and shows progress. Without this script the form uploads it. */
const form = /** @type {HTMLFormElement} */ (document.getElementById('upload'));
const problem = /** @type {HTMLElement} */ (document.getElementById('upload-problem'));
const progress = /** @type {HTMLProgressElement} */ (document.getElementById('upload-progress'));
const drop = /** @type {HTMLElement} */ (document.getElementById('drop'));
const button = /** @type {HTMLButtonElement} */ (form.querySelector('.btn.primary'));

form.addEventListener('submit', (event) => {
  const file = /** @type {HTMLInputElement} */ (form.elements.namedItem('file')).files?.[0];
  if (file === undefined) return;
  event.preventDefault();
  show(true);
  upload(file);
});

const input = /** @type {HTMLInputElement} */ (form.elements.namedItem('file'));
for (const name of ['dragenter', 'dragover'])
  drop.addEventListener(name, (event) => {
    event.preventDefault();
    drop.classList.add('over');
  });
drop.addEventListener('dragleave', () => drop.classList.remove('over'));
drop.addEventListener('drop', (event) => {
  event.preventDefault();
  drop.classList.remove('over');
  if (event.dataTransfer?.files.length) input.files = event.dataTransfer.files;
});

/** @param {boolean} isBusy */
function show(isBusy) {
  button.disabled = isBusy;
  progress.hidden = !isBusy;
  if (isBusy) problem.hidden = true;
}

/** @param {string} text */
function fail(text) {
  show(false);
  problem.textContent = text;
  problem.hidden = false;
}

/** @param {File} file */
function upload(file) {
  const request = new XMLHttpRequest();
  request.open('POST', form.action);
  request.setRequestHeader('content-type', 'text/csv');
  request.setRequestHeader('x-file-name', encodeURIComponent(file.name));
  request.upload.addEventListener('progress', ({ loaded, total }) => {
    progress.value = total === 0 ? 1 : loaded / total;
  });
  request.addEventListener('error', () => fail('The upload broke off. Nothing was imported: try again.'));
  request.addEventListener('load', () => {
    if (request.status === 200) location.assign(request.responseURL);
    else if (request.status === 401)
      fail('Nothing was imported: you are signed out. Sign in again in another tab, then try again here.');
    else fail(reasonOf(request.responseText));
  });
  request.send(file);
}

/** @param {string} answer */
function reasonOf(answer) {
  try {
    const { title, detail } = JSON.parse(answer);
    return `${title}. ${detail ?? ''}`;
  } catch {
    return 'The list was not taken. Nothing was imported: try again.';
  }
}
