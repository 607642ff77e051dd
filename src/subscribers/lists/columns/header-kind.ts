import { fold } from './fold.ts';
import { refusesEmail } from './refusing-header.ts';
import { OPTED_OUT_STEM, patternOf, STATUS_STEM } from './status-stems.ts';

/**
 * `opted-out`: people who must not be emailed. `status`: a subscription, consent or a state. `place-or-state`: ambiguous, as
 * "State". `text`: free text such as notes and tags. `harmless`: certainly something else, such as payment or a
 * language. `date`: a date that only some have and that does not mean leaving. `none`: unclear.
 */
export type HeaderKind =
  | 'opted-out'
  | 'status'
  | 'place-or-state'
  | 'reason'
  | 'text'
  | 'harmless'
  | 'date'
  | 'none';

export function headerKind(label: string): HeaderKind {
  const name = fold(label).replace(WHETHER, ' ');
  const isOptedOut = OPTED_OUT_STEM.test(name) || refusesEmail(name);
  if (isOptedOut && CERTAINLY_OPTED_OUT.test(name))
    return LINK.test(name) || SCORE.test(name) ? 'harmless' : 'opted-out';
  if (OTHER_BUSINESS.test(name) && !MENTIONS_EMAIL.test(name)) return 'harmless';
  return isOptedOut ? 'opted-out' : otherKind(name, WHETHER.test(fold(label)) || asksAboutEmail(label));
}

function otherKind(name: string, asksWhether: boolean): HeaderKind {
  if (TEXTS.test(name)) return 'text';
  if (REASONS.test(name)) return 'reason';
  if (PLACE.test(name)) return 'harmless';
  const isStatus = asksWhether || STATUS_STEM.test(name) || ABBREVIATED_STATUS.test(name);
  if (isStatus && (ENDS_IN_STATUS.test(name) || !NOT_A_STATUS.test(name))) return statusKind(name);
  if (NOT_A_STATUS.test(name) || ABOUT_THE_PERSON.test(name)) return 'harmless';
  return OTHER_DATES.test(name) ? 'date' : 'none';
}

/** Headers of exports by hand, above codes such as A and U. */
const ABBREVIATED_STATUS = /^(s|st|sts|stat|stts|sta|conf|act)$/;

/** The last word decides: an `Email address status` is a status, not an address. */
const ENDS_IN_STATUS =
  /(^| )(status|statut|stato|zustand|durum|статус|opt ?in|consent|permission|einwilligung)( (id|code))?$/;

/** About email in some unstated way: "Mailing", "E-mail ok", "Frequency". */
export function isAboutEmail(label: string): boolean {
  return ABOUT_EMAIL.test(fold(label));
}

const ABOUT_EMAIL = patternOf({
  mail: '(e ?)?mail(s|ing|ings|ok)?( |$)|courriel|correo|verteiler|rundbrief|versand|versend|send( |$)|envoi|envio|invio|verzend|wysyl|newsletter|letter( |$)|メール|рассыл|邮件|郵件|메일',
  frequency: 'how often|wie oft|frequen|haufigkeit|frecuen|czestotl|hyppighed|frekvens|頻度|частот|频率|빈도',
});

function statusKind(name: string): HeaderKind {
  return GEOGRAPHY.test(name) && !/subscri|mail|newsletter|abo/.test(name) ? 'place-or-state' : 'status';
}

/** "Whether": `送信可否` asks whether to send, though 否 is a no. */
const WHETHER = /可否|要否|諾否|是否|能否|有無|有无/;

export function isOtherChannel(label: string): boolean {
  const name = fold(label);
  return OTHER_CHANNEL.test(name) && !/mail|newsletter|courriel|correo|subscriber|contact(?! ?by)/.test(name);
}

const OTHER_CHANNEL =
  /(^| )((sms|mms|push|whats ?app|telegram|viber)|(text messag(es?|ing)|phone|mobile|telephone|telefon\p{L}*|handy|calls?|calling|postal|fax|in ?app)( |$))/u;

export function isQuestion(label: string): boolean {
  return /[?？؟;]\s*[*)\]]?$/.test(label.trim()) && !label.includes('http');
}

/** A question about getting email: "Do you still want our news?" */
export function asksAboutEmail(label: string): boolean {
  return isQuestion(label) && !OPEN_QUESTION.test(fold(label)) && WANTS_EMAIL.test(fold(label));
}

const OPEN_QUESTION =
  /^(how|where|what|which|who|why|when|wie|wo|woher|was|welche[nrs]?|warum|wann|comment|ou|quel(le)?s?|pourquoi|quand|como|donde|cual(es)?|que|quando|come|dove|quale|hoe|waar|wat|welke|waarom|jak|gdzie|co|skad) /;

