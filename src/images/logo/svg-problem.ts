import { Parser } from 'htmlparser2';
import { referenceProblem, type SvgElement } from './svg-references.ts';

const OUTSIDE =
  'The SVG refers to something outside itself, and a logo is never fetched from anywhere. Export it with everything inside.';
const SCRIPTED = 'The SVG has a script in it. Export it without scripts.';
const ENTITIES = 'The SVG declares entities in its DOCTYPE. Export it without a DOCTYPE.';
const ANIMATED = 'The SVG moves. Export it without animations: emails show a still picture.';
const TEXT =
  'The SVG has text in it, which looks different on every machine. Convert the text to paths (outlines), or give a PNG.';
const PICTURE = 'The SVG has a picture in it. Give that picture itself, as a PNG or JPEG.';
const PAGE = 'The SVG has a web page in it. Export it without foreignObject.';

const ELEMENTS: ReadonlyMap<string, string> = new Map([
  ['script', SCRIPTED],
  ['foreignobject', PAGE],
  ['image', PICTURE],
  ['feimage', PICTURE],
  ['text', TEXT],
  ['animate', ANIMATED],
  ['animatemotion', ANIMATED],
  ['animatetransform', ANIMATED],
  ['set', ANIMATED],
]);

export const MAX_SVG_ELEMENTS = 20_000;
export const MAX_SVG_DEPTH = 100;
/** Primitives of filters, each of which may take long. */
export const MAX_SVG_EFFECTS = 40;

const EFFECTS = `The SVG has too many filter effects: at most ${MAX_SVG_EFFECTS} are drawn. Export it without them, or give a PNG.`;

/**
 * Why an SVG is not drawn, in whole sentences; null if it may be. Nothing is lost if something is overlooked: Resvg can
 * open no file and no connection.
 */
export function svgProblem(svg: string): string | null {
  if (/<!entity|<!doctype[^>]*\[/i.test(svg)) return ENTITIES;
  if (/<\?xml-stylesheet/i.test(svg)) return OUTSIDE;
  const { problem, elements } = readElements(svg);
  return problem ?? referenceProblem(elements);
}

function readElements(svg: string): { problem: string | null; elements: readonly SvgElement[] } {
  const elements: SvgElement[] = [];
  const open: SvgElement[] = [];
  let problem: string | null = null;
  let inStyle = false;
  let effects = 0;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (localName(name).startsWith('fe')) effects += 1;
        problem ??=
          elementProblem(name, attributes) ??
          sizeProblem(elements.length, open.length) ??
          (effects > MAX_SVG_EFFECTS ? EFFECTS : null);
        if (problem !== null) return;
        const element = { id: attributes.id ?? null, refersTo: referencesIn(attributes), children: [] };
        open.at(-1)?.children.push(element);
        elements.push(element);
        open.push(element);
        inStyle = localName(name) === 'style';
      },
      onclosetag: () => void open.pop(),
      ontext: (text) => {
        if (inStyle && (/@import/i.test(text) || refersOutside(text))) problem ??= OUTSIDE;
      },
    },
    { xmlMode: true },
  );
  parser.end(svg);
  return { problem, elements };
}

function sizeProblem(elements: number, depth: number): string | null {
  if (elements < MAX_SVG_ELEMENTS && depth < MAX_SVG_DEPTH) return null;
  return `The SVG is too complicated: at most ${MAX_SVG_ELEMENTS.toLocaleString('en')} elements, ${MAX_SVG_DEPTH} inside one another, are drawn. Simplify it, or give a PNG.`;
}

const localName = (name: string) => name.slice(name.indexOf(':') + 1).toLowerCase();

function elementProblem(name: string, attributes: Readonly<Record<string, string>>): string | null {
  const forbidden = ELEMENTS.get(localName(name));
  if (forbidden !== undefined) return forbidden;
  for (const [attribute, value] of Object.entries(attributes)) {
    const local = localName(attribute);
    if (local.startsWith('on') || /^\s*javascript:/i.test(value)) return SCRIPTED;
    if (local === 'src' || (local === 'href' && !value.trim().startsWith('#'))) return OUTSIDE;
    // Drawing programs keep notes of their own under prefixes: paths with backslashes, for example.
    if (!attribute.includes(':') && refersOutside(value)) return OUTSIDE;
  }
  return null;
}

/** A backslash could hide the word. */
const refersOutside = (css: string) => /url\(\s*(?!["']?\s*#)|\\/i.test(css);

/** The ids that its attributes name: another element is then drawn in its place, or as its pattern, mask or marker. */
function referencesIn(attributes: Readonly<Record<string, string>>): string[] {
  return Object.entries(attributes).flatMap(([attribute, value]) =>
    localName(attribute) === 'href'
      ? [value.trim().slice(1)]
      : [...value.matchAll(/url\(\s*["']?\s*#([^"')\s]+)/gi)].map(([, id]) => id ?? ''),
  );
}
