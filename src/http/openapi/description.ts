/** A JSON Schema of draft 2020-12, which is OpenAPI 3.1's own. */
export type JsonSchema = Readonly<Record<string, unknown>>;

type Content = Readonly<
  Record<string, { schema: JsonSchema; examples?: Record<string, { value: unknown }> }>
>;

/** A header of an answer, which is always there. */
type Header = { description: string; required: true; schema: JsonSchema };

export interface Answer {
  description: string;
  headers?: Readonly<Record<string, Header>>;
  content: Content;
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  description: string;
  schema: JsonSchema;
}

/** What a route takes, and every answer that it gives, by its status. */
export interface Operation {
  operationId: string;
  summary: string;
  description?: string;
  /** Names of {@link SECURITY_SCHEMES}; none where everybody may ask. */
  security: readonly Readonly<Record<string, readonly string[]>>[];
  parameters?: readonly Parameter[];
  requestBody?: { required: boolean; content: Content };
  responses: Readonly<Record<number, Answer>>;
}

/** Some routes, by their paths as OpenAPI writes them (`/confirm/{token}`), and the schemas that they refer to. */
export interface Description {
  paths: Readonly<Record<string, { get?: Operation; post?: Operation }>>;
  schemas?: Readonly<Record<string, JsonSchema>>;
}

export const schemaNamed = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

export function jsonAnswer(description: string, schema: JsonSchema): Answer {
  return { description, content: { 'application/json': { schema } } };
}

/** An answer by RFC 9457; `schema` where it says more than other problems. */
export function problemAnswer(
  description: string,
  {
    schema = schemaNamed('Problem'),
    headers,
  }: { schema?: JsonSchema; headers?: Record<string, Header> } = {},
): Answer {
  return {
    description,
    ...(headers === undefined ? {} : { headers }),
    content: { 'application/problem+json': { schema } },
  };
}

/** An object that has all of these properties. */
export function objectOf(properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return { type: 'object', required: Object.keys(properties), properties };
}

/** See `problem.ts`. */
export function problemSchema(more: Readonly<Record<string, JsonSchema>> = {}): JsonSchema {
  return {
    type: 'object',
    required: ['type', 'status', 'title', ...Object.keys(more)],
    properties: {
      type: { const: 'about:blank' },
      status: { type: 'integer', minimum: 400, maximum: 599, description: "the answer's status" },
      title: { type: 'string' },
      detail: { type: 'string', description: 'what to do about it' },
      ...more,
    },
  };
}
