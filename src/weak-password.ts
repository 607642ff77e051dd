/** What people and programs try first, without the digits and signs around it. */
const COMMON = new Set(
  `password passwort motdepasse contrasena passwordpassword letmein letmeinletmein letmeinplease welcome welcomehome
  welcomeback admin administrator adminadmin superadmin superuser root toor changeme changemeplease changemenow
  changethispassword defaultpassword default secret secretpassword topsecret mypassword mysecretpassword
  yourpassword strongpassword newpassword testpassword temppassword temporarypassword adminpassword userpassword
  passwordsecret thisisapassword thisismypassword passw0rd iloveyou iloveyouforever iloveyousomuch loveyou
  qwertyuiop qwertyqwerty qwerty azertyuiop qwertzuiop asdfghjkl zxcvbnm monkey dragon football baseball basketball
  sunshine princess superman batman pokemon starwars trustno trustnoone whatever master hello helloworld computer
  internet mustang shadow michael jennifer liverpool chelsea arsenal manchesterunited correcthorsebatterystaple
  opensesame abracadabra guestguest guest test testtest testing user username newsletter newsletterpassword digest
  weeklydigest editor editors studio studiopassword verdicts toolverdicts aitoolverdicts weeklyverdicts
  example examplepassword placeholder supersecret supersecretpassword hunter`
    .trim()
    .split(/\s+/),
);

/** Rows of keys and of the alphabet, in which neighbours are typed one after the other. */
const ROWS = [
  '0123456789012345678901234567890',
  'abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnmqwertyuiopasdfghjklzxcvbnm',
  'qwertzuiopasdfghjklyxcvbnm',
  'azertyuiopqsdfghjklmwxcvbn',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
  '1q2w3e4r5t6y7u8i9o0p',
];

const MIN_DIFFERENT_CHARACTERS = 5;

/** What is not the newsletter's name has at least so many letters and digits of its own. */
const MIN_BESIDE_NAME = 6;

/**
 * Why a password is among the first that anybody would try; null where it is not. It looks at the few rules that guessing
 * begins with, and says nothing of how good a password is otherwise.
 *
 * @param names What everybody knows of the place, such as the newsletter's name and its host.
 */
export function weaknessOf(password: string, names: readonly string[]): string | null {
  const text = lettersAndDigits(password);
  if (new Set(text).size < MIN_DIFFERENT_CHARACTERS || /^(.+)\1+$/s.test(password))
    return 'repeats the same few characters';
  if (isRowOfKeys(text)) return 'is a row of keys, letters or digits';
  if (COMMON.has(text) || COMMON.has(wordIn(password))) return 'is one of the most common passwords';
  const known = names.map(lettersAndDigits).filter((name) => name.length > 3);
  const beside = known.reduce((rest, name) => rest.replaceAll(name, ''), text);
  const isNamed = beside.length < text.length;
  return isNamed && beside.length < MIN_BESIDE_NAME ? 'is little more than the name of the newsletter' : null;
}

/** Letters that are often written as digits or signs. */
const DISGUISES: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

function lettersAndDigits(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** The word that is left without the digits and signs around it, and without disguises; once, where it is repeated. */
function wordIn(password: string): string {
  const inner = password.toLowerCase().replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  const word = lettersAndDigits([...inner].map((character) => DISGUISES[character] ?? character).join(''));
  return /^(.+)\1+$/su.exec(word)?.[1] ?? word;
}

function isRowOfKeys(text: string): boolean {
  const reversed = [...text].reverse().join('');
  return ROWS.some((row) => row.includes(text) || row.includes(reversed));
}
