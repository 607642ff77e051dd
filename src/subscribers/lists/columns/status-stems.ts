/** Stems, by language, with which headers say who gets email, matched after `fold`: no accents or capitals. */

const OPTED_OUT_STEMS: Readonly<Record<string, string>> = {
  en: 'unsub|un sub|unsus|unusb|usub|usnub|unsbu|opt(ed|s|ing)? ?out|opted( (?!in)|$)|black ?list|block(ed|ing|s)?( |$)|block ?list|suppress|do ?not|don t|dnc( |$)|dnm( |$)|bounce|complain|spam|junk|abus|invalid|undeliver|unreachable|cancel|stop(ped|s)?( |$)|end date|ended|delet|remov|erase|disabl|inactiv|deactiv|left( |$)|quit( |$)|leave|leaving|gone( |$)|reject|fail(ed|ure)|quarantin|bann(ed)?|exclud|withdr|revok|object(ed|ion)|clean(ed)?( |$)|archived|churn|expire|lapsed|no (e )?mails?( |$)|never mail|mute|paused|turned off|switched off|resign|refus|declin|suspend|silenc|snooz|dormant|halted|ceased?( |$)|forbid|forbad|prohibit|kicked|dropped( |$)|purged|anonymi[sz]|forgotten|on hold( |$)|held( |$)|dnd( |$)|no ?mail( |$)|ex( |$)|lost( |$)|errors?( |$)|smtp|dsn( |$)|ndr( |$)|diagnos|delivery (error|fail|problem)|mailer daemon|closed( |$)|exit( |$)|depart(ed|ure)?( |$)|terminat|discontin|trash|until( |$)|end( |$)|not |no ?e?mails?( |$)|former( |$)',
  de: 'abgem|abmeld|abbest|ausgetrag|austrag|austritt|ausgetret|widerruf|widerspr|gesperrt|sperr|unzustell|beschwer|geloscht|losch|kundig|gekund|gestopp|geblock|beendet|storn|zuruckgez|inaktiv|deaktiv|blockiert|rucklauf|ausgeschied|entfernt|abgelehnt|kein(e)? (e )?mail|keine werbung|nicht (mehr )?(an)?(mail|schreib|kontakt)|abgang|ende( |$)|bis( |$)',
  fr: 'desabon|desinscri|desactiv|bloqu|liste noire|liste rouge|rejet|rebond|plainte|supprim|opposition|oppose|resili|inactif|inactiv|exclu(?!siv)|retrait|retire|revoqu|indesirable|ne (pas|plus) |refuse|sortie( |$)|depart( |$)|fin( |$)',
  es: 'bajas?( (?!california)|$)|salida( |$)|cancel|bloque|lista negra|rebot|queja|elimin|inactiv|borrad|rechaz|excluid|desuscri|anulad|no (enviar|contactar|molestar|desea)|revoc',
  it: 'disiscri|cancella|revoc|blocca|lista nera|rimbalz|reclam|elimin|inattiv|disattiv|rifiut|esclus[oaie]( |$)|rimoss|rimozion|disdett|non (inviare|contattare)|annullat|uscit[ao]( |$)|recess',
  pt: 'descadastr|cancel|remov|remoc|bloque|bloqui|lista negra|rejeit|devolv|reclama|exclui|exclus(?!iv)|inativ|desinscri|desativ|nao (enviar|contatar|contactar|quer)|recus|saida( |$)|encerr',
  nl: 'afgemeld|afmeld|uitgeschreven|uitschrij|opgezegd|opzeg|geannul|geblokkeerd|blokk|zwarte lijst|onbestelbaar|klacht|verwijder|inactief|geweiger|weiger|niet (mailen|contact|meer)|uit( |$)|beeindig|einde( |$)',
  pl: 'wypis|rezygn|zablok|blokad|czarna lista|odbit|odbic|zwrot|skarg|reklamac|usuniet|usun|nieaktyw|cofn|sprzeciw|anulow|wyrej|odrzuc|wykresl|skresl|zakoncz',
  ja: '受信拒否|解除|退会|停止|拒否|ブロック|ブラックリスト|エラー|不達|バウンス|苦情|迷惑|削除|無効|除外|オプトアウト|取消|中止|不要|しない|らない|ません|不可|解約|抹消|否',
  sv: 'avreg|avanm|avpren|avslut|sparr|borttag|raderad|studs|inaktiv|blockerad|utskriven|vill inte|inga (fler )?(mejl|mail|utskick)',
  da: 'afmeld|frameld|opsagt|slettet|blokeret|inaktiv|afvist|ikke ',
  nb: 'avmeld|slett|blokkert|sperret|oppsagt|avvist|inaktiv|meldt av',
  fi: 'peruut|peruttu|poist|estet|eronnut|passiiv|kielt|palautun|epaaktiiv',
  cs: 'odhlas|odhlaseni|smazan|zrusen|zablokovan|neaktiv|nedorucit|nezasil|neposil|odvolan|vyrazen',
  hu: 'leirat|leirak|torolt|torol|lemond|inaktiv|letilt|tiltott|visszapattan|kezbesithetetlen',
  ro: 'dezabon|sters|blocat|inactiv|anulat|renuntat|respins',
  tr: 'pasif|iptal|engelle|silin|ayril|cikis|cikt|abonelikten|reddet|istemi|kapali|durdur|geri don',
  ru: 'отпис|удал|заблок|блок|жалоб|недостав|неактив|отказ|отмен|отключ|исключ|черн|не (писать|беспокоить|отправ)|возврат',
  uk: 'відпис|видал|заблок|скарг|недостав|неактив|відмов|скасов|вимкн|чорн|не (писати|турбувати|надсил)',
  zh: '退订|退訂|屏蔽|黑名单|黑名單|无效|無效|删除|刪除|拒收|拒绝|拒絕|退信|投诉|投訴|取消|停用|禁用|注销|註銷|失效|勿扰|勿擾',
  ko: '해지|거부|탈퇴|취소|차단|반송|삭제|휴면|정지|중지|비활성',
  el: 'διαγραφ|απεγγραφ|ανενεργ|αποκλεισ|ακυρ|απορριψ|παραπον',
  ar: 'الغاء|ملغ|محظور|محذوف|غير نشط|مرفوض|متوقف',
  he: 'הסר|הוסר|ביטול|בוטל|חסום|לא פעיל|נמחק|עזב',
  more: 'deceased|died|dead( |$)|verstorb|deced|falleci|deceduto|falecid|overleden|zmarl|死亡|afregist|odjav|odjavljen|отказал',
};

