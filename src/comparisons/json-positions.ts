import * as jsonc from 'jsonc-parser';
import type { EntryPath } from './explain-issues.ts';

/** The offset of the first syntax error (RFC 8259); the text's length if it ends too early. */
export function jsonErrorOffset(text: string): number | undefined {
  const errors: jsonc.ParseError[] = [];
  treeOf(text, errors);
  return errors[0]?.offset;
}

/** The offsets of the paths; a path not in the text has its parent's. */
export function jsonOffsets(text: string, paths: readonly EntryPath[]): number[] {
  const tree = treeOf(text);
  return paths.map((path) => offsetOf(tree, path));
}

function offsetOf(tree: jsonc.Node | undefined, path: EntryPath): number {
  for (let end = path.length; tree !== undefined && end >= 0; end -= 1) {
    const node = jsonc.findNodeAtLocation(tree, [...path.slice(0, end)]);
    if (node !== undefined) return node.offset;
  }
  return 0;
}

/** The parser recurses: text nested tens of thousands deep has no tree, and is read without positions. */
function treeOf(text: string, errors: jsonc.ParseError[] = []): jsonc.Node | undefined {
  try {
    return jsonc.parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
