import { textContent } from 'domutils';
import { parseDocument } from 'htmlparser2';
import { withoutTags } from './html-tags.ts';

/** Code between backticks is kept: `` `<b>` `` names a tag. */
const CODE = /(```[\s\S]*?```|`[^`\n]+`)/;

/** In a text about markup, so are quotations: “Salt &amp; Light” is quoted literally. */
const CODE_OR_QUOTED = /(```[\s\S]*?```|`[^`\n]+`|“[^“”\n]*”)/;
const ABOUT_MARKUP = /\b(?:escap(?:e[sd]?|ing)|entit(?:y|ies)|ampersands?|markup|markdown|html|xml|tags?)\b/i;

/** Placeholder for kept parts; `cleanText` removes every NUL. */
const PLACEHOLDER = '\0';

const ENTITY = /&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z][A-Za-z\d]{1,31});/g;

const MARKDOWN_LINK = /!?\[([^[\]\n]*)\]\((?:https?:|mailto:|\/)[^\s()]*(?:\s+"[^"\n()]*")?\)/g;

/** Bold text, but neither powers (`2**8`) nor arguments (`**options`). */
const MARKDOWN_BOLD = /(?<![\w*\\])\*\*(?=[^\s*])([^*\n]*[^\s*])\*\*(?![\w*])/g;

/** Escaping levels to undo: `&amp;#39;` is an apostrophe escaped twice. */
const MAX_ESCAPES = 3;

/** Removes HTML, links' URLs and asterisks, and decodes entities; keeps what only resembles HTML: `a < b`. */
export function plainText(text: string): string {
  if (!/[<&[*]/.test(text)) return text;
  const kept = ABOUT_MARKUP.test(text) ? CODE_OR_QUOTED : CODE;
  const parts = text.replaceAll(PLACEHOLDER, '').split(kept);
  const codes = parts.filter((_, index) => index % 2 === 1);
  const prose = parts.filter((_, index) => index % 2 === 0).join(PLACEHOLDER);
  const plain = withoutEntities(prose).replace(MARKDOWN_LINK, '$1').replace(MARKDOWN_BOLD, '$1');
  const restored = plain.split(PLACEHOLDER).flatMap((part, index) => [part, codes[index] ?? '']);
  return restored.join('').trim() === text.trim() ? text : restored.join('').trim();
}

/** In a text with tags, entities are characters; in one without, they may be escaped tags. */
function withoutEntities(prose: string): string {
  const untagged = withoutTags(prose);
  let decoded = untagged;
  for (let escapes = 0; escapes < MAX_ESCAPES; escapes += 1) {
    const next = decoded.replace(ENTITY, characterOf);
    if (next === decoded) break;
    decoded = next;
  }
  return untagged === prose && decoded !== untagged ? withoutTags(decoded, { pairedOnly: true }) : decoded;
}

function characterOf(entity: string): string {
  return textContent(parseDocument(entity)).replace('\u00a0', ' ').replaceAll(PLACEHOLDER, '');
}