const WANTS_EMAIL = patternOf({
  en: '(want|like|wish|interested|receiv|get|hear|keep|stay|remain|continu|still|join|sign|may|can|shall|should|could|ok|okay|happy|agree).*(news|e ?mails?( |$)|letter|mailing|updates?( |$)|list|digest|issue|in touch|contact|informed|posted|hear|write to you|send you|subscri)|(on|off) (our|the|this) (mailing )?list',
  de: '(mochte|willst|wollen|wunsch|durfen|darf|sollen|weiter|noch|interess|einverstanden).*(news|e mail|mails?( |$)|post( |$)|rundbrief|infos?( |$)|informier|verteiler|hor|anschreiben|kontakt)',
  fr: '(voul|souhait|desir|veux|accept|toujours|pouvons).*(recevoir|nouvelles|lettre|mails?( |$)|courriel|infos?( |$)|informe|contact|ecrire)',
  es: '(quier|dese|sigu|acept|podemos|gustaria).*(recib|noticias|novedades|correo|boletin|contact|informad)',
  it: '(vuoi|vuole|desider|accett|possiamo|ancora).*(ricev|notizie|novita|e ?mail|contatt|scriver)',
  pt: '(quer|desej|aceit|podemos|gostaria).*(receb|noticias|novidades|e ?mail|contat|contact)',
  nl: '(wil|wilt|mogen|graag|nog).*(ontvang|nieuws|e ?mails?( |$)|contact|hoogte)',
  pl: '(chc|czy mozemy|zgad|nadal).*(otrzym|wiadomosc|mail|informac|kontakt)',
});

/** Words that are about email only, whatever else the name says. */
const CERTAINLY_OPTED_OUT = patternOf(
  {
    en: 'unsub|un sub|opt(ed|s|ing)? ?out|black ?list|block ?list|suppress|do ?not|don t|dnc( |$)|dnm( |$)|bounce|complain|spam|junk|abus|undeliver|no ?e? ?mails?( |$)|never mail|delivery (error|fail|problem)|smtp',
    others:
      'abmeld|abgemeld|abbest|austrag|ausgetrag|widerruf|widerspr|unzustell|desabon|desinscri|desuscri|disiscri|descadastr|afgemeld|afmeld|uitgeschr|uitschr|wypis|lista negra|liste noire|zwarte lijst|czarna lista|配信停止|配信拒否|退会|不達|отпис|відпис|退订|수신거부|avanm|avpren|avmeld|odhlas|leirat|dezabon',
  },
  'unsub|optout|blacklist|blocklist|suppress|bounce|abmeld|desabon|desinscri|wypis',
);

const LINK = /(^| )(url|link|token|hash|key)$/;
const SCORE = /(spam|junk) (score|rating|risk|probability)/;

/** Payment, orders, events and family: a `Payment status` may be `cancelled`. */
const OTHER_BUSINESS = patternOf({
  payment:
    'payment|paid( |$)|pay( |$)|paying|payer|paypal|billing|invoic|orders?( |$)|shipping|shipment|purchas|checkout|refund|stripe|plan( |$)|tier( |$)|price|amount|trial( |$)|coupon|donation|donor|loyalty|points?( |$)|card( |$)|passport|licen[cs]e|contract|warranty|insurance|zahlung|bezahl|rechnung|bestell|paiement|factur|commande|achat|pago|pagament|pedido|compra|fattura|fatura|ordine|acquist|betaling|betaal|bestelling|platnosc|faktura|zamowien|支払|注文|購入|請求|оплат|заказ|платеж|platba|betalning|odeme|siparis',
  family:
    'marital|civil stat|relationship|familienstand|etat civil|situation (familiale|de famille)|estado civil|stato civile|burgerlijke staat|stan cywilny|medeni|婚姻|employment|work status|job status|military status|immigration|visa( |$)|vaccin',
  events:
    'events?( |$)|webinar|tickets?( |$)|appointment|booking|reservation|course|conference|meeting|rsvp|delivery (address|date|note|time|slot|method|option)',
});
const MENTIONS_EMAIL =
  /newsletter|e ?mails?( |$)|mailing|consent|opt ?in|subscri|marketing|abonn|einwillig|infolettre/;

/** Columns whose short codes look like words: Norway is `NO`, and so is Norwegian. */
const PLACE =
  /^((mailing|home|billing|postal|user|preferred|contact) )?(country|land|pays|pais|paese|kraj|maa|zeme|orszag|ulke|strana|страна|країна|国|國家|国家|국가|nation|nationality|province|provincia|region|bundesland|wojewodztwo|city|town|ort|stadt|ville|ciudad|citta|cidade|plaats|miasto|location|language|languages|lang|sprache|langue|idioma|lingua|taal|jezyk|sprak|sprog|kieli|jazyk|nyelv|limba|dil|язык|мова|言語|语言|語言|언어|locale|cc|iso|hreflang)( code| name| iso| id)?$/;
