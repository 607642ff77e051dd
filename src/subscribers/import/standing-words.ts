import { fold } from './fold.ts';

/**
 * Words by which lists say who must not be mailed, in English, German, French, Spanish, Italian, Portuguese, Dutch,
 * Polish and Japanese, and the commonest of their neighbours. All are matched after `fold`: no accents, no capitals.
 */

/** What one cell of a column says, as far as its words alone tell. */
export type WordClass = 'gone' | 'bounced' | 'complained' | 'pending' | 'no' | 'yes' | 'other';

/** Parts of a header that speak of people who must not be mailed. */
const GONE_STEMS: Readonly<Record<string, string>> = {
  en: 'unsub|un sub|opt(ed|s|ing)? ?out|opted( (?!in)|$)|black ?list|block(ed|ing|s)?( |$)|block ?list|suppress|do ?not|don t|dnc( |$)|dnm( |$)|bounce|complain|spam|junk|abus|invalid|undeliver|unreachable|cancel|stop(ped|s)?( |$)|end date|ended|delet|remov|erase|disabl|inactiv|deactiv|left( |$)|quit( |$)|leave|leaving|gone( |$)|reject|fail(ed|ure)|quarantin|bann(ed)?|exclud|withdr|revok|object(ed|ion)|clean(ed)?( |$)|archived|churn|expire|lapsed|no (e )?mails?( |$)|never mail|mute|paused|turned off|switched off|resign|refus|declin|suspend|closed( |$)|exit( |$)|depart(ed|ure)?( |$)|terminat|discontin|trash|until( |$)|end( |$)|not |no ?e?mails?( |$)|former( |$)',
  de: 'abgem|abmeld|abbest|ausgetrag|austrag|austritt|ausgetret|widerruf|widerspr|gesperrt|sperr|unzustell|beschwer|geloscht|losch|kundig|gekund|gestopp|geblock|beendet|storn|zuruckgez|inaktiv|deaktiv|blockiert|rucklauf|ausgeschied|entfernt|abgelehnt|kein(e)? (e )?mail|keine werbung|nicht (mehr )?(an)?(mail|schreib|kontakt)|abgang|ende( |$)|bis( |$)',
  fr: 'desabon|desinscri|desactiv|bloqu|liste noire|liste rouge|rejet|rebond|plainte|supprim|opposition|oppose|resili|inactif|inactiv|exclu(?!siv)|retrait|retire|revoqu|indesirable|ne (pas|plus) |refuse|sortie( |$)|depart( |$)|fin( |$)',
  es: 'bajas?( (?!california)|$)|salida( |$)|cancel|bloque|lista negra|rebot|queja|elimin|inactiv|borrad|rechaz|excluid|desuscri|anulad|no (enviar|contactar|molestar|desea)|revoc',
  it: 'disiscri|cancella|revoc|blocca|lista nera|rimbalz|reclam|elimin|inattiv|disattiv|rifiut|esclus[oaie]( |$)|rimoss|rimozion|disdett|non (inviare|contattare)|annullat|uscit[ao]( |$)|recess',
  pt: 'descadastr|cancel|remov|remoc|bloque|bloqui|lista negra|rejeit|devolv|reclama|exclui|exclus(?!iv)|inativ|desinscri|desativ|nao (enviar|contatar|contactar|quer)|recus|saida( |$)|encerr',
  nl: 'afgemeld|afmeld|uitgeschreven|uitschrij|opgezegd|opzeg|geannul|geblokkeerd|blokk|zwarte lijst|onbestelbaar|klacht|verwijder|inactief|geweiger|weiger|niet (mailen|contact|meer)|uit( |$)|beeindig|einde( |$)',
  pl: 'wypis|rezygn|zablok|blokad|czarna lista|odbit|odbic|zwrot|skarg|reklamac|usuniet|usun|nieaktyw|cofn|sprzeciw|anulow|wyrej|odrzuc|wykresl|skresl|zakoncz',
  ja: '解除|退会|停止|拒否|ブロック|ブラックリスト|エラー|不達|バウンス|苦情|迷惑|削除|無効|除外|オプトアウト|取消|中止|不要|しない|らない|ません|不可|解約|抹消|否',
  more: 'pasif|deceased|died|dead( |$)|verstorb|deced|falleci|deceduto|falecid|overleden|zmarl|死亡|avreg|avanm|avpren|avslut|sparr|borttag|studs|afmeld|frameld|afregist|slett|avmeld|peruut|poist|estet|odhlas|smazan|neaktiv|leirat|torol|iptal|engelle|silin|ayril|dezabon|odjav|отпис|удал|заблок|блок|жалоб|недостав|неактив|отказ|відпис|видал|退订|退訂|屏蔽|黑名单|黑名單|无效|無效|删除|刪除|拒收|退信|投诉|해지|거부|탈퇴|취소|차단|반송|삭제|الغاء|محظور|הסר|ביטול|διαγραφ|απεγγραφ',
};

