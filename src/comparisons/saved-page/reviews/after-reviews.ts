import { continuesSentence, type PageLine, type PageProblem } from '../page-lines.ts';
import { opensQuotation } from './quoted-texts.ts';
import { scoreOf } from './said-values.ts';
import { endsSentence, marksNoReview, namesScore } from './score-lines.ts';

const CONTROL =
  /^(?:(?:read|show|see|view) (?:more|less|all|full review|the full review)|copy(?: link)?|share(?: (?:this )?(?:comparison|review|page|on .{1,20}))?|share this|post on .{1,20}|tweet(?: this)?|helpful|report|reply|like|embed|save|bookmark)[:…→›»]*$/;

/** Facts beside a review rather than in it: stars, date, votes. */
const BESIDE_REVIEW =
  /^(?:(?:[★☆⭐✩✭✯ ]|\ufe0f)+|(?:about |over )?(?:\d+|an?|one|two) (?:second|minute|hour|day|week|month|year)s? ago|yesterday|just now|verified(?: (?:reviewer|user|buyer|purchase|owner|tester))?|view (?:full )?profile|read (?:the )?full review|(?:posted|updated|reviewed|edited)(?: on)? (?:\d|\p{L}{3,9}\.? \d)[\d\p{L} ,./-]{0,20}|(?:helpful|useful|reply|replies|likes?|comments?|report)\??:? ?\(?\d*\)?\??|report (?:abuse|review|this review)|\d+ (?:people |person )?(?:found (?:this|it) (?:helpful|useful)|replies|reply|likes?|comments?|helpful)|(?:was|is) this (?:review )?(?:helpful|useful)\??)$/u;

const AFTER_REVIEWS =
  /^(?:[←‹«] ?)?(?:(?:more|related|similar|other|popular|latest|recent|trending|top|all|next|previous|further) (?:ai )?(?:tool )?(?:comparisons?|tools?|reviews?|verdicts?|matchups?|reads?|posts?|articles?|from .{1,30}|like this)|see also|read next|keep reading|you (?:may|might) also like|people also (?:compared?|viewed)|was this (?:comparison |page )?(?:helpful|useful)|related|(?:cast your |sign in to |log in to )?vote(?: now|: ?(?:ship|skip))?|what do you think|your verdict|discussion|comments?(?: \(\d+\))?|back to .{1,40}|(?:compare|browse|view|see) (?:more|all|other).{0,40}|visit .{1,40})[?:…→›»]*$/;

const ADVERT =
  /^(?:ad|ads|advert|advertise(?:ment)?s?|sponsored(?: (?:by|content|post|links?)\b.{0,60})?|promoted(?: by.{0,60})?|our sponsors?|(?:a )?(?:word|message) from our sponsors?|paid (?:partnership|promotion)|affiliate (?:links?|disclosure)|partner content)[:.…]*$/;

/** Words that sell or ask for something. */
const SELLS =
  /\b(?:sponsor|advert|promo|subscribe|sign up|free trial|discount|coupon|affiliate|commission|newsletter|% off|learn more|click|try \p{Lu}|get started|join (?:us|our|the))/u;

const ON_CARD =
  /^(?:visit(?: (?:the )?(?:site|website|page))?|(?:go to|open)(?: the)? (?:site|website)|(?:official )?website|try (?:it|for free|it free|now)|learn more|(?:view |see )?details|(?:view|see)(?: the)? (?:tool|profile))[:…→↗›»\s]*$/;

const MAX_CONTROL = 80;

/** Removes links and buttons, and everything from the first heading, link or section below the last review. */
export function reviewsOnly(lines: readonly PageLine[]): PageLine[] {
  const lastReview = lines.findLastIndex(startsReview);
  const last = lines[lastReview];
  const textAt = last?.quotation !== undefined || opensQuotation(last) ? lastReview : lastReview + 1;
  const end = lines.findIndex(
    (line, index) =>
      index > textAt && (line.role === 'heading' || isOffer(line) || line.section !== lines[textAt]?.section),
  );
  const reviews = end === -1 ? lines : lines.slice(0, end);
  return reviews.filter((line, index) => {
    if (line.text.length > MAX_CONTROL || continuesSentence(line) || startsReview(line)) return true;
    const next = reviews[index + 1];
    // A link above a score is the reviewer's name.
    const isName = next !== undefined && startsReview(next) && !opensQuotation(next);
    return (
      !CONTROL.test(line.key) &&
      !BESIDE_REVIEW.test(line.key) &&
      (line.role !== 'link' || isName || endsSentence(line.text))
    );
  });
}

export function withoutOffers(lines: readonly PageLine[]): PageLine[] {
  return lines.filter(
    (line) =>
      line.key.length > MAX_CONTROL ||
      continuesSentence(line) ||
      !(ON_CARD.test(line.key) || CONTROL.test(line.key)),
  );
}

export function withoutLinks(lines: readonly PageLine[]): PageLine[] {
  return lines.filter(({ role, text }) => role !== 'link' || text.length > MAX_CONTROL || endsSentence(text));
}

/** The end of the last review may be a link below it: a short line that is not a sentence. */
export function doubtfulEnd(text: readonly PageLine[]): PageProblem | undefined {
  const last = text.at(-1);
  if (last === undefined || text.length < 2 || last.text.length > MAX_CONTROL) return undefined;
  if (endsSentence(last.text) || last.joins !== undefined) return undefined;
  return doubtfulLine(last);
}

/** A paragraph of the last text may belong below the reviews: if it is short, sells, or no other has two. */
export function doubtfulParagraph(texts: readonly (readonly PageLine[])[]): PageProblem | undefined {
  const added = (text: readonly PageLine[]) =>
    text.slice(1).filter(({ joins }) => joins !== 'wrapped' && joins !== 'full');
  const areUsual = texts.slice(0, -1).some((text) => added(text).length > 0);
  const line = added(texts.at(-1) ?? []).find(
    ({ text }) => !areUsual || text.length <= MAX_CONTROL || SELLS.test(text),
  );
  return line === undefined ? undefined : doubtfulLine(line);
}

/** An advertisement between reviews would become part of the one above. */
export function advertAmong(lines: readonly PageLine[]): PageProblem | undefined {
  const line = lines.find(
    (one) => one.text.length <= MAX_CONTROL && !continuesSentence(one) && ADVERT.test(one.key),
  );
  return line === undefined ? undefined : doubtfulLine(line);
}

export function doubtfulLine({ text, number }: PageLine): PageProblem {
  const shown = text.length > MAX_CONTROL ? `${text.slice(0, MAX_CONTROL)}…` : text;
  const problem = `It is unclear whether “${shown}” belongs to the reviews or comes after them: remove the line from the file, or, if it is part of a review, join it to the paragraph above`;
  return { problem, line: number };
}

function startsReview(line: PageLine): boolean {
  return (
    scoreOf(line.key) !== undefined ||
    namesScore(line) ||
    marksNoReview(line) ||
    opensQuotation(line) ||
    line.quotation !== undefined ||
    /^\d+(?:[.,]\d+)?$/.test(line.key)
  );
}

function isOffer(line: PageLine): boolean {
  return (
    line.text.length <= MAX_CONTROL &&
    !continuesSentence(line) &&
    (AFTER_REVIEWS.test(line.key) || ADVERT.test(line.key))
  );
}
