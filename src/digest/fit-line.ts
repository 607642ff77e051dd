import { toolKey } from '../comparisons/comparison.ts';
import { hasRightToLeft, oneLine, withoutBidiControls } from '../shared/clean-text.ts';
import { cutNames } from './cut-names.ts';
import { cutText } from './cut-text.ts';

export interface Wording {
  names: readonly string[];
  say(...names: string[]): string;
}

/** Pictures and flags with their modifiers; not ©, ® and ™, which belong to names. */
const EMOJI =
  /(?![©®™])\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\u{fe0f})*\u{200d}?|\p{Regional_Indicator}|\u{fe0f}|\u{20e3}|[\u{e0020}-\u{e007f}]/gu;

/** The description after a name, as in "Name: what it does" or "Name (by whom)". */
const DESCRIPTION = /(?::\s| [–—|-] |\s+[([]).*$/u;

/** Reply prefixes of email clients, in several languages. */
const REPLY_PREFIX = /^(?:re|fwd?|aw|wg|sv|vs|tr|rif|antw?)\s*(?:\[\d+\]\s*)?:/i;

const MIN_NAME_LENGTH = 16;

export function plainLine(text: string): string {
  return oneLine(withoutBidiControls(text));
}

export function looksLikeReply(subject: string): boolean {
  return REPLY_PREFIX.test(subject);
}

interface Room {
  maxLength: number;
  /** Every tool of the issue: none is called as another would be. */
  all: readonly string[];
  isAllowed?: (line: string) => boolean;
}

/** The first that fits with whole or undescribed names, else with names cut between words; null if none. */
export function fitLine(
  wordings: readonly Wording[],
  { maxLength, all, isAllowed = () => true }: Room,
): string | null {
  const plain = all.map(plainName);
  const usable = wordings
    .map(({ names, say }) => ({
      names: names.map(plainName),
      say: (...shown: string[]) => say(...shown.map(endedLeftToRight)),
    }))
    .filter(({ names }) => !names.includes(''));
  const inFull = usable.flatMap(({ names, say }) => [
    say(...withoutDescriptions(names, plain)),
    say(...names),
  ]);
  const fits = (line: string) => line.length <= maxLength && !looksLikeReply(line) && isAllowed(line);
  const whole = inFull.find(fits);
  if (whole !== undefined) return whole;
  const cut = usable.flatMap((wording) => withShortenedNames(wording, maxLength, plain) ?? []);
  return cut.find(fits) ?? null;
}

export function plainName(name: string): string {
  return oneLine(plainLine(name).replace(EMOJI, ''));
}

/** "100%" after an Arabic name would move before it; a left-to-right mark (UAX #9, 2.6) prevents that. */
function endedLeftToRight(name: string): string {
  return hasRightToLeft(name) ? `${name}\u200e` : name;
}

function withoutDescriptions(names: readonly string[], all: readonly string[]): string[] {
  return names.map((name) => {
    const head = name.replace(DESCRIPTION, '').trimEnd();
    const key = toolKey(head);
    const isShared = all.some((other) => toolKey(other) !== toolKey(name) && toolKey(other).startsWith(key));
    return head.length > 2 && !isShared ? head : name;
  });
}

function withShortenedNames(
  { names, say }: Wording,
  maxLength: number,
  all: readonly string[],
): string | null {
  const short = withoutDescriptions(names, all);
  const marks = names.filter(hasRightToLeft).length;
  const room = maxLength - marks - say(...names.map(() => '')).length;
  const longest = longestFittingLength(short, room);
  if (longest < MIN_NAME_LENGTH) return null;
  if (short.some((name) => cutText(name, longest) === null)) return null;
  const others = all.filter((other) => !names.some((name) => toolKey(name) === toolKey(other)));
  return say(...cutNames([...short, ...others], longest).slice(0, short.length));
}

/** The greatest length of each name at which all fit into `room`. */
function longestFittingLength(names: readonly string[], room: number): number {
  let left = room;
  const lengths = names.map(({ length }) => length).sort((one, other) => one - other);
  for (const [index, length] of lengths.entries()) {
    const share = Math.floor(left / (lengths.length - index));
    if (length > share) return share;
    left -= length;
  }
  return room;
}
