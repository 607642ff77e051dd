import { type JsonSchema, type SchemaName, schemaNamed } from './schemas.ts';

export type Content = Readonly<
  Record<string, { schema: JsonSchema; examples?: Record<string, { value: unknown }> }>
>;

/** Headers that every such response has. */
type Headers = Readonly<Record<string, { description: string; required: true; schema: JsonSchema }>>;

/** Without `content`, the response has no body. */
export interface Answer {
  description: string;
  headers?: Headers;
  content?: Content;
}

export interface Parameter {
  name: string;
  in: 'path' | 'header';
  required: true;
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

/** Some operations, by their OpenAPI paths (`/unsubscribe/{token}`). */
export type Paths = Readonly<Record<string, { get?: Operation; post?: Operation }>>;

export const TEXT: JsonSchema = { type: 'string' };

export const header = (description: string, schema: JsonSchema = TEXT) =>
  ({ description, required: true, schema }) as const;

export const parameter = (where: Parameter['in'], name: string, description: string): Parameter => ({
  name,
  in: where,
  required: true,
  description,
  schema: TEXT,
});

export function answer(
  description: string,
  {
    type = 'application/json',
    schema = TEXT,
    headers,
  }: { type?: string; schema?: JsonSchema; headers?: Headers },
): Answer {
  return { description, ...(headers && { headers }), content: { [type]: { schema } } };
}

/** Problem details (RFC 9457). */
export function problem(description: string, schema: SchemaName = 'Problem', headers?: Headers): Answer {
  const type = 'application/problem+json';
  return answer(description, { type, schema: schemaNamed(schema), ...(headers && { headers }) });
}

export const SERVER_ERROR = problem('Something went wrong here. Send the request again in a few minutes.');

export const UNAVAILABLE = problem('The database does not answer. Send the request again.', 'Problem', {
  'Retry-After': header('seconds to wait', { type: 'integer', minimum: 1 }),
});

/** Forms of both encodings that browsers have. */
export const formContent = (form: Content[string]): Content => ({
  'application/x-www-form-urlencoded': form,
  'multipart/form-data': form,
});
