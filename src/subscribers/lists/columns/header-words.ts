import type { ColumnSurvey, FileSurvey, NamedPlace } from './file-survey.ts';
import { fold } from './fold.ts';

const folded = (text: string) => new Set(text.split(',').map(fold));

const ADDRESS = folded(
  'email,e-mail,mail,email address,emailaddress,email adress,mail address,primary email,contact email,user email,subscriber email,e-mail address,e-mail 1 value,mailadresse,emailadresse,e-mail-adresse,email-adresse,courriel,adresse e-mail,adresse email,adresse mail,adresse électronique,mél,correo,correo electrónico,dirección de correo electrónico,dirección de correo,indirizzo email,indirizzo e-mail,posta elettronica,endereço de e-mail,endereço de email,correio eletrônico,e-mailadres,emailadres,adres e-mail,adres email,e-post,epost,e-postadresse,sähköposti,メールアドレス,メール,eメール,subscriber',
);
const FIRST = folded(
  'first name,firstname,fname,given name,givenname,forename,vorname,prénom,primer nombre,primeiro nome,voornaam,imię,förnamn,fornavn,名',
);
const LAST = folded(
  'last name,lastname,lname,surname,family name,familyname,nachname,familienname,zuname,nom de famille,apellido,apellidos,cognome,sobrenome,apelido,achternaam,nazwisko,efternamn,etternavn,efternavn,姓',
);
const WHOLE = folded(
  'full name,fullname,display name,contact name,vor- und nachname,vollständiger name,nom complet,nombre completo,nombre y apellidos,nome completo,volledige naam,imię i nazwisko,氏名,お名前,名前',
);
/** A last name beside a first name, a first name beside a last name, otherwise the whole name. */
const EITHER = folded('name,nom,nome,nombre,naam,namn,navn');
/** Where this is used, the last name comes first. */
const LAST_FIRST = fold('姓');

export function nameColumns(columns: readonly NamedPlace[]): NamedPlace[] {
  const find = (names: ReadonlySet<string>) => columns.find(({ label }) => names.has(fold(label)));
  const [first, last] = [find(FIRST), find(LAST)];
  const [whole, either] = [find(WHOLE), find(EITHER)];
  // Only together: one of them alone may be about anything.
  const short = [find(new Set(['first'])), find(new Set(['last']))] as const;
  if (first === undefined && last === undefined && short[0] !== undefined && short[1] !== undefined)
    return [short[0], short[1]];
  if (first !== undefined && last !== undefined)
    return fold(last.label) === LAST_FIRST ? [last, first] : [first, last];
  if (whole !== undefined) return [whole];
  const parts = last === undefined ? [first, either] : [either, last];
  return parts.filter((part) => part !== undefined);
}

/** The share of email addresses among the first cells that makes a column the address column. */
const MIN_ADDRESS_SHARE = 0.6;
const SAMPLED_ROWS = 500;

/** The email address column: by name, otherwise the only one that mostly holds addresses. */
export function addressColumn({ columns, hasHeader }: FileSurvey): ColumnSurvey | undefined {
  const named = hasHeader ? columns.filter(({ label }) => ADDRESS.has(fold(label))) : [];
  const byContent = columns.filter(
    ({ filled, addresses }) => filled > 0 && addresses >= MIN_ADDRESS_SHARE * Math.min(filled, SAMPLED_ROWS),
  );
  const best = named.find((column) => byContent.includes(column)) ?? named[0];
  if (best !== undefined) return best;
  return hasHeader && byContent.length === 1 ? byContent[0] : undefined;
}
