/** Words that passwords are most often made of; attackers try them first, with digits and signs around them. */
export const COMMON_WORDS: readonly string[] = wordsIn(`
  password passwort motdepasse contrasena letmein welcome admin administrator superuser root toor changeme
  secret secretpassword passw0rd iloveyou loveyou qwertyuiop qwerty azertyuiop qwertzuiop asdfghjkl zxcvbnm
  monkey dragon football baseball basketball sunshine princess superman batman pokemon starwars trustno
  trustnoone whatever master hello helloworld computer internet mustang shadow michael jennifer liverpool
  chelsea arsenal manchesterunited abracadabra guest test testing hunter love loves forever always family
  friend friends jesus christ heaven angel blessed lucky summer winter spring autumn monday friday january
  february december november october september flower butterfly chocolate cookie peanut butter monster cheese
  banana orange cherry purple yellow silver golden diamond crystal rainbow tiger eagle wolf spider panther
  scorpion phoenix dolphin kitten puppy soccer hockey tennis player champion barcelona juventus realmadrid
  united minecraft fortnite playstation nintendo xbox counterstrike finalfantasy needforspeed residentevil
  callofduty warcraft gaming gamer transformers spiderman ironman avengers jamesbond harrypotter hannahmontana
  onedirection justinbieber avrillavigne edwardcullen metallica nirvana eminem sonyericsson samsung iphone
  android windows google facebook linkedin twitter instagram youtube yahoo hotmail gmail microsoft apple amazon
  supernatural international professional motherfucker fuckyou asshole bitch heterosexual sexy killer stupid
  leave alone freedom america london berlin paris christopher alexander nicholas jonathan benjamin matthew
  andrew joshua daniel robert thomas william anthony george jessica michelle samantha elizabeth victoria
  charlotte stephanie veronica jackson jordan johnson ichliebedich hallo schatz sonnenschein kartoffelpuffer
  soleil doudou bonjour telechargement teamo amor tequiero mexico seniseviyorum internazionale forzamilan
  przyjaciolki polska kocham server database system manager security access login signin demo temp backup
  company office support service trustme godbless ingodwetrust nothing something`);

/** Whole passwords that attackers try first, especially here, though their words may be part of a good one. */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set([
  ...COMMON_WORDS,
  ...wordsIn(`
  user username newsletter newsletterpassword digest weeklydigest editor editors studio studiopassword verdicts
  toolverdicts aitoolverdicts weeklyverdicts example examplepassword placeholder passwordpassword
  letmeinletmein letmeinplease welcomehome welcomeback adminadmin superadmin changemeplease changemenow
  changethispassword defaultpassword topsecret mypassword mysecretpassword yourpassword strongpassword
  newpassword testpassword temppassword temporarypassword adminpassword userpassword passwordsecret
  thisisapassword thisismypassword iloveyouforever iloveyousomuch qwertyqwerty correcthorsebatterystaple
  opensesame fourwordswithnothingincommon fourwordsthathavenothingincommon
  fourunrelatedwords guestguest testtest supersecret supersecretpassword default`),
]);

function wordsIn(text: string): string[] {
  return text.trim().split(/\s+/);
}

export const ROWS: readonly string[] = [
  '0123456789012345678901234567890',
  '00112233445566778899',
  '0102030405060708090',
  'abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnmqwertyuiopasdfghjklzxcvbnm',
  'qwertzuiopasdfghjklyxcvbnm',
  'azertyuiopqsdfghjklmwxcvbn',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
  '1q2w3e4r5t6y7u8i9o0p',
  'q1w2e3r4t5y6u7i8o9p0',
  'qazwsxedcrfvtgbyhnujmikolp',
  'qazxswedcvfrtgbnhyujm',
  'zaq1xsw2cde3vfr4bgt5',
  'zaq12wsxcde34rfvbgt5',
  '1qazxsw23edcvfr4',
  'a1b2c3d4e5f6g7h8i9j0k1l2m3',
  '1a2b3c4d5e6f7g8h9i0j1k2l3m',
  '147258369',
  '741852963',
];
