/** Ontologies: labels and attributes (reference section 2.6). */
import { z } from 'zod';
import { addLabels, readLabelNodes, readRoots } from '#core/formats/dataloop/labels.ts';
import {
  addAttributes,
  readAttributes,
  readOntologyChange,
  readOntologyExtra,
  writeOntology,
} from '#core/formats/dataloop/ontology.ts';
import { ontologyReply } from '#core/formats/dataloop/replies.ts';
import { nameSchema } from '#core/model/common.ts';
import { ontologyIdSchema, projectIdSchema } from '#core/model/ids.ts';
import { ATTRIBUTE_TYPES } from '#core/model/recipe.ts';
import { listParameter, pageOf, pageParameters, pageReply, select } from '../query.ts';
import { type Route, route } from '../route.ts';
import { done, json, jsonBody, systemQuery } from '../wire.ts';

const tag = 'ontologies';
const byId = z.object({ ontologyId: ontologyIdSchema });

const attributeBody = z.looseObject({ key: z.string(), type: z.enum(ATTRIBUTE_TYPES) });

const labelsBody = z.looseObject({
  labelsNode: z.array(z.looseObject({ tag: z.string().optional(), color: z.unknown().optional() })),
  upsert: z.boolean().nullish(),
});

export const ontologyRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/ontologies',
    tag,
    summary: 'A new ontology.',
    role: 'developer',
    body: z.looseObject({
      projectIds: z.array(projectIdSchema).min(1),
      title: nameSchema.nullish(),
      roots: z.array(json).nullish(),
      attributes: z.array(json).nullish(),
    }),
    reply: ontologyReply,
    handle: async ({ body }, { call, base }) => {
      const [projectId] = z.tuple([projectIdSchema]).rest(projectIdSchema).parse(body.projectIds);
      const made = await call('ontologies.create', {
        projectId,
        title: body.title ?? 'Ontology',
        labels: readRoots(body.roots ?? []),
        attributes: readAttributes(body.attributes),
        extra: readOntologyExtra(body),
      });
      return writeOntology(made, base);
    },
  }),
  route({
    method: 'GET',
    path: '/ontologies',
    tag,
    summary: 'The ontologies of the projects; of all when none is named.',
    role: 'annotator',
    query: z.looseObject({ projects: listParameter, ids: listParameter, ...pageParameters }),
    reply: pageReply(ontologyReply),
    handle: async ({ query }, { call, base }) => {
      const projects = await call('projects.list', {});
      const wanted = projects.filter(({ id }) => query.projects?.includes(id) ?? true);
      const lists = await Promise.all(wanted.map(({ id }) => call('ontologies.list', { projectId: id })));
      const found = lists.flat().filter(({ id }) => query.ids?.includes(id) ?? true);
      const entities = found.map((ontology) => writeOntology(ontology, base));
      return pageOf(select(entities, {}), { page: query.pageOffset, pageSize: query.pageSize });
    },
  }),
  route({
    method: 'GET',
    path: '/ontologies/:ontologyId',
    tag,
    summary: 'One ontology.',
    role: 'annotator',
    params: byId,
    reply: ontologyReply,
    handle: async ({ params }, { call, base }) => writeOntology(await call('ontologies.get', params), base),
  }),
  route({
    method: 'PUT',
    path: '/ontologies/:ontologyId',
    tag,
    summary: 'Stores an ontology: its title, its tree of labels and its metadata.',
    role: 'developer',
    params: byId,
    query: systemQuery,
    body: jsonBody,
    reply: ontologyReply,
    handle: async ({ params, query, body }, { call, base }) => {
      const before = await call('ontologies.get', params);
      const change = readOntologyChange(before, body, query.system);
      return writeOntology(await call('ontologies.update', { ...params, ...change }), base);
    },
  }),
  route({
    method: 'DELETE',
    path: '/ontologies/:ontologyId',
    tag,
    summary: 'Deletes an ontology that no recipe uses.',
    role: 'developer',
    params: byId,
    reply: done,
    handle: async ({ params }, { call }) => {
      await call('ontologies.delete', params);
      return {};
    },
  }),
  route({
    method: 'PATCH',
    path: '/ontologies/:ontologyId/labels',
    tag,
    summary: 'Adds labels, and with upsert changes those that are there.',
    role: 'developer',
    params: byId,
    body: labelsBody,
    reply: ontologyReply,
    handle: async ({ params, body }, { call, base }) => {
      const { labels } = await call('ontologies.get', params);
      const added = addLabels(labels, readLabelNodes(body.labelsNode), body.upsert === true);
      return writeOntology(await call('ontologies.update', { ...params, labels: added }), base);
    },
  }),
  route({
    method: 'PATCH',
    path: '/ontologies/:ontologyId/addLabels',
    tag,
    summary: 'Adds labels; those that are there are changed.',
    role: 'developer',
    params: byId,
    body: labelsBody,
    reply: ontologyReply,
    handle: async ({ params, body }, { call, base }) => {
      const { labels } = await call('ontologies.get', params);
      const added = addLabels(labels, readLabelNodes(body.labelsNode), body.upsert !== false);
      return writeOntology(await call('ontologies.update', { ...params, labels: added }), base);
    },
  }),
  route({
    method: 'PATCH',
    path: '/ontologies/:ontologyId/attributes',
    tag,
    summary: 'Adds attributes, and with upsert changes those that are there.',
    role: 'developer',
    params: byId,
    body: z.looseObject({ items: z.array(attributeBody), upsert: z.boolean().nullish() }),
    reply: ontologyReply,
    handle: async ({ params, body }, { call, base }) => {
      const before = await call('ontologies.get', params);
      const attributes = addAttributes(before.attributes, readAttributes(body.items), body.upsert === true);
      return writeOntology(await call('ontologies.update', { ...params, attributes }), base);
    },
  }),
  route({
    method: 'DELETE',
    path: '/ontologies/:ontologyId/attributes',
    tag,
    summary: 'Takes attributes away.',
    role: 'developer',
    params: byId,
    body: z.looseObject({ keys: z.array(z.string()) }),
    reply: ontologyReply,
    handle: async ({ params, body }, { call, base }) => {
      const before = await call('ontologies.get', params);
      const attributes = before.attributes.filter(({ key }) => !body.keys.includes(key));
      return writeOntology(await call('ontologies.update', { ...params, attributes }), base);
    },
  }),
];
