import { z } from 'zod';
import { comparisonSchema } from './comparison.ts';

/**
 * The JSON Schema (draft 2020-12) of one comparison in the form in which `verdicts comparisons show` prints it. Every
 * comparison that it allows is accepted but for what it cannot express: the tools differ, a text is not only white space,
 * a name can be seen, what is normalised stays within its limits, an instant lies between 1970 and 9999, what is said of
 * a panel and of the community's vote fits together, a reviewer has one review, and nothing else tells whether a share of
 * 1 is all.
 */
export function comparisonJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(comparisonSchema, {
    io: 'input',
    override: ({ zodSchema, jsonSchema }) => {
      const definition = zodSchema._zod.def;
      if (definition.type === 'pipe') Object.assign(jsonSchema, lengths(definition));
      if (jsonSchema.format === 'uri') jsonSchema.pattern = '^[hH][tT][tT][pP][sS]?://';
    },
  });
  return {
    $schema,
    title: 'Comparison of two AI tools',
    description:
      'One comparison as `verdicts import` takes it: alone, in a list, under "comparisons", or on a line of its own (NDJSON). What the source does not say is null or left out. The import also takes other forms: docs/adding-comparisons.md.',
    ...schema,
  };
}

/** Zod describes the input of a transformation without the limits of its output; a text's limits hold for both. */
function lengths(definition: object): object {
  const out: unknown = Reflect.get(definition, 'out');
  if (!(out instanceof z.ZodString)) return {};
  return {
    ...(out.minLength === null ? {} : { minLength: out.minLength }),
    ...(out.maxLength === null ? {} : { maxLength: out.maxLength }),
  };
}
