import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { expect } from 'vitest';
import type { Answer, Operation } from '../../../src/http/openapi/description.ts';
import { openApiDocument } from '../../../src/http/openapi/openapi.ts';

const openApi = openApiDocument();

/** Every operation of the description, such as `POST /api/comparisons`. */
export const OPERATIONS = new Map<string, Operation>(
  Object.entries(openApi.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation]),
  ),
);

const options = { strict: false, allErrors: true, validateFormats: false } as const;
const ajv = new Ajv2020(options).addSchema(openApi, 'open');
/** Clients tolerate more than is described; these tests do not. */
const strictAjv = new Ajv2020(options).addSchema(closed(openApi) as object, 'closed');

/** Headers that a caller may rely on: they must be described if an answer has them. */
const TELLING = [
  'location',
  'retry-after',
  'www-authenticate',
  'etag',
  'link',
  'access-control-allow-origin',
];

/** Fails unless the description has the answer: its status, its headers, its type and all of its body. */
export async function expectDescribed(operation: string, response: Response): Promise<void> {
  const answer = OPERATIONS.get(operation)?.responses[response.status];
  expect(answer, `${operation} is not described to answer ${response.status}`).toBeDefined();
  expectHeaders(answer?.headers ?? {}, response.headers);
  const type = typeOf(response);
  const text = await response.clone().text();
  if (answer?.content === undefined) return expect([type, text]).toEqual(['', '']);
  expect(Object.keys(answer.content)).toContain(type);
  const body = type.endsWith('json') ? JSON.parse(text) : text;
  expect(problemsOf(answer.content[type]?.schema, body)).toEqual([]);
  if (type === 'application/problem+json') expect(body.status).toBe(response.status);
}

/** The media type of an answer; empty if it has none. */
export function typeOf({ headers }: Response): string {
  return headers.get('content-type')?.split(';')[0] ?? '';
}

function expectHeaders(described: NonNullable<Answer['headers']>, headers: Headers): void {
  for (const [name, { schema }] of Object.entries(described)) {
    const value = headers.get(name);
    expect(value, name).not.toBeNull();
    expect(problemsOf(schema, schema.type === 'integer' ? Number(value) : value), name).toEqual([]);
  }
  const names = Object.keys(described).map((name) => name.toLowerCase());
  const told = TELLING.filter((name) => headers.has(name));
  expect(names).toEqual(expect.arrayContaining(told));
}

const compiled = new Map<unknown, ValidateFunction>();

function problemsOf(schema: unknown, value: unknown): unknown[] {
  const validate = compiled.get(schema) ?? strictAjv.compile(rebased(closed(schema), 'closed') as object);
  compiled.set(schema, validate);
  validate(value);
  return validate.errors ?? [];
}

/** The errors of a request's body, according to the description. */
export function requestProblems(operation: string, body: unknown, type = 'application/json'): unknown[] {
  const schema = OPERATIONS.get(operation)?.requestBody?.content[type]?.schema;
  const validate = ajv.compile(rebased(schema, 'open') as object);
  validate(body);
  return validate.errors ?? [];
}

/** The schema with its references into the whole description. */
function rebased(schema: unknown, document: string): unknown {
  return mapObjects(schema, (value) =>
    typeof value.$ref === 'string' ? { ...value, $ref: `${document}${value.$ref}` } : value,
  );
}

/** The schema, without additional properties. */
function closed(schema: unknown): unknown {
  return mapObjects(schema, (value) =>
    value.type === 'object' && value.properties !== undefined && !isOpen(value)
      ? { additionalProperties: false, ...value }
      : value,
  );
}

/** The description of OpenAPI itself does not name its parts. */
function isOpen({ properties }: Record<string, unknown>): boolean {
  return Object.keys(properties as object).includes('openapi');
}

function mapObjects(
  value: unknown,
  change: (value: Record<string, unknown>) => Record<string, unknown>,
): unknown {
  if (Array.isArray(value)) return value.map((one) => mapObjects(one, change));
  if (typeof value !== 'object' || value === null) return value;
  return change(
    Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mapObjects(one, change)])),
  );
}
