import { isEnhancedCode, refusalIn } from '../refusal-text.ts';
import { fold } from './fold.ts';
import type { HeaderKind } from './header-kind.ts';
import { OPTED_OUT_STEM } from './status-stems.ts';

/** Words that stand alone in a cell and say who gets email and who does not. All are matched after `fold`. */

export type WordClass = 'opted-out' | 'bounced' | 'complained' | 'pending' | 'no' | 'yes' | 'other';

const BOUNCED =
  /bounce|hard|undeliver|unreachable|unzustell|rebond|rebot|rimbalz|devolv|onbestelbaar|odbit|不達|ハウンス|клоб/;
const COMPLAINED = /complain|spam|junk|abus|beschwer|plainte|queja|reclam|klacht|skarg|苦情|迷惑|жалоб/;

const words = (text: string) => new Set(text.split(',').map((word) => fold(word)));

const OPTED_OUT_LIST =
  'unsubscribed,unsubscribe,unsub,opted out,opt out,optout,out,inactive,disabled,blocked,blacklisted,blocklisted,suppressed,bounced,bounce,bouncing,hard,hard bounce,soft bounce,cleaned,complained,complaint,spam,junk,invalid,cancelled,canceled,deleted,removed,not subscribed,non-subscribed,nonsubscribed,do not contact,do not email,do not mail,dnc,gone,left,quit,stopped,erased,rejected,revoked,withdrawn,banned,archived,undeliverable,unreachable,abgemeldet,ausgetragen,gesperrt,gelöscht,inaktiv,unzustellbar,widerrufen,gekündigt,desabonne,désabonné,désabonnée,désinscrit,désinscrite,inactif,inactive,bloqué,bloquée,rejeté,supprimé,supprimée,baja,dado de baja,dada de baja,de baja,cancelado,cancelada,inactivo,inactiva,bloqueado,bloqueada,rebotado,eliminado,eliminada,disiscritto,disiscritta,cancellato,cancellata,inattivo,inattiva,disattivo,bloccato,rimbalzato,descadastrado,descadastrada,inativo,inativa,devolvido,excluído,excluída,afgemeld,uitgeschreven,inactief,geblokkeerd,onbestelbaar,verwijderd,wypisany,wypisana,zrezygnował,zrezygnowała,nieaktywny,nieaktywna,zablokowany,odbity,usunięty,usunięta,解除,解除済み,退会,退会済み,停止,停止中,配信停止,拒否,無効,不達,отписан,отписался,退订,已退订,해지,수신거부,avregistrerad,avanmäld,afmeldt,avmeldt,' +
  'former,ex,past,previous,lapsed,dormant,expired,ended,terminated,discontinued,paused,on pause,muted,silenced,snoozed,suspended,on hold,held,hold,do not disturb,dnd,closed,resigned,departed,churned,declined,refused,denied,no longer active,no longer subscribed,nomail,no mail,no email,no emails,no e-mail,none sent,deactivated,unsubscribed by admin,deceased,returned,return to sender,failed,opted-out,opt-out date,ehemalig,ehemals,ehemaliger,ehemalige,früher,pausiert,stumm,deaktiviert,blockiert,storniert,beendet,ausgeschieden,ausgetreten,verstorben,gekündigt,abbestellt,ancien,ancienne,résilié,résiliée,suspendu,suspendue,en pause,annulé,annulée,antiguo,antigua,suspendido,suspendida,pausado,pausada,en pausa,anulado,anulada,ex iscritto,sospeso,sospesa,in pausa,cessato,cessata,antigo,antiga,suspenso,suspensa,pausada,encerrado,opgezegd,gepauzeerd,voormalig,geannuleerd,były,była,zawieszony,zawieszona,wstrzymany,rezygnacja,休止,休止中,退会済,停止済,不可,配信不可,送信不可,不要,希望しない,配信不要,送らない,無効化,中止,解約,解約済,' +
  'inaktiv,pausad,avslutad,spärrad,raderad,avregistrerat,avprenumererad,blockerad,tidigare,pauset,slettet,blokeret,opsagt,tidligere,frameldt,slettet,sperret,oppsagt,utmeldt,peruttu,peruutettu,poistettu,estetty,passiivinen,eronnut,entinen,odhlášen,odhlášený,odhlášeno,neaktivní,zrušen,zrušeno,smazán,zablokován,bývalý,leiratkozott,inaktív,törölt,letiltva,lemondta,volt,korábbi,dezabonat,inactiv,blocat,șters,anulat,fost,pasif,iptal,iptal edildi,silindi,engelli,engellendi,ayrıldı,çıktı,eski,abone değil,kapalı,неактивен,неактивный,неактивна,удалён,удален,заблокирован,отписана,отключен,отключён,отказ,отказался,бывший,бывшая,приостановлен,недоставлено,неактивний,видалено,видалений,заблоковано,заблокований,відписаний,відписаний,відписався,колишній,відмова,取消,已取消,停用,禁用,无效,無效,失效,黑名单,退信,注销,不订阅,未订阅,拒绝,拒收,暂停,해지됨,탈퇴,구독취소,거부,차단,정지,중지,휴면,비활성,반송,ανενεργός,ανενεργή,διαγράφηκε,διαγραμμένος,απεγγράφηκε,غير نشط,غير مشترك,ملغى,محظور,محذوف,متوقف,לא פעיל,לא פעילה,הוסר,מבוטל,חסום,עזב,לא מנוי';
