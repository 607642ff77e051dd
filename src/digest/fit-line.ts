import { toolKey } from '../comparisons/comparison.ts';
import { hasRightToLeft, oneLine, withoutBidiControls } from '../shared/clean-text.ts';
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

/** The first that fits with whole or undescribed names, else with names cut between words; null if none. */
export function fitLine(
  wordings: readonly Wording[],
  maxLength: number,
  isAllowed: (line: string) => boolean = () => true,
): string | null {
  const usable = wordings
    .map(({ names, say }) => ({
      names: names.map(plainName),
      say: (...shown: string[]) => say(...shown.map(endedLeftToRight)),
    }))
    .filter(({ names }) => !names.includes(''));
  const inFull = usable.flatMap(({ names, say }) => [say(...withoutDescriptions(names)), say(...names)]);
  const cut = usable.flatMap((wording) => withShortenedNames(wording, maxLength) ?? []);
  const fits = (line: string) => line.length <= maxLength && !looksLikeReply(line) && isAllowed(line);
  return [...inFull, ...cut].find(fits) ?? null;
}

export function plainName(name: string): string {
  return oneLine(plainLine(name).replace(EMOJI, ''));
}

/** "100%" after an Arabic name would move before it; a left-to-right mark (UAX #9, 2.6) prevents that. */
function endedLeftToRight(name: string): string {
  return hasRightToLeft(name) ? `${name}\u200e` : name;
}

function withoutDescriptions(names: readonly string[]): string[] {
  const short = names.map((name) => {
    const head = name.replace(DESCRIPTION, '').trimEnd();
    return head.length > 2 ? head : name;
  });
  return areStillDistinct(names, short) ? short : [...names];
}

function withShortenedNames({ names, say }: Wording, maxLength: number): string | null {
  const short = withoutDescriptions(names);
  const marks = names.filter(hasRightToLeft).length;
  const room = maxLength - marks - say(...names.map(() => '')).length;
  const longest = longestFittingLength(short, room);
  if (longest < MIN_NAME_LENGTH) return null;
  const cut = short.flatMap((name) => cutText(name, longest) ?? []);
  return cut.length === names.length && areStillDistinct(names, cut) ? say(...cut) : null;
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

function areStillDistinct(names: readonly string[], short: readonly string[]): boolean {
  return new Set(names.map(toolKey)).size === new Set(short.map(toolKey)).size;
}