/** Free text, in which a lone `x` means nothing. */
const TEXTS =
  /^(admin |internal |customer |member |contact |subscriber )?(tags?|labels?|notes?|comments?|remarks?|groups?|segments?|lists?|categories|metadata|misc|data|attributes|additional data|sections|note interne|notizen?|bemerkung(en)?|kommentare?|schlagworte|commentaires?|etiquettes?|notas|comentarios?|etiquetas|etichette|opmerking(en)?|uwagi|tagi|備考|メモ|タグ|メモ欄|заметки|метки|备注|标签|비고|메모|태그)$/;
const REASONS = /(^| )(reason|motif|motivo|grund|reden|powod)|理由|原因|причина/;

/** Other subjects of a header that contains one of the words above. */
const GEOGRAPHY =
  /(^| )(state|states|etat|estado|stato|stan|province|provincia|region|bundesland|wojewodztwo)( |$)/;
const NOT_A_STATUS =
  /activit|aktivitat|actividad|attivita|atividade|activiteit|aktywnosc|(days|last|first) activ|source|referr|utm|number|anzahl|count( |$)|(e ?mails?|messages?) (received|sent|opened|clicked|delivered|dropped)|opens|clicks|(^| )(ip|url|link|id|uuid|token|plan|title|address|adresse|language|sprache)( |$)|(?<!(confirmed|verified|consent|active|opt in) )since( |$)|score|rating|campaign|browser|device|price|amount|lifetime value|ltv( |$)|revenue|total spen[dt]|spen[dt]( |$)|balance( |$)|umsatz|chiffre d affaires/;

/** Facts about a person, possibly yes or no or a date, that have nothing to do with email. */
const ABOUT_THE_PERSON = patternOf({
  business:
    'vip( |$)|customers?( |$)|clients?( |$)|leads?( |$)|kunden?( |$)|cliente|klant|klient|company|compagnie|firma|firm( |$)|organi[sz]ation|employer|entreprise|societe|empresa|azienda|bedrijf|会社|公司|회사|компани|teams?( |$)|department|abteilung|job( |$)|position( |$)|role( |$)|beruf|profession|occupation|industry|branche|sector|affiliation|school|university',
  person:
    'age( |$)|alter( |$)|gender|sex( |$)|geschlecht|sexe|sexo|sesso|genero|geslacht|plec|性別|性别|성별|пол( |$)|children|kids|salutation|anrede|civilite|pronoun|education|religion|student|parent|volunteer|pet( |$)|pets( |$)|middle name|initials?( |$)|suffix|prefix',
  interests:
    'interests?( |$)|hobb|topics?( |$)|themen|interess|interet|sports?( |$)|favou?rite|diet|allerg|shirt|size( |$)|colou?r',
  contact:
    'phone|mobile|telefon|telephone|tel( |$)|handy|fax|whatsapp|website|web ?site|twitter|linkedin|instagram|facebook|street|zip( |$)|area code|dma|postal|postcode|plz|latitude|longitude|time ?zone|version|browser|device|platform|os( |$)',
});

/** Dates that only some have, and that do not mean leaving. */
const OTHER_DATES = patternOf({
  birth:
    'birth|born|dob( |$)|geburt|geboren|naissance|nacimi|nascit|nascim|geboorte|urodz|anniv|anivers|compleann|fodsel|fodelse|syntyma|narozen|szulet|nasterii|dogum|рожд|народж|生日|生年月日|誕生|생일|γεννησ|ميلاد|לידה|wedding|name day|namenstag|hired|graduat',
  last: 'last|latest|most recent|letzte|dernier|ultim|laatste|ostatni|sista|sidste|siste|viimei|posledn|utolso|последн|останн|最終|最後|最近|마지막|τελευτ|اخر|אחרון',
  changes:
    'creat|updat|modif|chang|added|date added|import|export|synced|sign ?up|signed up|joined|join date|regist|enrol|start|began|since|first( |$)|erstellt|angelegt|geandert|hinzugef|seit|cree le|ajoute|mise? a jour|debut|depuis|creado|actualiz|anadido|desde|aggiunt|criado|atualiz|adicion|aangemaakt|gewijzigd|toegevoegd|sinds|utworz|zmien|dodan|oprettet|skapad|luotu|vytvor|letrehoz|olustur|создан|измен|добав|створ|змін|дод|作成|更新|追加|登録日|创建|添加|생성|수정|등록',
  doings:
    'login|log in|visit|open(ed)?( |$)|click|seen|viewed|call|met( |$)|follow ?up|renew|due|deadline|arrival|attend|download',
});
