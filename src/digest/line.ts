/** Words with tools' names in them: renderers isolate a name from the text around it, and may make it stand out. */
export type Line = readonly (string | ToolName)[];

export interface ToolName {
  tool: string;
}

/** A template tag: `line\`${name(one)} over ${name(other)}\``. Strings are inserted as they are. */
export function line(texts: TemplateStringsArray, ...values: readonly (string | ToolName | Line)[]): Line {
  return texts.flatMap((text, index) => {
    const value = values[index] ?? '';
    const parts = typeof value === 'string' || 'tool' in value ? [value] : value;
    return [text, ...parts].filter((part) => part !== '');
  });
}

export const name = (tool: string): ToolName => ({ tool });

/** @param shown How a name is written in the text; as it is by default. */
export function lineText(parts: Line, shown: (tool: string) => string = (tool) => tool): string {
  return parts.map((part) => (typeof part === 'string' ? part : shown(part.tool))).join('');
}