const REFUSING_ANSWERS =
  'not any more,not anymore,no more,no longer,please stop,stop,stop it,stop please,no thanks,no thank you,no thx,nope,nah,no way,remove me,please remove,leave me alone,never again,nein danke,nicht mehr,bitte nicht,bitte nicht mehr,bitte aufhören,lieber nicht,non merci,plus maintenant,arrêtez,no gracias,ya no,basta,no grazie,non più,não obrigado,não obrigada,nee bedankt,niet meer,liever niet,nie dziękuję,już nie,nej tak,nej tack,nei takk,ei kiitos,ne děkuji,nem köszönöm,nu mulțumesc,hayır teşekkürler,нет спасибо,больше не надо,不要,もういい,不用了,不需要,아니요 괜찮습니다';
const OPTED_OUT = words(`${OPTED_OUT_LIST},${REFUSING_ANSWERS}`);

const PENDING_LIST =
  'pending,unconfirmed,not confirmed,unactivated,awaiting confirmation,unverified,nicht bestätigt,unbestätigt,ausstehend,wartend,non confirmé,non confirmée,en attente,no confirmado,no confirmada,sin confirmar,pendiente,non confermato,in attesa,não confirmado,pendente,onbevestigd,niet bevestigd,in afwachting,niepotwierdzony,niepotwierdzona,oczekujący,未確認,確認待ち,仮登録,obekräftad,väntar,afventer,ubekræftet,ubekreftet,venter,vahvistamaton,nepotvrzeno,nepotvrzený,megerősítetlen,függőben,neconfirmat,în așteptare,onaylanmadı,beklemede,onay bekliyor,не подтвержден,неподтвержден,ожидает,не подтверждён,не підтверджено,очікує,未确认,待确认,미확인,대기,εκκρεμεί,قيد الانتظار,ממתין';
const PENDING = words(PENDING_LIST);

const NONE = words(
  'none,keine,keiner,keines,kein,aucun,aucune,ninguno,ninguna,ningún,nessuno,nessuna,nenhum,nenhuma,geen,brak,żaden,ingen,inga,inget,žádný,žádná,なし,없음',
);
const NEVER =
  'never,niemals,nie,jamais,nunca,jamás,nooit,nigdy,aldrig,ei koskaan,nikdy,soha,niciodată,asla,никогда,ніколи,从不,從不,절대,ποτέ,never please,please never,bitte nie,bitte niemals,jamais merci';
