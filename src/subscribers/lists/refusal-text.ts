import { fold } from './columns/fold.ts';
import { patternOf } from './columns/status-stems.ts';

export type Refusal = 'opted-out' | 'bounced' | 'complained';

/**
 * Whether a text says, unambiguously, that someone must not be emailed or that email to them bounced: fit for any
 * column, tags and free text included. Null if not.
 */
export function refusalIn(text: string): Refusal | null {
  if (SMTP_REPLY.test(text)) return 'bounced';
  const words = fold(text);
  if (COMPLAINT.test(words)) return 'complained';
  if (RETURNED.test(words)) return 'bounced';
  return REFUSAL.test(words) || RUN_TOGETHER.test(words) ? 'opted-out' : null;
}

/** SMTP replies (RFC 5321, section 4.2.3; RFC 3463): `550 5.1.1`, `550-5.7.26`, `smtp; 550`. */
const SMTP_REPLY = /(^|\D)[45]\d\d[ -]#?[45]\.\d{1,3}\.\d{1,3}(?!\d)|\bsmtp;? ?[45]\d\d\b/i;

/** An enhanced status code alone, as `5.1.1`; `5.7.26` may be a date. */
export function isEnhancedCode(cell: string): boolean {
  return /^[45]\.[0-7]\.\d$/.test(cell);
}

const RUN_TOGETHER = /do ?not ?((e ?)?mail|contact|send|disturb)/;