const STATUS_STEMS: Readonly<Record<string, string>> = {
  en: 'subscr|subs?( |$)|status|states?( |$)|standing|consent|permission|gdpr|dsgvo|rgpd|lgpd|ccpa|accept|agree|allow|marketing|newsletter|opt(ed)? ?in( |$)|activ|enabl|confirm|verif|valid|mailable|deliverab|contactable|emailable|receives|wants|mailings|mailing list|digest|deliver(y|ies|ed)?( |$)|(e ?mail|mailing|message) (settings?|options?|preferences?|mode)( |$)|(may|can|ok(ay)?) (we )?(to )?(e ?mail|contact|send|write)',
  de: 'abos?( |$)|zustand|einwillig|zustimm|erlaubnis|erlaubt|darf( |$)|werb(e|ung)|aktiv|bestatig|angemeldet|abonn|erhalt|zustell|freigabe|rundbrief|datenschutz',
  fr: 'statut|etat( |$)|actif|abonn|inscri|accord|autoris|lettre d info|infolettre|situation',
  es: 'acept|permis|estado|suscri|situacion|autoriz|boletin|recibir|alta( |$)',
  it: 'consens|accett|stato( |$)|attiv|conferm|iscri|autorizz|ricev',
  pt: 'aceit|permiss|situacao|ativ|inscri|assina|autoriz|receb',
  nl: 'toestemming|akkoord|actief|bevestig|aangemeld|ingeschreven|nieuwsbrief|ontvang',
  pl: 'zgod|stan( |$)|aktywn|potwierd|zapisan|subskry|otrzym',
  ja: 'メルマガ|メールマガジン|ニュースレター|希望|配信|購読|同意|許可|状態|ステータス|有効|確認|承諾|受信|登録状況',
  sv: 'samtyck|godkan|bekraft|prenum|nyhetsbrev|aktiv|utskick',
  da: 'samtykke|bekraeft|tilmeld|nyhedsbrev|aktiv|godkend',
  nb: 'bekreft|pameld|nyhetsbrev|abonn',
  fi: 'suostum|tilaus|tilaa|uutiskirje|aktiiv|vahvist|tila( |$)',
  cs: 'souhlas|stav( |$)|odber|aktivni|potvrzen|zasilani',
  hu: 'hozzajarul|feliratk|hirlevel|allapot|statusz|aktiv|megerosit',
  ro: 'stare( |$)|abonat|consimt|activ|confirmat',
  tr: 'onay|izin|abone|durum|aktif|bulten|uyelik|riza',
  ru: 'подпис|статус|состоян|соглас|актив|подтвер|рассыл',
  uk: 'підпис|статус|стан( |$)|згода|актив|підтвер|розсил',
  zh: '订阅|訂閱|状态|狀態|同意|接收|有效|启用',
  ko: '구독|상태|동의|수신|활성',
  el: 'καταστασ|συναινε|συγκαταθ|εγγραφ|ενεργ',
  ar: 'اشتراك|حالة|موافق|نشط',
  he: 'מנוי|סטטוס|מצב|הסכמה|פעיל',
};