const NO = words(
  `no,n,false,0,none,never,off,nein,non,nee,nie,não,nao,いいえ,nej,nei,ei,нет,ні,否,아니오,falsch,faux,falso,onwaar,fałsz,hayır,無,无,不是,아니요,όχι,لا,לא,ne,nem,nu,nicio,ikke,inte,f,не,${NEVER}`,
);
const YES = words(
  'subscribed,active,enabled,yes,y,true,1,x,confirmed,opted in,opt in,in,on,verified,valid,angemeldet,aktiv,ja,bestätigt,abonniert,wahr,abonné,abonnée,inscrit,inscrite,actif,oui,confirmé,vrai,suscrito,suscrita,activo,activa,sí,si,confirmado,confirmada,alta,verdadero,iscritto,iscritta,attivo,attiva,sì,confermato,vero,inscrito,inscrita,assinante,ativo,ativa,sim,verdadeiro,aangemeld,ingeschreven,actief,bevestigd,waar,zapisany,zapisana,aktywny,aktywna,tak,potwierdzony,prawda,購読中,登録済み,有効,はい,確認済み,да,так,是,예,네,evet,kyllä,igen,ano,da,ναι,نعم,כן,aktív,aktivní,aktiivinen,aktif,активен,активный,активна,активний,подписан,підписаний,已订阅,有效,정상,구독중,활성,ενεργός,نشط,פעיל,可,有,希望,希望する,要,prenumerant,aktiverad,tilmeldt,påmeldt,tilaaja,odběratel,feliratkozott,abonat,abone,t,current,ok,okay,sure,of course,yes please,absolutely,definitely,gladly,yep,yeah,express,explicit,ja gerne,ja bitte,gerne,natürlich,bien sûr,volontiers,claro,certo,certamente,sí por favor,sim por favor,graag,ja graag,chętnie,jasne',
);
const NO_SIGNS = new Set('× ✗ ✘ ✖ ❌ ❎ ☐ ⬜ - – — 👎 🚫 ⛔ 🛑 🔕 📵 📪 🙅 🔴 😞 🙁 ☹ 💔'.split(' '));
const YES_SIGNS = new Set('○ ✓ ✔ ✅ ☑ ☒ • * 〇 👍 👌 🙂 😀 😊 💚 🟢 🔔'.split(' '));
/** Skin tones and emoji presentation. */
const EMOJI_VARIANTS = /[\u{1f3fb}-\u{1f3ff}\ufe0e\ufe0f]|\u200d.*$/gu;

const TRUE = words(
  'true,yes,y,t,1,x,on,ja,oui,sí,si,sì,sim,tak,да,так,はい,是,예,네,evet,kyllä,igen,ano,ναι,نعم,כן,wahr,vrai,verdadero,vero,verdadeiro,waar,prawda,sant,sann,sand,tosi,pravda,igaz,adevărat,doğru,истина,істина,真,참,αληθές',
);
const FALSE = words(
  'false,no,n,f,0,off,nein,non,nee,não,nie,нет,ні,いいえ,否,아니오,아니요,hayır,ei,nem,ne,nej,nei,nu,όχι,لا,לא,falsch,faux,falso,onwaar,fałsz,falskt,falsk,epätosi,nepravda,hamis,fals,yanlış,ложь,хибність,假,거짓,ψευδές',
);

/** Null if the cell is neither true nor false. */
export function yesOrNo(cell: string): 'yes' | 'no' | null {
  const sign = cell.trim().replace(EMOJI_VARIANTS, '');
  const word = fold(DECIMAL_ANSWER.test(sign) ? sign.charAt(0) : sign);
  if (NO_SIGNS.has(sign) || FALSE.has(word)) return 'no';
  return YES_SIGNS.has(sign) || TRUE.has(word) ? 'yes' : null;
}