const REFUSAL = patternOf({
  en: '(left|leaving|quit|taken off|remove from|off) (the |our |this |your )?(mailing |e ?mail )?(list|newsletter)( |$)|not to (receive|get)|cancell?ed (the |their |his |her )?(subscription|newsletter)|unsub|un subscri|opt(ed|s|ing)? ?outs?( |$)|optout|(do not|don t|dont|never|must not|may not|should not|cannot|not to) (to )?(be )?(ever )?(again )?(e ?mail|mail|contact|send|disturb|market|subscribe|write|newsletter)|never (again|wants?)|dnc( |$)|dnm( |$)|no ?mail( |$)|no (more )?(e ?mails?|mails|mailings?|newsletters?|news letters?|contact)( |$)|black ?list|block ?list|suppressed|suppression|(asked|asks|wants?|requested|wishes) to be (removed|deleted|taken off|forgotten|left alone|unlisted)|off (the |our |your |this |all )?(mailing |e ?mail )?lists?( |$)|no more (e ?)?mails?( |$)|(requested|requests|asked for|wants) (removal|erasure|deletion)|(remove|delete|erase|take) (me|him|her|them|this address)( |$)|(remove|removed|take|taken|took)( (me|him|her|them|us))? (from|off) (the |this |your |our |my |all )?(mailing |e ?mail |newsletter )?(list|newsletter)|no longer (wants?|wish|wishes|interested|subscribed|receiv|a (subscriber|reader|member)|reads)|not interested|(does not|doesn t|don t|do not|did not|didn t) (want|wish)|wants no|too many e? ?mails|never signed up|(please )?stop (sending|mailing|e ?mailing|writing|contacting|the (e ?mails|newsletter))|(withdrew|revoked|refused|denied|withdrawn|declined) (the |their |his |her )?(consent|permission)|(consent|permission) (was |is |has been )?(withdrawn|revoked|refused|denied|declined)|(gdpr|dsgvo) (erasure|deletion|delete|removal)|right to be forgotten|erasure request|deceased|passed away|(ex|former|lapsed|past) (subscriber|reader|recipient)',
  de: 'geloscht werden|bittet um (loschung|entfernung|austragung)|loschung (verlangt|gewunscht|erbeten)|(vom|aus dem) (verteiler|newsletter) (genommen|entfernt|gestrichen|nehmen|streichen)|abgemeld|abmeld|abbestell|ausgetragen|austragen|kein(e|en)? (weitere[n]? )?(e )?mails?( |$)|kein(e|en)? (weitere[n]? )?(newsletter|rundbrief|werbung|kontakt)|nicht (mehr )?(an)?(mailen|schreiben|kontaktieren|anschreiben|kontakt)|widerruf|widersproch|mochte (keine|nicht)|will (keine|nicht)|bitte loschen|kein interesse|aus (dem )?(e mail )?verteiler|newsletter abgelehnt|verstorben|gesperrt fur',
  fr: 'ne plus (etre|recevoir)|(etre|a) retiree? (de|du)|(etre|se) desabonn|demande (de |sa |la )?(suppression|retrait)|desabon|desinscri|ne (pas|plus) (le |la |les )?(contacter|envoyer|ecrire|recevoir|solliciter|deranger)|ne (veut|souhaite) (pas|plus)|pas d e ?mails?|plus d e ?mails?|retire[er]? de la liste|s est oppose|pas interesse|liste noire|liste rouge|decede',
  es: 'no (le|les|me|nos) (escrib|envi|mand|contact|molest)|(salir|quitar|borrar|eliminar)(le|la|lo|me|se)? (de|del) (la |las )?(lista|boletin)|dad[oa] de baja|se dio de baja|darse de baja|no (enviar|contactar|molestar|escribir|quiere|desea|mas correos)|lista negra|desuscri|cancelo la suscripcion|fallecid',
  it: 'essere (cancellat|rimoss|eliminat|tolt)|(tolt|rimoss|cancellat|uscit)[oaie] dalla (lista|newsletter)|disiscri|non (inviare|contattare|scrivere|vuole|desidera|disturbare)|lista nera|cancellat[oa] dall|decedut',
  pt: '(sair|retirar|remover|tirar) (da|do) (lista|boletim|newsletter)|ser (removid|excluid|retirad|apagad)|descadastr|nao (enviar|contatar|contactar|quer|deseja|perturbar|recebe)|lista negra|falecid',
  nl: 'van de (mailing ?)?lijst( |$)|verwijderd worden|wil eraf|uitgeschreven|afgemeld|niet (meer )?(mailen|e mailen|contacteren|benaderen|aanschrijven|sturen)|geen (e ?)?(mails?|nieuwsbrief)|wil (geen|niet)|zwarte lijst|overleden',
  pl: 'prosi o (usunie|wypis)|(usunac|wypisac) z (listy|newslettera)|nie zyczy|wypisa[nl]|nie (wysylac|kontaktowac|chce|pisac|przeszkadzac)|czarna lista|zrezygnowal',
  ja: '配信停止|配信不要|配信拒否|配信解除|退会|購読解除|購読停止|送信しない|送信不可|送らない|受信拒否|メール不要|メール停止|連絡不要|解除済',
  nordic:
    'avregistrerad|avanmal|avprenumer|inga (fler )?(mejl|mail|utskick|nyhetsbrev)|vill inte|ej (mejl|mail|utskick|kontakt)|afmeldt|frameldt|avmeldt|meldt av|ingen (flere )?(e post|mails?|nyhedsbrev|nyhetsbrev)|(onsker|vil) ikke|ma ikke kontakt|peruuttanut|ei saa (lahettaa|ottaa)|ei halua|ei sahkopost',
  east: 'odhlasen|odhlasil|nezasilat|neposilat|nekontaktovat|nechce|leiratkoz|ne kuldj|nem ker|dezabonat|nu (trimite|contacta|doreste)|odjavljen|abonelikten|uyelikten|iptal edil|gonderme|istemiyor|rahatsiz etme',
  cyrillic:
    'отписа|отписк|не (писать|отправлять|беспокоить|присылать|хочет|рассылать|слать)|черный спис|відписа|не (надсилати|писати|турбувати|хоче)|чорний спис',
  asia: '退订|退訂|取消订阅|取消訂閱|不再接收|请勿|請勿|勿发|黑名单|黑名單|拒收|수신거부|수신 거부|구독취소|구독 취소|구독해지|구독 해지|탈퇴',
  more: 'απεγγραφ|διαγραφηκε|μη (στελν|αποστ|ενοχλ)|الغاء الاشتراك|لا ترسل|عدم الازعاج|ביטול מנוי|הוסר|לא לשלוח|להסיר',
});

