/** The document that describes the API (OpenAPI 3.1), made of the routes themselves. */
import { z } from 'zod';
import { describeEvents } from './events.ts';
import type { Route } from './route.ts';

type Json = Record<string, unknown>;

const ERRORS = {
  400: 'Does not fit',
  401: 'No good token',
  403: 'Not for this role',
  404: 'Not there',
  409: 'In the way of something',
  429: 'Too many requests',
} as const;

export function describeApi(routes: readonly Route[], version: string) {
  const paths: Record<string, Json> = { ...describeEvents((schema) => schemaOf(schema, 'output')) };
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    const atRoot = route.atRoot ? { servers: [{ url: '/' }] } : {};
    paths[path] = { ...atRoot, ...paths[path], [route.method.toLowerCase()]: operationOf(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Sluice',
      version,
      description:
        'The local API: projects, datasets, annotations, recipes and ontologies, in the shape of the Dataloop REST API.',
    },
    servers: [{ url: '/api/v1' }],
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: {
        Error: { type: 'object', properties: { message: { type: 'string' } }, required: ['message'] },
      },
    },
  };
}

function operationOf(route: Route): Json {
  const { body, form, parts, reply, empty, file } = route;
  const schema = body && schemaOf(body, 'input');
  const content = {
    'application/json': { schema },
    ...(form ? { 'application/x-www-form-urlencoded': { schema } } : {}),
    ...(parts ? { 'multipart/form-data': { schema: PARTS } } : {}),
  };
  return {
    operationId: operationId(route),
    tags: [route.tag],
    summary: route.summary,
    ...(route.open ? { security: [] } : { description: `Least role: ${route.role}.` }),
    parameters: [...parametersOf(route.params, 'path'), ...parametersOf(route.query, 'query')],
    ...(body ? { requestBody: { content } } : {}),
    responses: {
      ...(empty
        ? { 204: { description: 'Done' } }
        : {
            200: {
              description: 'Done',
              content: file
                ? { '*/*': { schema: { type: 'string', format: 'binary' } } }
                : { 'application/json': { schema: schemaOf(reply, 'output') } },
            },
          }),
      ...Object.fromEntries(Object.entries(ERRORS).map(([status, text]) => [status, errorOf(text)])),
    },
  };
}

const PARTS = {
  type: 'object',
  properties: {
    path: { type: 'string', description: 'In the dataset: "/a/b.png".' },
    metadata: { type: 'string', description: 'A JSON object.' },
    description: { type: 'string' },
    file: { type: 'string', format: 'binary', description: 'Last of all.' },
  },
  required: ['file'],
};

export function operationId({ method, path }: Pick<Route, 'method' | 'path'>): string {
  const words = path
    .split('/')
    .filter((part) => part !== '')
    .map((part) => part.replace(/^:/, 'by-'));
  return [method.toLowerCase(), ...words].join('-').replaceAll(/[^A-Za-z0-9-]/g, '-');
}

const errorOf = (description: string) => ({
  description,
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
});

function parametersOf(schema: z.ZodType | undefined, place: 'path' | 'query'): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as {
    properties?: Record<string, Json>;
    required?: readonly string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }));
}

export function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json;
  return json;
}
