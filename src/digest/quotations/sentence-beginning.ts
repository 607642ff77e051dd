import { isClosed } from './whole-sentence.ts';

const CUTS = /\s[–—-]+\s|(?<=\p{L})—(?=\p{L})|[:;](?=\s)/gu;

/** Only in English can we tell whether the end of a sentence reverses its beginning. */
const ENGLISH = /\b(?:the|and|you|with|it|this|that)\b/i;

const REVERSALS =
  /\b(?:but|however|yet|except|unless|until|only|although|though|while|whereas|if|when|not|no|never|nor|none|nothing|nobody|without|instead|rather|despite|wrong|false|untrue|myth|hardly|barely|almost|nearly|otherwise|still|provided|cannot|wish|would|could|should|might|may)\b|n['’]t\b/i;

/** Beginnings that state nothing, or someone else's view: "If you own a kiln", "They promised a miracle". */
const NON_COMMITTAL =
  /^(?:if|while|although|though|when|unless|because|since|even|despite|whether|once|until|after|before|as|not only|in theory|on paper)\b|\b(?:what|expect\w*|thought|hoped?|wanted|assum\w*|suppos\w*|claim\w*|says?|said|promis\w*|told|sounds?|looks?|seems?|pitch\w*|used to|would|could|should|at first|initially|demo|marketing|advertis\w*|myth|question)\b|\?/i;

/**
 * The longest beginning that ends before a dash, a colon or a semicolon, with an ellipsis. Null if none fits, or if the
 * rest may reverse it; `reverses` adds to what does.
 */
export function beginningOf(
  sentence: string,
  { fits, reverses }: { fits: (beginning: string) => boolean; reverses: (rest: string) => boolean },
): string | null {
  if (!ENGLISH.test(sentence)) return null;
  const cuts = [...sentence.matchAll(CUTS)].map(({ index }) => index);
  for (const at of cuts.toReversed()) {
    const [beginning, rest] = [sentence.slice(0, at), sentence.slice(at)];
    const isComplete = fits(beginning) && isClosed(beginning) && !NON_COMMITTAL.test(beginning);
    if (isComplete && !REVERSALS.test(rest) && !reverses(rest)) return `${beginning.trimEnd()}…`;
  }
  return null;
}