/** Found anywhere in compounds, as in `Newsletterabmeldung` and `emailunsubscribed`. */
const OPTED_OUT_ANYWHERE =
  'unsub|optout|blacklist|blocklist|suppress|bounce|complain|disabled|abmeld|abgemeldet|austrag|widerruf|widerspruch|sperr|desabon|desinscri|desuscri|disiscri|descadastr|afmeld|uitschrij|wypis|cancelled|canceled|deleted|blocked';
const STATUS_ANYWHERE =
  'optin|subscri|enabled|consent|status|einwillig|erlaubnis|zustimm|permission|verified|confirmed|newsletter|abonn';

/** A stem matches at the start of a word, if the script has words: `baja` is not in `Cabaja`. */
export function patternOf(stems: Readonly<Record<string, string>>, anywhere = '(?!)'): RegExp {
  const all = Object.values(stems).join('|').normalize('NFKD').replace(/\p{M}/gu, '');
  return new RegExp(`(?:^|[^a-z])(?:${byFirstLetter(all)})|${anywhere}`, 'u');
}

/** Groups alternatives by first letter: trying hundreds of them at every word is slow. */
function byFirstLetter(alternatives: string): string {
  const groups = new Map<string, string[]>();
  for (const one of topLevel(alternatives)) {
    const letter = /^\p{L}(?![?*+{])/u.exec(one)?.[0] ?? '';
    groups.set(letter, [...(groups.get(letter) ?? []), one.slice(letter.length)]);
  }
  return [...groups].map(([letter, rests]) => `${letter}(?:${rests.join('|')})`).join('|');
}

/** Splits at bars outside brackets. */
function topLevel(alternatives: string): string[] {
  const found = [''];
  let depth = 0;
  for (const sign of alternatives) {
    if (sign === '(' || sign === '[') depth += 1;
    if (sign === ')' || sign === ']') depth -= 1;
    if (sign === '|' && depth === 0) found.push('');
    else found[found.length - 1] += sign;
  }
  return found;
}

export const OPTED_OUT_STEM = patternOf(OPTED_OUT_STEMS, OPTED_OUT_ANYWHERE);
export const STATUS_STEM = patternOf(STATUS_STEMS, STATUS_ANYWHERE);
