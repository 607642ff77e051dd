import { getAttributeValue, getElementsByTagName, textContent } from 'domutils';
import type { parseDocument } from 'htmlparser2';
import { instantSchema, webUrlSchema } from '../comparison.ts';
import { isDate } from '../read-entry.ts';

type Document = ReturnType<typeof parseDocument>;

/**
 * The URL and date that a page states: canonical link or Open Graph URL; Open Graph date (ogp.me), schema.org
 * `datePublished`, or the first `<time>`. A date without a time stays one, since its start depends on the time zone.
 * Invalid statements are skipped.
 */
export function pageFacts(document: Document): { url?: string; publishedAt?: string } {
  const url = urls(document).find((text) => webUrlSchema.safeParse(text).success);
  const publishedAt = dates(document)
    .map(validDate)
    .find((text) => text !== undefined);
  return { ...(url === undefined ? {} : { url }), ...(publishedAt === undefined ? {} : { publishedAt }) };
}

function urls(document: Document): string[] {
  const links = getElementsByTagName('link', document)
    .filter((link) => /(^|\s)canonical(\s|$)/i.test(getAttributeValue(link, 'rel') ?? ''))
    .map((link) => getAttributeValue(link, 'href')?.trim() ?? '');
  return [...links, ...metas(document, 'og:url')];
}

function dates(document: Document): string[] {
  const times = getElementsByTagName('time', document).map(
    (time) => getAttributeValue(time, 'datetime')?.trim() ?? '',
  );
  return [...metas(document, 'article:published_time'), ...linkedData(document), ...times];
}

function metas(document: Document, name: string): string[] {
  return getElementsByTagName('meta', document)
    .filter((meta) => [getAttributeValue(meta, 'property'), getAttributeValue(meta, 'name')].includes(name))
    .map((meta) => getAttributeValue(meta, 'content')?.trim() ?? '');
}

function linkedData(document: Document): string[] {
  return getElementsByTagName('script', document)
    .filter((script) => getAttributeValue(script, 'type')?.trim().toLowerCase() === 'application/ld+json')
    .flatMap((script) => publishedIn(textContent(script)));
}

/** Every `datePublished` in JSON-LD, outermost first. */
function publishedIn(json: string): string[] {
  let level: unknown[];
  try {
    level = [JSON.parse(json)];
  } catch {
    return [];
  }
  const found: string[] = [];
  while (level.length > 0) {
    const objects = level.filter((value): value is object => typeof value === 'object' && value !== null);
    for (const value of objects.map((object) => Reflect.get(object, 'datePublished'))) {
      if (typeof value === 'string') found.push(value.trim());
    }
    level = objects.flatMap((object) => Object.values(object));
  }
  return found;
}

function validDate(text: string): string | undefined {
  if (!/^\d{4}-\d\d-\d\d.{0,40}$/.test(text)) return undefined;
  return isDate(text) || instantSchema.safeParse(text).success ? text : undefined;
}