/** Parts of a header that speak of a subscription, of consent, or of a state. */
const STANDING_STEMS: Readonly<Record<string, string>> = {
  en: 'subscri|status|states?( |$)|standing|consent|permission|gdpr|dsgvo|rgpd|lgpd|ccpa|accept|agree|allow|marketing|newsletter|opt(ed)? ?in( |$)|activ|enabl|confirm|verif|valid|mailable|deliverab|contactable|emailable|receives|wants|mailings|mailing list',
  de: 'zustand|einwillig|zustimm|erlaubnis|werb(e|ung)|aktiv|bestatig|angemeldet|abonn|erhalt|zustell|freigabe|rundbrief|datenschutz',
  fr: 'statut|etat( |$)|actif|abonn|inscri|accord|autoris|lettre d info|infolettre|situation',
  es: 'acept|permis|estado|suscri|situacion|autoriz|boletin|recibir|alta( |$)',
  it: 'consens|accett|stato( |$)|attiv|conferm|iscri|autorizz|ricev',
  pt: 'aceit|permiss|situacao|ativ|inscri|assina|autoriz|receb',
  nl: 'toestemming|akkoord|actief|bevestig|aangemeld|ingeschreven|nieuwsbrief|ontvang',
  pl: 'zgod|stan( |$)|aktywn|potwierd|zapisan|subskry|otrzym',
  ja: 'メルマガ|メールマガジン|ニュースレター|希望|配信|購読|同意|許可|状態|ステータス|有効|確認|承諾|受信|登録状況',
  more: 'samtyck|godkan|bekraft|samtykke|bekreft|bekraeft|suostum|souhlas|onay|abonelik|подпис|статус|соглас|актив|подтвер|рассыл|订阅|訂閱|状态|狀態|同意|구독|상태|동의|수신|اشتراك|מנוי',
};

/** What long words and words run together contain, as `Newsletterabmeldung` and `emailunsubscribed` do. */
const GONE_ANYWHERE =
  'unsub|optout|blacklist|blocklist|suppress|bounce|complain|disabled|abmeld|abgemeldet|austrag|widerruf|widerspruch|sperr|desabon|desinscri|desuscri|disiscri|descadastr|afmeld|uitschrij|wypis|cancelled|canceled|deleted|blocked';
const STANDING_ANYWHERE =
  'optin|subscri|enabled|consent|status|einwillig|erlaubnis|zustimm|permission|verified|confirmed|newsletter|abonn';

/** A stem begins a word where the script has words: `baja` is not in `Cabaja`. */
function patternOf(stems: Readonly<Record<string, string>>, anywhere: string): RegExp {
  const all = Object.values(stems).join('|').normalize('NFKD').replace(/\p{M}/gu, '');
  return new RegExp(`(?:^|[^a-z])(?:${all})|${anywhere}`, 'u');
}

