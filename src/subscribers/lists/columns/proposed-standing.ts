import type { Standing } from '../products/export-form.ts';
import { isDate } from './column-hint.ts';
import { fold } from './fold.ts';
import { type HeaderKind, headerKind, isAboutMail } from './header-kind.ts';
import { answerOf, wordClass } from './standing-words.ts';

export interface ProposedStanding {
  means: Standing;
  isGuessed: boolean;
}

const GUESS: ProposedStanding = { means: 'unsubscribed', isGuessed: true };
const sure = (means: Standing): ProposedStanding => ({ means, isGuessed: false });

/**
 * What a word probably means in a column of this name. If unclear, the proposal is not to email: a yes in a column of
 * unknown meaning may be that of someone who left.
 */
export function proposedStanding(word: string, label: string): ProposedStanding {
  const kind = headerKind(label);
  const found = wordClass(word);
  switch (found) {
    case 'gone':
      return sure('unsubscribed');
    case 'bounced':
    case 'complained':
    case 'pending':
      return sure(found);
    case 'yes':
    case 'no':
      return answerStanding({ word, isYes: found === 'yes', kind, label });
    case 'other':
      return isDate(word) ? dateStanding(kind, label) : GUESS;
  }
}

function answerStanding({
  word,
  isYes,
  kind,
  label,
}: {
  word: string;
  isYes: boolean;
  kind: HeaderKind;
  label: string;
}): ProposedStanding {
  if (isYes && SUBSCRIBED.test(fold(word))) return sure('confirmed');
  const isAnswer = answerOf(word) !== null;
  if (kind === 'gone') return isYes ? { ...GUESS, isGuessed: !isAnswer } : sure('confirmed');
  if (kind === 'none' && isAnswer && !isAboutMail(label)) return GUESS;
  return sure(isYes ? 'confirmed' : 'unsubscribed');
}

/** Words that mean getting email in any column; an opt-out may also be `active`. */
const SUBSCRIBED =
  /subscri|^opt(ed)? in$|abonn|^angemeldet$|inscri|^iscritt|^aangemeld|^zapisan|^登録済み$|購読中/;

function dateStanding(kind: HeaderKind, label: string): ProposedStanding {
  if (kind === 'gone') return sure('unsubscribed');
  return tellsOfJoining(label) ? sure('confirmed') : GUESS;
}

/** Whether dates or text in such a column belong to people who joined, not who left. */
export function tellsOfJoining(label: string): boolean {
  return /(^| )(opt(ed)? ?in|confirm|bestatig|verif|subscribed|activat|aktiviert|freigeschaltet|activ[ae]d|active? le|attivat|ativad|geactiveerd|aktywow|joined|signed up|angemeldet|inscri(t|pt|to|ta)|aangemeld|zapisan)|登録/.test(
    fold(label),
  );
}
