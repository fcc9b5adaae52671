/** What `sluice/sdk` exports. */
export type { CommandJson, Commands, WaitOptions } from './commands.ts';
export { type ConnectOptions, connect, type Me, type Session } from './connect.ts';
export type { Dataset, DatasetChange, DatasetJson, Datasets, Folder, NewDataset } from './datasets.ts';
export * from './errors.ts';
export { Filters, type FiltersJson, type FiltersOptions, type Operator, type Resource } from './filters.ts';
export type { NewAttribute, NewLabel } from './labels.ts';
export type { Named } from './named.ts';
export type { NewOntology, Ontologies, Ontology, OntologyJson } from './ontologies.ts';
export type { PagedList } from './paging.ts';
export type { Project, ProjectChange, ProjectJson, Projects } from './projects.ts';
export type { NewRecipe, Recipe, RecipeChange, RecipeJson, Recipes } from './recipes.ts';
export type { RetryOptions } from './retry.ts';
export type { Cancel, Json } from './transport.ts';