const GONE_STEM = patternOf(GONE_STEMS, GONE_ANYWHERE);
const STANDING_STEM = patternOf(STANDING_STEMS, STANDING_ANYWHERE);

/** What a header may be about, though it has one of the words above. */
const GEOGRAPHY =
  /(^| )(state|states|etat|estado|stato|stan|province|provincia|region|bundesland|wojewodztwo)( |$)/;
const ACTIVITY =
  /activit|aktivitat|actividad|attivita|atividade|activiteit|aktywnosc|(days|last|first) activ/;
const OTHER_MATTERS =
  /source|referr|utm|receiv|number|anzahl|count( |$)|opens|clicks|(^| )(url|link|id|uuid|plan|title|notes?|address|adresse|language|sprache)( |$)|score|rating|comment|campaign|browser|price|amount/;
const REASONS = /(^| )(reason|motif|motivo|grund|reden|powod)|理由/;

/** Names of columns whose short codes look like words: Norway is `NO`. */
const PLACE =
  /^(country|land|pays|pais|paese|kraj|nation|province|provincia|region|bundesland|wojewodztwo|city|town|ort|stadt|ville|ciudad|citta|cidade|plaats|miasto|location|language|sprache|langue|idioma|lingua|taal|jezyk|locale)( code| name)?$|^(国|cc)$/;
/** Texts of any kind, in which a lone `x` says nothing. */
const TEXTS = /^(tags?|labels?|notes?|comments?|groups?|segments?|lists?)$/;

export type HeaderKind = 'gone' | 'standing' | 'place-or-state' | 'reason' | 'text' | 'none';

/** What a column's name says that it is about. */
export function headerKind(label: string): HeaderKind {
  const name = fold(label);
  if (GONE_STEM.test(name)) return 'gone';
  if (REASONS.test(name)) return 'reason';
  if (PLACE.test(name) || TEXTS.test(name)) return 'text';
  if (!STANDING_STEM.test(name) || ACTIVITY.test(name) || OTHER_MATTERS.test(name)) return 'none';
  return GEOGRAPHY.test(name) && !/subscri|mail|newsletter|abo/.test(name) ? 'place-or-state' : 'standing';
}

const BOUNCED =
  /bounce|hard|undeliver|unreachable|unzustell|rebond|rebot|rimbalz|devolv|onbestelbaar|odbit|不達|ハウンス|клоб/;
const COMPLAINED = /complain|spam|junk|abus|beschwer|plainte|queja|reclam|klacht|skarg|苦情|迷惑|жалоб/;

const words = (text: string) => new Set(text.split(',').map((word) => fold(word)));

const GONE_LIST =
  'unsubscribed,unsubscribe,unsub,opted out,opt out,optout,out,inactive,disabled,blocked,blacklisted,blocklisted,suppressed,bounced,bounce,hard,hard bounce,soft bounce,cleaned,complained,complaint,spam,junk,invalid,cancelled,canceled,deleted,removed,not subscribed,non-subscribed,nonsubscribed,do not contact,do not email,do not mail,dnc,gone,left,quit,stopped,erased,rejected,revoked,withdrawn,banned,archived,undeliverable,unreachable,abgemeldet,ausgetragen,gesperrt,gelöscht,inaktiv,unzustellbar,widerrufen,gekündigt,desabonne,désabonné,désabonnée,désinscrit,désinscrite,inactif,inactive,bloqué,bloquée,rejeté,supprimé,supprimée,baja,dado de baja,dada de baja,de baja,cancelado,cancelada,inactivo,inactiva,bloqueado,bloqueada,rebotado,eliminado,eliminada,disiscritto,disiscritta,cancellato,cancellata,inattivo,inattiva,disattivo,bloccato,rimbalzato,descadastrado,descadastrada,inativo,inativa,devolvido,excluído,excluída,afgemeld,uitgeschreven,inactief,geblokkeerd,onbestelbaar,verwijderd,wypisany,wypisana,zrezygnował,zrezygnowała,nieaktywny,nieaktywna,zablokowany,odbity,usunięty,usunięta,解除,解除済み,退会,退会済み,停止,停止中,配信停止,拒否,無効,不達,отписан,отписался,退订,已退订,해지,수신거부,avregistrerad,avanmäld,afmeldt,avmeldt';
