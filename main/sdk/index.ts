/** What `sluice/sdk` exports. */
export type { AnnotationJson } from './annotations/add.ts';
export type { Annotation, AnnotationChange, Annotations, IssueStatus } from './annotations/annotations.ts';
export {
  type About,
  type Keyframe,
  type NewAnnotation,
  type Point,
  type Point3d,
  type Span,
  shapes,
  track,
} from './annotations/shapes.ts';
export type { CommandJson, Commands, WaitOptions } from './commands.ts';
export { type ConnectOptions, connect, type Me, type Session } from './connect.ts';
export type { CopyOptions, DatasetCloneOptions, ItemCloneOptions, Shares, SplitOptions } from './copies.ts';
export type { Dataset, DatasetChange, DatasetJson, Datasets, Folder, NewDataset } from './datasets.ts';
export * from './errors.ts';
export type { EventOptions, ServerEvent } from './events.ts';
export type { Execution, ExecutionJson, Executions } from './executions.ts';
export { Filters, type FiltersJson, type FiltersOptions, type Operator, type Resource } from './filters.ts';
export type { DownloadOptions } from './items/download.ts';
export type { Item, ItemChange, ItemRef } from './items/item.ts';
export type { Items, ListOptions } from './items/items.ts';
export type { ItemJson } from './items/json.ts';
export type { Source } from './items/sources.ts';
export type { StatusOptions } from './items/status.ts';
export type { Progress, UploadOptions, UploadOutcome } from './items/upload.ts';
export type {
  ManyProgress,
  NewItem,
  UploadFolderOptions,
  UploadManyOptions,
  UploadReport,
} from './items/upload-many.ts';
export type { NewAttribute, NewLabel } from './labels.ts';
export type { Named } from './named.ts';
export type { NewOntology, Ontologies, Ontology, OntologyJson } from './ontologies.ts';
export type { PagedList } from './paging.ts';
export type {
  ExecuteOptions,
  ExecutionInput,
  PipelineExecution,
  PipelineExecutions,
  RerunMethod,
} from './pipelines/executions.ts';
export { type ConnectionOptions, PipelineNode } from './pipelines/graph.ts';
export type {
  ConnectionJson,
  CycleJson,
  NodeJson,
  PipelineJson,
  PipelineStats,
  PortJson,
  StartNodeJson,
} from './pipelines/json.ts';
export {
  type CodeNode,
  type DatasetNode,
  type FunctionNode,
  type GenericNode,
  type NewPort,
  nodes,
  type TaskNode,
} from './pipelines/nodes.ts';
export type { Pipeline, PipelineChange, PipelineNodes, ResumeOption } from './pipelines/pipeline.ts';
export type { PipelineOrId, Pipelines } from './pipelines/pipelines.ts';
export type { NewFromTemplate, TemplateJson, Templates } from './pipelines/templates.ts';
export type { EventTrigger, NewTrigger } from './pipelines/trigger.ts';
export type { VersionJson, Versions } from './pipelines/versions.ts';
export type { Member, Project, ProjectChange, ProjectJson, Projects } from './projects.ts';
export type { NewRecipe, Recipe, RecipeChange, RecipeJson, Recipes } from './recipes.ts';
export type { RetryOptions } from './retry.ts';
export type {
  Assignment,
  AssignmentChange,
  AssignmentJson,
  Assignments,
  Workload,
} from './tasks/assignments.ts';
export type { Task, TaskChange, TaskJson } from './tasks/task.ts';
export type { NewTask, QaTask, Tasks } from './tasks/tasks.ts';
export type { Cancel, Json } from './transport.ts';
export type { StoredTriggerJson, Trigger, TriggerChange, Triggers } from './triggers.ts';