const NOTHING =
  /^(?:[-‐‑‒–—―_.?]+|#?n\/?a|not available|null|nil|none|undefined|nan|\\n|\(?(?:blank|empty)\)?|<null>)$/i;

/** Whether a cell in a true-or-false column says neither: empty, a dash, `null` or `N/A`. */
export function isUnset(cell: string): boolean {
  const text = cell.trim();
  return text === '' || NOTHING.test(text);
}

/** "No Lists", "Keine Listen", "Aucune liste", "リストなし". */
const NO_LISTS =
  /^(?:no|none|not|keine?[rn]?|auf keiner|aucune?s?|pas|ningun[oa]?s?|sin|nessuna?|nenhuma?s?|sem|geen|op geen|niet|ingen|inga|inte|ikke|brak|nie|zadn\p{L}+|na zadn\p{L}+|zadn\p{L}+|nincs|nem|ei|hicbir|hic|nici|niciun\p{L}*|nijedn?\p{L}*|nema|bez|cap|нет|ни|не|без|немає|жодн\p{L}+|няма|χωρις|καμια|δεν|لا|بدون|ليس|אין|ללא|khong|tidak|不)(?: |$)|(?:なし|無し|ない|無|无|沒有|没有|없음|없다|yok|puuttuu)$|^(?:無|无|沒有|没有|未)/u;

export function saysNoLists(cell: string): boolean {
  return isUnset(cell) || NO_LISTS.test(fold(cell));
}

/** "not subscribed", "nicht aktiv", "non abonné": whatever follows, they do not get email. */
const NEGATED =
  /^(not|non|no|nicht|nein|nee|kein|keine|niet|nie|nao|pas|ne|never|nunca|jamais|mai|nigdy|nooit|inte|ikke|ej|ei|nem|nu|не|ні|нет|δεν|μη|لا|غير|לא) | degil$/;

const MAX_WORD_LENGTH = 40;

/** The class of a cell; a longer text is `other` unless it plainly says that someone must not be emailed. */
export function wordClass(cell: string): WordClass {
  const text = cell.trim();
  if (text.length > MAX_WORD_LENGTH) return refusalIn(text) ?? 'other';
  const sign = text.replace(EMOJI_VARIANTS, '');
  if (NO_SIGNS.has(sign)) return 'no';
  if (YES_SIGNS.has(sign)) return 'yes';
  const word = fold(DECIMAL_ANSWER.test(text) ? text.charAt(0) : text);
  return answerClass(word) ?? refusalClass(word, text) ?? 'other';
}

/** 1 and 0 as programs with numeric tables write them. */
const DECIMAL_ANSWER = /^[01][.,]0+$/;

/** No company, no diet. */
export function isNoneWord(cell: string): boolean {
  return NONE.has(fold(cell));
}

function answerClass(word: string): WordClass | undefined {
  if (PENDING.has(word)) return 'pending';
  if (NO.has(word) || NONE.has(word)) return 'no';
  return YES.has(word) ? 'yes' : undefined;
}

function refusalClass(word: string, text: string): WordClass | undefined {
  const refusal = refusalIn(text);
  if (refusal === 'bounced' || refusal === 'complained') return refusal;
  const isOptedOut =
    refusal === 'opted-out' || OPTED_OUT.has(word) || NEGATED.test(word) || OPTED_OUT_STEM.test(word);
  if (!isOptedOut) return undefined;
  return COMPLAINED.test(word) ? 'complained' : BOUNCED.test(word) ? 'bounced' : 'opted-out';
}

/** Unfolded: folding every cell of a long list would take too long. */
const OPTED_OUT_AS_WRITTEN = new Set([
  ...[...OPTED_OUT, ...OPTED_OUT_LIST.split(','), ...REFUSING_ANSWERS.split(',')],
  ...[...PENDING, ...PENDING_LIST.split(',')],
]);

/** For columns about leaving: whether a cell, possibly among other words, means that someone must not be emailed. */
export function mentionsOptedOut(cell: string): boolean {
  return ['opted-out', 'bounced', 'complained', 'pending'].includes(wordClass(cell));
}

/** For columns of any text: whether a cell is exactly a word for someone who left. */
export function isOptedOutWord(cell: string): boolean {
  return cell.length <= MAX_WORD_LENGTH && OPTED_OUT_AS_WRITTEN.has(cell.toLowerCase());
}

/** Whether a cell means that someone must not be emailed, as strictly as the kind of column requires. */
export function saysOptedOut(kind: HeaderKind, cell: string): boolean {
  if (refusalIn(cell) !== null) return true;
  if (kind === 'harmless') return false;
  if (isDamaged(cell)) return true;
  switch (kind) {
    case 'opted-out':
      return mentionsOptedOut(cell);
    case 'status':
      return ['opted-out', 'bounced', 'complained', 'pending', 'no'].includes(wordClass(cell));
    case 'text':
      return cell.split(/[,;|"'[\]]/).some((part) => isOptedOutWord(part.trim()));
    default:
      return isOptedOutWord(cell) || isEnhancedCode(cell) || isFormerOrNot(cell);
  }
}

/** "Former member", "ex-reader", "inactive contact": two or three words, the first of which decides. */
const FORMER =
  /^(former|ex|past|previous|lapsed|inactive|dormant|cancell?ed|deleted|removed|blocked|banned|expired|suspended|ehemalige[rs]?|frühere[rs]?|anciens?|anciennes?|antigu[oa]s?|antig[oa]s?|voormalige?|były|była|tidigare|tidligere|entinen|bývalý|korábbi|fost|eski|бывш\p{L}+|колишн\p{L}+|元)[ -]?(?<=[ -]|元)\p{L}+( \p{L}+)?$/iu;

/** Also "not active", a negated word for people who get email. */
function isFormerOrNot(cell: string): boolean {
  if (cell.length > MAX_WORD_LENGTH) return false;
  if (FORMER.test(cell)) return true;
  const word = NEGATED.test(cell.toLowerCase().replace('ã', 'a')) ? fold(cell) : '';
  return YES.has(word.replace(NEGATED, '').replace(ANY_MORE, ''));
}

const ANY_MORE = /^(mehr|longer|more|plus|piu|mas|mais|meer|wiecej|langer|lenger|longtemps) /;

/** Characters lost or garbled by saving in another encoding: `gel\ufffdscht`, `gelÃ¶scht`. */
function isDamaged(cell: string): boolean {
  return /\ufffd|[ÃÂ][\u0080-\u00bf]/.test(cell);
}
