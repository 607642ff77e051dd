import { STATUS_STEM } from './status-stems.ts';

/** "No", "without" and the like, which negate what follows. */
const NO_BEFORE =
  /(?:^| )(?:no(?! (?:of|de) )|non|not|without|never|skip|exempt|except|omit|hide|avoid|missing|lack(?:s|ing)?|kein(?:e[nr]?)?|ohne|nicht|ausgenommen|pas|sans|aucune?|hors|sin|ningun[ao]?|excepto|senza|nessun[ao]?|tranne|sem|nenhuma?|exceto|geen|zonder|niet|bez|nie|brak|poza|ingen|inga|inget|uten|uden|utan|ej|ikke|inte|ilman|nem|nincs|nelkul|fara|nu|без|нет|не|ні) (.*)$/;
/** These follow what is missing. */
const MISSING_BEHIND = /^(.*) (?:missing|lacking|fehlt|manquant|falta|manca|ontbreekt|brak|欠如)$/;

const MAIL = /(?:^| )(?:e ?)?(?:mails?|mailings?|courriels?|correos?|post)(?: |$)/;

/**
 * Whether a column's name means no email: "No newsletter", "Ohne Einwilligung", "Consent missing". A yes in it keeps
 * email away.
 * @param name In the form of `fold`.
 */
export function refusesEmail(name: string): boolean {
  const what = NO_BEFORE.exec(name)?.[1] ?? MISSING_BEHIND.exec(name)?.[1];
  return what !== undefined && (STATUS_STEM.test(what) || MAIL.test(what));
}