const COMPLAINT =
  /(^| )(spam (complaint|report|complainer)|complaint(s)? (of|about) spam|(complained|reported|marked|flagged) (it |us |this )?(of |as |about )?(spam|junk|abuse)|abuse (report|complaint)|als spam (gemeldet|markiert)|signale comme spam|marcado como spam|fbl( |$))|迷惑メール報告/;

const RETURNED = patternOf({
  en: 'bounced|(hard|soft) ?(bounc|fail)|bounc(e|es|ing) (back|mail|type|reason|code)|undeliver|(user|recipient|account|mailbox|mail box|inbox|address|domain|host|user account) (is |has been |was )?(unknown|unavailable|not found|disabled|inactive|suspended|full|rejected|invalid|over quota|does not exist|doesn t exist|not exist)|unknown (user|recipient|address|mailbox|account|host|local part)|no such (user|recipient|address|mailbox|account|domain|person|host)|(quota|storage) (is |has been |was )?(full|exceeded)|over ?quota|(invalid|bad|non ?existent|wrong|dead) (recipient|mailbox|e ?mail|destination|mail address)|(invalid|dead|inactive) address|relay(ing)? (access )?denied|delivery (has |status )?(failed|failure|incomplete)|(message|mail|delivery|recipient|sender) (was |has been |is )?(rejected|blocked|refused|not accepted)|returned (mail|to sender)|return to sender|permanent (failure|error)|perm ?fail|mailer daemon|requested action (not taken|aborted)|e ?mail (bounces|does not work|doesn t work|no longer works|invalid|is dead)',
  de: 'unzustellbar|nicht zustellbar|postfach (ist )?(voll|nicht|unbekannt)|(empfanger|adresse|nutzer|benutzer) (ist )?(unbekannt|ungultig|existiert nicht)|unbekannte[rs]? (empfanger|adresse|nutzer|benutzer)|zuruckgewiesen|mail kam zuruck',
  fr: 'boite (mail |aux lettres )?(pleine|inexistante)|(adresse|utilisateur|destinataire) (e ?mail )?(inexistante?|invalide|inconnue?|introuvable)|non (remis|distribue)|rebondi',
  es: 'buzon (lleno|inexistente|no)|(usuario|direccion|destinatario) (desconocid|no existe|invalid|inexistente)|rebotad|devuelt',
  it: 'casella (piena|inesistente)|(utente|indirizzo|destinatario) (sconosciut|inesistente|non valido)|rimbalzat',
  pt: 'caixa (de correio )?(cheia|inexistente)|(usuario|endereco|destinatario) (desconhecid|inexistente|invalid)|devolvid',
  nl: '(mailbox|postvak) (is )?vol( |$)|onbekende (gebruiker|ontvanger)|adres (bestaat niet|onbekend|ongeldig)|onbestelbaar',
  pl: 'skrzynka (pelna|nie istnieje)|nieznany (uzytkownik|odbiorca|adres)|adres nie istnieje|odbity|niedostarcz',
  more: '宛先不明|ユーザー不明|メールボックス(が)?(満杯|一杯|いっぱい)|アドレス(が)?(不明|存在しない)|不達|用户不存在|邮箱(已)?满|地址不存在|退信|退回|반송|ящик переполнен|(адрес|пользователь|ящик) не (существует|найден)|недоставл|недоставк|nedorucitelne|postlada full|postkasse full|mottaker ukjent|kutu(su)? dolu|kezbesithetetlen',
});
