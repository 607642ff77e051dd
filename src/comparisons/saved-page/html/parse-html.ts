import { DomHandler, Parser } from 'htmlparser2';
import type { Document } from './html-elements.ts';

/** Browsers stop earlier (Chromium at 512), and the time per tag grows with its depth. */
export const MAX_DEPTH = 6_000;

class TooDeep extends Error {}

class DepthLimit extends DomHandler {
  override onopentag(name: string, attribs: Record<string, string>): void {
    if (this.tagStack.length > MAX_DEPTH) throw new TooDeep();
    super.onopentag(name, attribs);
  }
}

/** Undefined if elements are nested more than `MAX_DEPTH` deep. */
export function parseHtml(html: string): Document | undefined {
  const handler = new DepthLimit(undefined, { withStartIndices: true });
  try {
    new Parser(handler).end(html);
  } catch (error) {
    if (error instanceof TooDeep) return undefined;
    throw error;
  }
  return handler.root;
}
