/** Projects, datasets, recipes and ontologies as the SDK works with them (reference sections 2.1 to 2.3 and 2.6). */
import { type Filters, prepared } from './filters.ts';
import { must, readDataset, readOntology, readPage, readProject, readRecipe } from './readers.ts';
import { askGate, type Client, ClientError, type Json, type Login, TokenExpired } from './wire.ts';

/** What a thread of the SDK asks once when it is imported with a good token. */
export async function sdkCheck(client: Client): Promise<Json> {
  const form = { version: '1.124.2', email: client.email() };
  const { level, msg } = (await client.request('POST', '/sdk/check', { form })).json();
  must(typeof level === 'string' && typeof msg === 'string', 'the check has no level and text');
  return { level, msg };
}

/** Takes the token when `/users/me` does; otherwise the one before stays. */
export async function loginToken(client: Client, login: Login): Promise<boolean> {
  const before = { token: client.token() };
  client.logIn(login);
  try {
    await client.request('GET', '/users/me');
    return true;
  } catch (error) {
    if (!(error instanceof ClientError) && !(error instanceof TokenExpired)) throw error;
    client.logIn(before);
    return false;
  }
}

/** For machines: an address and a password give tokens. */
export async function loginM2m(client: Client, username: string, password: string): Promise<Json> {
  const asked = { username, password, type: 'user_credentials' };
  const tokens = await askGate(client.environment, asked);
  must(typeof tokens.id_token === 'string', 'the gate gives no id_token');
  client.logIn({ token: tokens.id_token, refreshToken: tokens.refresh_token ?? null });
  return tokens;
}

export const projects = {
  create: async (client: Client, name: string) =>
    readProject((await client.request('POST', '/projects', { form: { name } })).json()),
  list: async (client: Client) => (await client.ask('GET', '/projects')).map(readProject) as Json[],
  get: async (client: Client, id: string) => readProject(await client.ask('GET', `/projects/${id}`)),
  async named(client: Client, name: string) {
    const [found] = await client.ask('GET', `/projects/${encodeURIComponent(name)}/name`);
    return readProject(found);
  },
  /** The whole of it goes back. */
  update: async (client: Client, project: Json) => {
    await client.ask('PATCH', `/projects/${project.id}`, project);
  },
  delete: async (client: Client, id: string) => {
    await client.request('DELETE', `/projects/${id}`);
  },
};

export const datasets = {
  async create(client: Client, project: Json, name: string, labels?: readonly object[]): Promise<Json> {
    const createDefaultRecipe = labels === undefined;
    const sent = { name, projects: [project.id], createDefaultRecipe };
    const dataset = readDataset(await client.ask('POST', '/datasets', sent));
    if (!labels) return dataset;
    const ontology = await ontologies.create(client, project, labels);
    const recipe = await recipes.create(client, project, ontology, `${name} Default Recipe`);
    const { metadata } = dataset;
    const changed = {
      ...dataset,
      metadata: { ...metadata, system: { ...metadata.system, recipes: [recipe.id] } },
    };
    return await datasets.update(client, changed, true);
  },
  /** The answer is not looked at; the SDK goes on with what it had. */
  async update(client: Client, dataset: Json, system = false): Promise<Json> {
    await client.ask('PATCH', `/datasets/${dataset.id}${system ? '?system=true' : ''}`, dataset);
    return dataset;
  },
  get: async (client: Client, id: string) => readDataset(await client.ask('GET', `/datasets/${id}`)),
  async list(client: Client, project: Json, asked: Filters): Promise<Json[]> {
    const found: Json[] = [];
    for (let page = 0; ; page += 1) {
      const json = prepared({ ...asked, page, context: { projects: [project.id] } });
      const headers = { user_query: 'true' };
      const reply = await client.request('POST', '/datasets/query', { json, headers });
      const { items, hasNextPage } = readPage(reply.json(), readDataset);
      found.push(...items);
      if (!hasNextPage) return found;
    }
  },
  async delete(client: Client, id: string): Promise<void> {
    await datasets.get(client, id);
    await client.request('DELETE', `/datasets/${id}`);
  },
  tree: (client: Client, id: string): Promise<Json> => client.ask('GET', `/datasets/${id}/directoryTree`),
};

const SYSTEM = '?system=true';

export const recipes = {
  async create(client: Client, project: Json, ontology: Json, title: string): Promise<Json> {
    const uiSettings = { allowObjectIdAutoAssign: true, studioV2App: true };
    const sent = { title, projectIds: [project.id], ontologyIds: [ontology.id], uiSettings };
    return readRecipe(await client.ask('POST', '/recipes', sent));
  },
  get: async (client: Client, id: string) => readRecipe(await client.ask('GET', `/recipes/${id}`)),
  async list(client: Client, project: Json): Promise<Json[]> {
    const asked = `/recipes?pageOffset=0&pageSize=1000&projects=${project.id}`;
    return readPage(await client.ask('GET', asked), readRecipe).items;
  },
  update: async (client: Client, recipe: Json, system = false) =>
    readRecipe(await client.ask('PATCH', `/recipes/${recipe.id}${system ? SYSTEM : ''}`, recipe)),
  clone: async (client: Client, id: string, shallow: boolean) =>
    readRecipe(await client.ask('POST', `/recipes/${id}/clone`, { shallow })),
  delete: async (client: Client, id: string, force = false) => {
    await client.request('DELETE', `/recipes/${id}${force ? '?force=true' : ''}`);
  },
};

export const ontologies = {
  async create(client: Client, project: Json, roots: readonly object[], attributes: readonly object[] = []) {
    const sent = { roots, projectIds: [project.id], attributes };
    return readOntology(await client.ask('POST', '/ontologies', sent));
  },
  get: async (client: Client, id: string) => readOntology(await client.ask('GET', `/ontologies/${id}`)),
  async list(client: Client, project: Json, ids: readonly string[] = []): Promise<Json[]> {
    const more = ids.length > 0 ? `&ids=${ids.join(',')}` : '';
    const asked = `/ontologies?pageOffset=0&pageSize=1000&projects=${project.id}${more}`;
    return readPage(await client.ask('GET', asked), readOntology).items;
  },
  /** The labels go twice: as the tree, and as the SDK's own objects. */
  update: async (client: Client, ontology: Json, system = false) =>
    readOntology(
      await client.ask('PUT', `/ontologies/${ontology.id}${system ? SYSTEM : ''}`, {
        ...ontology,
        labels: ontology.roots.map(({ value }: Json) => ({ ...value, display_label: value.displayLabel })),
      }),
    ),
  addLabels: async (client: Client, id: string, labelsNode: readonly object[]) =>
    readOntology(await client.ask('PATCH', `/ontologies/${id}/labels`, { labelsNode, upsert: true })),
  addAttribute: async (client: Client, id: string, attribute: object) => {
    await client.ask('PATCH', `/ontologies/${id}/attributes`, { items: [attribute], upsert: true });
  },
  deleteAttributes: async (client: Client, id: string, keys: readonly string[]) => {
    await client.ask('DELETE', `/ontologies/${id}/attributes`, { keys });
  },
  delete: async (client: Client, id: string) => {
    await client.request('DELETE', `/ontologies/${id}`);
  },
};

/** A label as the SDK writes it into the tree. */
export function rootOf(tag: string, color: string, children: readonly object[] = []): Json {
  const value = { tag, color, attributes: [], displayLabel: tag, displayData: {} };
  return { value, children };
}
