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
  example examplepassword placeholder supersecret supersecretpassword hunter
  spring summer autumn winter january february march april may june july august september october november december
  monday tuesday wednesday thursday friday saturday sunday charlie jordan thomas daniel matthew jessica ashley
  cookie chocolate freedom family forever company access login pass qazwsx`
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
  'q1w2e3r4t5y6u7i8o9p0',
  'a1b2c3d4e5f6g7h8i9j0k1l2m3',
  '1a2b3c4d5e6f7g8h9i0j1k2l3m',
  'qazwsxedcrfvtgbyhnujmikolp',
  '147258369',
  '741852963',
];

/** Keys beside each other, from so many on, are one thing to remember. */
const SHORTEST_RUN = 3;

/** More common words than that, one after the other, are no longer what anybody tries first. */
const MOST_WORDS = 2;

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
  if (isMadeOfCommonWords(text) || isMadeOfCommonWords(wordIn(password)))
    return 'is one of the most common passwords';
  if (isRowOfKeys(text)) return 'is a row of keys, letters or digits';
  const known = names.map(lettersAndDigits).filter((name) => name.length > 3);
  const beside = known.reduce((rest, name) => rest.replaceAll(name, ''), text);
  const isNamed = beside.length < text.length;
  return isNamed && beside.length < MIN_BESIDE_NAME ? 'is little more than the name of the newsletter' : null;
}

/** A longer password is judged by its beginning. */
const LONGEST_LOOKED_AT = 100;

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

/** Whether a text is nothing but rows of keys, each forwards, backwards or of one key: `123qweasdzxc`, `abcdef12345`. */
function isRowOfKeys(text: string): boolean {
  return isMadeOf(text, { shortest: SHORTEST_RUN, most: text.length, isPart: isRun });
}

function isRun(part: string): boolean {
  const reversed = [...part].reverse().join('');
  return /^(.)\1*$/su.test(part) || ROWS.some((row) => row.includes(part) || row.includes(reversed));
}

function isMadeOfCommonWords(text: string): boolean {
  return isMadeOf(text, { shortest: 1, most: MOST_WORDS, isPart: (part) => COMMON.has(part) });
}

interface Parts {
  /** The fewest characters of a part, and the most parts. */
  shortest: number;
  most: number;
  isPart(part: string): boolean;
}

/** Whether a text is parts of one kind, one after the other, and nothing else. */
function isMadeOf(text: string, { shortest, most, isPart }: Parts): boolean {
  const begun = text.slice(0, LONGEST_LOOKED_AT);
  /** The fewest parts that lead to each place. */
  const parts = [0];
  for (let end = 1; end <= begun.length; end += 1) {
    parts[end] = Number.POSITIVE_INFINITY;
    for (let start = 0; start <= end - shortest; start += 1) {
      const count = (parts[start] ?? Number.POSITIVE_INFINITY) + 1;
      if (count < (parts[end] ?? 0) && isPart(begun.slice(start, end))) parts[end] = count;
    }
  }
  return begun.length > 0 && (parts[begun.length] ?? most + 1) <= most;
}
