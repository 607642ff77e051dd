import type { ListStatus } from '../products/export-form.ts';
import { isDate } from './column-hint.ts';
import { fold } from './fold.ts';
import { type HeaderKind, headerKind, isAboutEmail } from './header-kind.ts';
import { wordClass, yesOrNo } from './status-words.ts';

export interface ProposedStatus {
  means: ListStatus;
  isGuessed: boolean;
}

const GUESS: ProposedStatus = { means: 'unsubscribed', isGuessed: true };
const sure = (means: ListStatus): ProposedStatus => ({ means, isGuessed: false });

/**
 * What a word probably means in a column of this name. If unclear, the proposal is not to email: a yes in a column of
 * unknown meaning may be that of someone who left.
 */
export function proposeStatus(word: string, label: string): ProposedStatus {
  const kind = headerKind(label);
  const found = wordClass(word);
  switch (found) {
    case 'opted-out':
      return sure('unsubscribed');
    case 'bounced':
    case 'complained':
    case 'pending':
      return sure(found);
    case 'yes':
    case 'no':
      return answerStatus({ word, isYes: found === 'yes', kind, label });
    case 'other':
      return isDate(word) ? dateStatus(kind, label) : GUESS;
  }
}

function answerStatus({
  word,
  isYes,
  kind,
  label,
}: {
  word: string;
  isYes: boolean;
  kind: HeaderKind;
  label: string;
}): ProposedStatus {
  if (isYes && SUBSCRIBED.test(fold(word))) return sure('confirmed');
  const isAnswer = yesOrNo(word) !== null;
  if (kind === 'opted-out') return isYes ? { ...GUESS, isGuessed: !isAnswer } : sure('confirmed');
  if (kind === 'none' && isAnswer && !isAboutEmail(label)) return GUESS;
  return sure(isYes ? 'confirmed' : 'unsubscribed');
}

/** Words that mean getting email in any column; an opt-out may also be `active`. */
const SUBSCRIBED =
  /subscri|^opt(ed)? in$|abonn|^angemeldet$|inscri|^iscritt|^aangemeld|^zapisan|^登録済み$|購読中/;

function dateStatus(kind: HeaderKind, label: string): ProposedStatus {
  if (kind === 'opted-out') return sure('unsubscribed');
  return isAboutJoining(label) ? sure('confirmed') : GUESS;
}

/** Whether dates or text in such a column belong to people who joined, not who left. */
export function isAboutJoining(label: string): boolean {
  return /(^| )(opt(ed)? ?in|confirm|bestatig|verif|subscribed|activat|aktiviert|freigeschaltet|activ[ae]d|active? le|attivat|ativad|geactiveerd|aktywow|joined|signed up|angemeldet|inscri(t|pt|to|ta)|aangemeld|zapisan)|登録/.test(
    fold(label),
  );
}
