import { z } from 'zod';
import { addResultSchema, entryRejectionSchema } from '../../comparisons/add-comparisons.ts';
import { comparisonJsonSchema } from '../../comparisons/comparison-json-schema.ts';
import { resendEventSchema } from '../../provider-events/resend-event.ts';
import { jsonFeedSchema } from '../pages/archive/feed-formats.ts';
import { acceptedSignUpSchema } from '../pages/sign-up/sign-up-thanks.ts';
import { problemSchema } from '../problem.ts';
import { signUpSchema } from '../sign-up-body.ts';
import { challengeResponseSchema } from '../sign-up-checks/challenge-route.ts';
import { challengeSchema } from '../sign-up-checks/proof-of-work.ts';

/** JSON Schema draft 2020-12, as in OpenAPI 3.1. */
export type JsonSchema = Readonly<Record<string, unknown>>;

const NAMED = {
  SignUp: signUpSchema.required({ email: true }),
  AcceptedSignUp: acceptedSignUpSchema,
  ChallengeResponse: challengeResponseSchema,
  Challenge: challengeSchema,
  AddedComparisons: addResultSchema,
  ComparisonRejection: entryRejectionSchema,
  ResendEvent: resendEventSchema,
  JsonFeed: jsonFeedSchema,
  Problem: problemSchema.omit({ fields: true, rejected: true, warnings: true }),
  WrongFields: problemSchema.omit({ rejected: true, warnings: true }).required({ fields: true }),
  RejectedComparisons: problemSchema.omit({ fields: true }).required({ rejected: true, warnings: true }),
};

export type SchemaName = keyof typeof NAMED | 'Comparison';

const refTo = (name: string) => `#/components/schemas/${name}`;

export const schemaNamed = (name: SchemaName): JsonSchema => ({ $ref: refTo(name) });

/** The schemas that handlers parse with and answers are typed by, as JSON Schema. */
export function namedSchemas(): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(NAMED)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { io: 'input', uri: refTo, override: describeInput });
  const all = { Comparison: comparisonJsonSchema(), ...schemas };
  return Object.fromEntries(Object.entries(all).map(([name, schema]) => [name, withoutIdentity(schema)]));
}

interface Overridden {
  zodSchema: z.core.$ZodTypes;
  jsonSchema: z.core.JSONSchema.BaseSchema;
}

/** Leaves out what is filled in for an absent field. Zod also lists as required what `catch` forgives. */
function describeInput({ zodSchema, jsonSchema }: Overridden): void {
  const { def } = zodSchema._zod;
  delete jsonSchema.default;
  if (def.type !== 'object' || jsonSchema.required === undefined) return;
  jsonSchema.required = jsonSchema.required.filter((name) => def.shape[name]?._zod.def.type !== 'catch');
  if (jsonSchema.required.length === 0) delete jsonSchema.required;
}

/** OpenAPI states the draft once, and references are relative to the document. */
function withoutIdentity({ $schema, $id, ...schema }: Readonly<Record<string, unknown>>): JsonSchema {
  return schema;
}
