import { z } from 'zod';
import { comparisonSchema } from './comparison.ts';

/**
 * The JSON Schema (draft 2020-12) of the form that `verdicts comparisons show` prints. Every comparison it allows is
 * accepted, except for rules it cannot express: the tools differ, texts are not blank, names are visible, normalised
 * texts stay within limits, instants lie between 1970 and 9999, panel and community figures are consistent, each
 * reviewer has one review, and a share of 1 is unambiguous.
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
      'One comparison as `verdicts import` takes it: alone, in a list, under "comparisons", or on a line of its own (NDJSON). What the source does not say is null or left out. The import also takes other forms: docs/api.md.',
    ...schema,
  };
}

/** Zod omits a transformation's output limits from its input; a text's limits apply to both. */
function lengths(definition: object): object {
  const out: unknown = Reflect.get(definition, 'out');
  if (!(out instanceof z.ZodString)) return {};
  return {
    ...(out.minLength === null ? {} : { minLength: out.minLength }),
    ...(out.maxLength === null ? {} : { maxLength: out.maxLength }),
  };
}
