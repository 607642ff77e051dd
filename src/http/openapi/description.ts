/** JSON Schema draft 2020-12, as in OpenAPI 3.1. */
export type JsonSchema = Readonly<Record<string, unknown>>;

export type Content = Readonly<
  Record<string, { schema: JsonSchema; examples?: Record<string, { value: unknown }> }>
>;

/** A header that every such response has. */
interface Header {
  description: string;
  required: true;
  schema: JsonSchema;
}
type Headers = Readonly<Record<string, Header>>;

/** Without `content`, the response has no body. */
export interface Answer {
  description: string;
  headers?: Headers;
  content?: Content;
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  description: string;
  schema: JsonSchema;
}

export interface Operation {
  operationId: string;
  summary: string;
  description?: string;
  /** Names of {@link SECURITY_SCHEMES}; empty for a public route. */
  security: readonly Readonly<Record<string, readonly string[]>>[];
  parameters?: readonly Parameter[];
  requestBody?: { required: boolean; content: Content };
  responses: Readonly<Record<number, Answer>>;
}

/** Some routes, by their OpenAPI paths (`/confirm/{token}`), and the schemas that they refer to. */
export interface Description {
  paths: Readonly<Record<string, { get?: Operation; post?: Operation }>>;
  schemas?: Readonly<Record<string, JsonSchema>>;
}

export const schemaNamed = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

export function jsonAnswer(description: string, schema: JsonSchema): Answer {
  return { description, content: { 'application/json': { schema } } };
}

export function header(description: string, schema: JsonSchema = { type: 'string' }): Header {
  return { description, required: true, schema };
}

/** Request headers that affect the response (RFC 9110, section 12.5.5). */
export const varyBy = (...names: string[]) => ({
  Vary: header('what else decides on the answer', { const: names.join(', ') }),
});

const TEXT: JsonSchema = { type: 'string' };

/** A response with a body of one type, HTML by default. */
export function answerOf(
  description: string,
  {
    type = 'text/html',
    schema = TEXT,
    headers,
  }: { type?: string; schema?: JsonSchema; headers?: Headers } = {},
): Answer {
  return { description, ...(headers && { headers }), content: { [type]: { schema } } };
}

const ETAG = { ETag: header('names the content', { type: 'string', pattern: '^"[0-9a-f]+"$' }) };

/** The responses of a public page that supports conditional requests. `lasting` headers are on the 304 too. */
export function cacheableAnswers(
  description: string,
  {
    headers,
    lasting,
    ...body
  }: { type?: string; schema?: JsonSchema; headers?: Headers; lasting?: Headers } = {},
): { 200: Answer; 304: Answer } {
  return {
    200: answerOf(description, { ...body, headers: { ...ETAG, ...lasting, ...headers } }),
    304: { description: 'It is what If-None-Match names.', headers: { ...ETAG, ...lasting } },
  };
}

/** A problem document (RFC 9457); pass `schema` if it has more fields than usual. */
export function problemAnswer(
  description: string,
  { schema = schemaNamed('Problem'), headers }: { schema?: JsonSchema; headers?: Headers } = {},
): Answer {
  return {
    description,
    ...(headers && { headers }),
    content: { 'application/problem+json': { schema } },
  };
}

/** A problem document, or an HTML page for browsers; see `pages/problem-page.ts`. */
export function errorAnswer(
  description: string,
  { schema, headers = varyBy('Accept') }: { schema?: JsonSchema; headers?: Headers } = {},
): Answer {
  const { content } = problemAnswer(description, schema && { schema });
  return { description, headers, content: { ...content, 'text/html': { schema: TEXT } } };
}

export function objectOf(properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return { type: 'object', required: Object.keys(properties), properties };
}

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
