const field = document.querySelector('#password');
const button = document.querySelector('button[aria-controls=password]');

const show = (isShown) => {
  field.type = isShown ? 'text' : 'password';
  button.setAttribute('aria-pressed', String(isShown));
};

button.hidden = false;
button.addEventListener('click', () => show(field.type === 'password'));
// Browsers would store a visible field as form history, and offer it to the next person.
field.form.addEventListener('submit', () => show(false));
