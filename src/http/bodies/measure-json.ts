export interface JsonMeasure {
  depth: number;
  /** Values and property names. */
  values: number;
  isClosed: boolean;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);

/** Measures a JSON text in one pass without allocating anything for it. Accepts invalid JSON too. */
export function measureJson(text: string): JsonMeasure {
  let [level, depth, values] = [0, 0, 1];
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) index = endOfString(text, index);
    else if (code === COMMA) values += 1;
    else if (OPENING.has(code)) {
      level += 1;
      values += 1;
      depth = Math.max(depth, level);
    } else if (CLOSING.has(code)) level -= 1;
  }
  return { depth, values, isClosed: level === 0 };
}

function endOfString(text: string, start: number): number {
  let index = start + 1;
  while (index < text.length && text.charCodeAt(index) !== QUOTE) {
    index += text.charCodeAt(index) === BACKSLASH ? 2 : 1;
  }
  return index;
}