const GONE = words(GONE_LIST);

const PENDING = words(
  'pending,unconfirmed,not confirmed,unactivated,awaiting confirmation,unverified,nicht bestätigt,unbestätigt,ausstehend,wartend,non confirmé,non confirmée,en attente,no confirmado,no confirmada,sin confirmar,pendiente,non confermato,in attesa,não confirmado,pendente,onbevestigd,niet bevestigd,in afwachting,niepotwierdzony,niepotwierdzona,oczekujący,未確認,確認待ち,仮登録',
);

const NO = words(
  'no,n,false,0,none,never,off,nein,non,nee,nie,não,nao,いいえ,nej,nei,ei,нет,ні,否,아니오,falsch,faux,falso,onwaar,fałsz,hayır',
);
const YES = words(
  'subscribed,active,enabled,yes,y,true,1,x,confirmed,opted in,opt in,in,on,verified,valid,angemeldet,aktiv,ja,bestätigt,abonniert,wahr,abonné,abonnée,inscrit,inscrite,actif,oui,confirmé,vrai,suscrito,suscrita,activo,activa,sí,si,confirmado,confirmada,alta,verdadero,iscritto,iscritta,attivo,attiva,sì,confermato,vero,inscrito,inscrita,assinante,ativo,ativa,sim,verdadeiro,aangemeld,ingeschreven,actief,bevestigd,waar,zapisany,zapisana,aktywny,aktywna,tak,potwierdzony,prawda,購読中,登録済み,有効,はい,確認済み,да,так,是,예,evet,kyllä',
);
const NO_SIGNS = new Set(['×', '✗', '✘', '❌', '☐', '-', '–']);
const YES_SIGNS = new Set(['○', '✓', '✔', '✅', '☑', '☒', '•', '*', '〇']);

/** "not subscribed", "nicht aktiv", "non abonné": whatever follows, it is not said of those who get mail. */
const NEGATED =
  /^(not|non|no|nicht|nein|nee|kein|keine|niet|nie|nao|pas|ne|never|nunca|jamais|mai|nigdy|nooit) /;

const LONGEST_WORD = 40;

/** The class of what stands in one cell; of a longer text, `other`. */
export function wordClass(cell: string): WordClass {
  const text = cell.trim();
  if (text.length > LONGEST_WORD) return 'other';
  if (NO_SIGNS.has(text)) return 'no';
  if (YES_SIGNS.has(text)) return 'yes';
  const word = fold(text);
  if (PENDING.has(word)) return 'pending';
  if (NO.has(word)) return 'no';
  if (YES.has(word)) return 'yes';
  if (GONE.has(word) || NEGATED.test(word) || GONE_STEM.test(word)) {
    return COMPLAINED.test(word) ? 'complained' : BOUNCED.test(word) ? 'bounced' : 'gone';
  }
  return 'other';
}

/** The same words as people write them: folding every cell of a long list would take too long. */
const GONE_AS_WRITTEN = new Set([...GONE, ...GONE_LIST.split(',')]);

/** Whether a cell speaks of somebody who must not be mailed, with other words or not: for columns that are about it. */
export function speaksOfGone(cell: string): boolean {
  return ['gone', 'bounced', 'complained', 'pending'].includes(wordClass(cell));
}

/** Whether a cell is one of the words for somebody who left, and nothing else: fit for columns of any text. */
export function isGoneWord(cell: string): boolean {
  return cell.length <= LONGEST_WORD && GONE_AS_WRITTEN.has(cell.toLowerCase());
}
