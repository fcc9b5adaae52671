/** Recipes (reference section 2.6). */
import { z } from 'zod';
import {
  readOntologyIds,
  readRecipeChange,
  readRecipeExtra,
  writeRecipe,
} from '#core/formats/dataloop/recipe.ts';
import { recipeReply } from '#core/formats/dataloop/replies.ts';
import { nameSchema } from '#core/model/common.ts';
import { projectIdSchema, recipeIdSchema } from '#core/model/ids.ts';
import { flagParameter, listParameter, pageOf, pageParameters, pageReply, select } from '../query.ts';
import { copyRecipe } from '../recipe-copy.ts';
import { type Route, route } from '../route.ts';
import { done, jsonBody, systemQuery } from '../wire.ts';

const tag = 'recipes';
const byId = z.object({ recipeId: recipeIdSchema });

export const recipeRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/recipes',
    tag,
    summary: 'A new recipe, with the ontology that is named or an empty one of its own.',
    role: 'developer',
    body: z.looseObject({
      title: nameSchema.nullish(),
      projectIds: z.array(projectIdSchema).min(1),
      ontologyIds: z.array(z.string()).nullish(),
      instructions: z.string().max(20_000).nullish(),
    }),
    reply: recipeReply,
    handle: async ({ body }, { call, base }) => {
      const [projectId] = z.tuple([projectIdSchema]).rest(projectIdSchema).parse(body.projectIds);
      const title = body.title ?? 'Recipe';
      const [named] = readOntologyIds(body.ontologyIds);
      const ontologyId = named ?? (await call('ontologies.create', { projectId, title })).id;
      const extra = readRecipeExtra(body);
      const instructions = body.instructions ?? '';
      return writeRecipe(
        await call('recipes.create', { projectId, title, ontologyId, instructions, extra }),
        base,
      );
    },
  }),
  route({
    method: 'GET',
    path: '/recipes',
    tag,
    summary: 'The recipes of the projects; of all when none is named.',
    role: 'annotator',
    query: z.looseObject({ projects: listParameter, ids: listParameter, ...pageParameters }),
    reply: pageReply(recipeReply),
    handle: async ({ query }, { call, base }) => {
      const projects = await call('projects.list', {});
      const wanted = projects.filter(({ id }) => query.projects?.includes(id) ?? true);
      const lists = await Promise.all(wanted.map(({ id }) => call('recipes.list', { projectId: id })));
      const found = lists.flat().filter(({ id }) => query.ids?.includes(id) ?? true);
      const entities = found.map((recipe) => writeRecipe(recipe, base));
      return pageOf(select(entities, {}), { page: query.pageOffset, pageSize: query.pageSize });
    },
  }),
  route({
    method: 'GET',
    path: '/recipes/:recipeId',
    tag,
    summary: 'One recipe.',
    role: 'annotator',
    params: byId,
    reply: recipeReply,
    handle: async ({ params }, { call, base }) => writeRecipe(await call('recipes.get', params), base),
  }),
  route({
    method: 'PATCH',
    path: '/recipes/:recipeId',
    tag,
    summary: 'Changes what is given; null takes away.',
    role: 'developer',
    params: byId,
    query: systemQuery,
    body: jsonBody,
    reply: recipeReply,
    handle: async ({ params, query, body }, { call, base }) => {
      const before = await call('recipes.get', params);
      const change = readRecipeChange(before, body, query.system);
      return writeRecipe(await call('recipes.update', { ...params, ...change }), base);
    },
  }),
  route({
    method: 'DELETE',
    path: '/recipes/:recipeId',
    tag,
    summary: 'Deletes a recipe; one that datasets use only with force=true.',
    role: 'developer',
    params: byId,
    query: z.looseObject({ force: flagParameter }),
    reply: done,
    handle: async ({ params, query }, { call }) => {
      await call('recipes.delete', { ...params, force: query.force });
      return {};
    },
  }),
  route({
    method: 'POST',
    path: '/recipes/:recipeId/clone',
    tag,
    summary: 'A copy of a recipe: a shallow one shares the ontology, another has a copy of that as well.',
    role: 'developer',
    params: byId,
    body: z.looseObject({ shallow: z.boolean().nullish() }),
    reply: recipeReply,
    handle: async ({ params, body }, { call, base }) => {
      return writeRecipe(await copyRecipe(call, params.recipeId, body.shallow === true), base);
    },
  }),
];
