/** Whatever the API can do, the command line and the SDK can do: each route has its words there, or a reason why not. */
import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { createProgram } from '#cli/program.ts';
import { ROUTES } from '#engine/http/table.ts';
import { Annotation, Annotations } from '#sdk/annotations/annotations.ts';
import { Commands } from '#sdk/commands.ts';
import { Session } from '#sdk/connect.ts';
import { Dataset, Datasets } from '#sdk/datasets.ts';
import { Execution, Executions } from '#sdk/executions.ts';
import { Item } from '#sdk/items/item.ts';
import { Items } from '#sdk/items/items.ts';
import { Ontologies, Ontology } from '#sdk/ontologies.ts';
import { PipelineExecution, PipelineExecutions } from '#sdk/pipelines/executions.ts';
import { Pipeline } from '#sdk/pipelines/pipeline.ts';
import { Pipelines } from '#sdk/pipelines/pipelines.ts';
import { Templates } from '#sdk/pipelines/templates.ts';
import { Versions } from '#sdk/pipelines/versions.ts';
import { Project, Projects } from '#sdk/projects.ts';
import { Recipe, Recipes } from '#sdk/recipes.ts';
import { Assignment, Assignments } from '#sdk/tasks/assignments.ts';
import { Task } from '#sdk/tasks/task.ts';
import { Tasks } from '#sdk/tasks/tasks.ts';
import { Trigger, Triggers } from '#sdk/triggers.ts';

const CLASSES: Readonly<Record<string, { readonly prototype: object }>> = {
  ...{ Session, Projects, Project, Datasets, Dataset, Items, Item, Annotations, Annotation, Recipes, Recipe },
  ...{ Ontologies, Ontology, Tasks, Task, Assignments, Assignment, Commands, Executions, Execution },
  ...{ Pipelines, Pipeline, PipelineExecutions, PipelineExecution, Templates, Versions, Triggers, Trigger },
};

/** A reason instead of a word begins so. */
const NONE = '- ';
const FOR_WORKSTATIONS = '- only workstations ask for it, to keep in step';
const NO_SERVICES = '- refuses: there are no services';
const FIXED = '- answers what is there: nothing can be changed by it';

/** Route: the command (without "sluice"), the word of the SDK. */
const WORDS: Readonly<Record<string, readonly [cli: string, sdk: string]>> = {
  'GET /users/me': ['token list', 'Session.me'],
  'POST /sdk/check': [
    '- asked by the Python SDK of its own version',
    '- asked by the Python SDK of its own version',
  ],
  'POST /token': ['token', '- the token is given to connect, as a function when it is to be had anew'],
  'GET /projects': ['projects list', 'Projects.list'],
  'POST /projects': ['projects create', 'Projects.create'],
  'GET /projects/:projectId': ['projects show', 'Projects.get'],
  'GET /projects/:name/name': ['projects show', 'Projects.get'],
  'PATCH /projects/:projectId': ['projects set', 'Project.update'],
  'DELETE /projects/:projectId': ['projects delete', 'Project.delete'],
  'GET /projects/:projectId/members': ['projects members', 'Project.members'],
  'POST /projects/:projectId/members/:email': ['token', '- members are made by tokens'],
  'PATCH /projects/:projectId/members/:email': ['token', '- members are made by tokens'],
  'DELETE /projects/:projectId/members/:email': ['token revoke', '- members go with their tokens'],
  'POST /datasets': ['datasets create', 'Datasets.create'],
  'POST /datasets/query': ['datasets list', 'Datasets.list'],
  'GET /datasets/:datasetId': ['datasets show', 'Datasets.get'],
  'PATCH /datasets/:datasetId': ['datasets set', 'Dataset.update'],
  'DELETE /datasets/:datasetId': ['datasets delete', 'Dataset.delete'],
  'POST /datasets/:datasetId/query': ['items list', 'Items.list'],
  'GET /datasets/:datasetId/directoryTree': ['datasets folders', 'Dataset.directoryTree'],
  'PUT /datasets/:datasetId/items/:itemId': ['items move', 'Items.move'],
  'POST /datasets/:datasetId/items': ['items upload', 'Items.upload'],
  'GET /datasets': ['datasets list', 'Datasets.list'],
  'POST /datasets/:datasetId/clone': ['datasets clone', 'Dataset.clone'],
  'POST /datasets/merge': ['datasets merge', 'Datasets.merge'],
  'POST /datasets/:datasetId/export': ['datasets export', 'Dataset.export'],
  'POST /datasets/:datasetId/split': ['datasets split', 'Dataset.split'],
  'POST /datasets/:datasetId/items/bulk-update-metadata': ['items set --dataset', 'Items.updateAll'],
  'POST /datasets/:datasetId/sync': [
    '- watched folders are looked through by themselves',
    '- watched folders are looked through by themselves',
  ],
  'POST /datasets/:datasetId/unlock': ['- nothing locks datasets', '- nothing locks datasets'],
  'PATCH /datasets/:datasetId/unlock': ['- nothing locks datasets', '- nothing locks datasets'],
  'POST /items/:itemId/annotations': ['annotations add', 'Annotations.upload'],
  'GET /items/:itemId/annotations': ['annotations list', 'Annotations.list'],
  'GET /annotations/:annotationId': ['annotations get', 'Annotations.get'],
  'PUT /annotations/:annotationId': ['annotations update', 'Annotation.update'],
  'PUT /annotations/:annotationId/issue': ['annotations update', 'Annotation.updateStatus'],
  'DELETE /annotations/:annotationId': ['annotations delete', 'Annotation.delete'],
  'POST /recipes': ['recipes create', 'Recipes.create'],
  'GET /recipes': ['recipes list', 'Recipes.list'],
  'GET /recipes/:recipeId': ['recipes show', 'Recipes.get'],
  'PATCH /recipes/:recipeId': ['recipes set', 'Recipe.update'],
  'DELETE /recipes/:recipeId': ['recipes delete', 'Recipe.delete'],
  'POST /recipes/:recipeId/clone': ['recipes clone', 'Recipe.clone'],
  'POST /ontologies': ['ontologies create', 'Ontologies.create'],
  'GET /ontologies': ['ontologies list', 'Ontologies.list'],
  'GET /ontologies/:ontologyId': ['ontologies show', 'Ontologies.get'],
  'PUT /ontologies/:ontologyId': ['ontologies set', 'Ontology.update'],
  'DELETE /ontologies/:ontologyId': ['ontologies delete', 'Ontology.delete'],
  'PATCH /ontologies/:ontologyId/labels': ['ontologies labels --add', 'Ontology.addLabels'],
  'PATCH /ontologies/:ontologyId/addLabels': ['ontologies labels --add', 'Ontology.addLabels'],
  'PATCH /ontologies/:ontologyId/attributes': ['ontologies attributes --add', 'Ontology.addAttributes'],
  'DELETE /ontologies/:ontologyId/attributes': ['ontologies remove-attributes', 'Ontology.deleteAttributes'],
  'GET /items/:itemId': ['items show', 'Items.get'],
  'PATCH /items/:itemId': ['items set', 'Item.update'],
  'DELETE /items/:itemId': ['items delete', 'Item.delete'],
  'GET /items/:itemId/stream': ['items download', 'Item.download'],
  'GET /items/:itemId/thumbnail': [
    '- a picture for screens: "items download" gives the file',
    'Item.thumbnail',
  ],
  'POST /items/:itemId/revisions': ['items upload --overwrite', 'Items.upload'],
  'POST /items/:itemId/clone': ['items clone', 'Item.clone'],
  'POST /annotationtasks': ['tasks create', 'Tasks.create'],
  'POST /annotationtasks/query': ['tasks list', 'Tasks.list'],
  'GET /annotationtasks/:taskId': ['tasks show', 'Tasks.get'],
  'PATCH /annotationtasks/:taskId': ['tasks update', 'Task.update'],
  'DELETE /annotationtasks/:taskId': ['tasks delete', 'Task.delete'],
  'POST /annotationtasks/:taskId/addToTask': ['tasks add', 'Task.addItems'],
  'POST /annotationtasks/:taskId/removeFromTask': ['tasks remove', 'Task.removeItems'],
  'GET /assignments': ['assignments list', 'Assignments.list'],
  'GET /assignments/:assignmentId': ['assignments show', 'Assignments.get'],
  'PATCH /assignments/:assignmentId': ['assignments set', 'Assignment.update'],
  'POST /assignments/:assignmentId/reassign': ['assignments reassign', 'Assignment.reassign'],
  'POST /assignments/:assignmentId/redistribute': ['assignments redistribute', 'Assignment.redistribute'],
  'POST /assignments/:assignmentId/batch': ['assignments pull', 'Assignment.pull'],
  'POST /assignments/:assignmentId/clear': ['assignments release', 'Assignment.release'],
  'POST /assignments/items/tasks/:taskId/status': ['tasks status', 'Task.setItemStatus'],
  'POST /assignments/:assignmentId/items/:itemId/status': ['items status', 'Assignment.setItemStatus'],
  'POST /pipelines': ['pipelines create', 'Pipelines.create'],
  'POST /pipelines/query': ['pipelines list', 'Pipelines.list'],
  'POST /pipelines/query/table': ['pipelines list', 'Pipelines.list'],
  'POST /pipelines/validate': ['pipelines validate', 'Pipelines.validate'],
  'GET /pipelines/:pipelineId': ['pipelines show', 'Pipelines.get'],
  'PATCH /pipelines/:pipelineId': ['pipelines update', 'Pipeline.update'],
  'PATCH /pipelines/:pipelineId/settings': ['pipelines set --settings', 'Pipeline.update'],
  'PATCH /pipelines/:pipelineId/variables': ['pipelines set --variables', 'Pipeline.update'],
  'DELETE /pipelines/:pipelineId': ['pipelines delete', 'Pipelines.delete'],
  'GET /pipelines/:pipelineId/nodes/:nodeId': ['pipelines show', 'Pipeline.nodes'],
  'POST /pipelines/:pipelineId/install': ['pipelines install', 'Pipeline.install'],
  'POST /pipelines/:pipelineId/uninstall': ['pipelines pause', 'Pipeline.pause'],
  'POST /pipelines/:pipelineId/reset': ['pipelines reset', 'Pipeline.reset'],
  'DELETE /pipelines/:pipelineId/terminate': [
    '- two words: pipelines pause, pipelines terminate --all',
    '- two words: Pipeline.pause, PipelineExecutions.terminate',
  ],
  'DELETE /pipelines/:pipelineId/purge': [
    '- two words: pipelines pause, pipelines delete',
    '- two words: Pipeline.pause, Pipelines.delete',
  ],
  'GET /pipelines/:pipelineId/statistics': ['pipelines stats', 'Pipeline.stats'],
  'POST /pipelines/:pipelineId/execute': ['pipelines execute', 'Pipeline.execute'],
  'POST /pipelines/:pipelineId/test': ['pipelines execute --test', 'PipelineExecutions.create'],
  'POST /pipelines/:pipelineId/executions/rerun': ['pipelines rerun', 'PipelineExecutions.rerun'],
  'POST /pipelines/:pipelineId/executions/terminate': ['pipelines terminate', 'PipelineExecutions.terminate'],
  'GET /pipelines/:pipelineId/executions': ['cycles list', 'PipelineExecutions.list'],
  'GET /pipelines/:pipelineId/executions/:cycleId': ['cycles show', 'PipelineExecutions.get'],
  'GET /compositions/:pipelineId': ['pipelines show', 'Pipeline.composition'],
  'GET /pipelines/:pipelineId/versions': ['pipelines versions', 'Versions.list'],
  'GET /pipelines/:pipelineId/versions/:version': ['pipelines export --at', 'Versions.get'],
  'POST /pipelines/:pipelineId/versions/:version/restore': ['pipelines back', 'Versions.restore'],
  'GET /pipelines/:pipelineId/logs': ['pipelines log', 'Pipeline.logs'],
  'GET /pipelines/templates': ['pipelines templates', 'Templates.list'],
  'GET /pipelines/templates/:templateId': ['pipelines templates', 'Templates.get'],
  'POST /pipelines/templates/:templateId': ['pipelines new', 'Templates.create'],
  'POST /query/faas': ['executions list', 'Executions.list'],
  'POST /executions/:serviceId': [NO_SERVICES, NO_SERVICES],
  'GET /executions/:executionId': ['executions show', 'Executions.get'],
  'PATCH /executions/:executionId': [FIXED, FIXED],
  'GET /executions/:executionId/attempts': ['executions attempts', 'Execution.attempts'],
  'POST /executions/:executionId/attempts': [
    '- refuses: the engine counts them',
    '- refuses: the engine counts them',
  ],
  'POST /executions/:executionId/progress': ['executions progress', 'Execution.progressUpdate'],
  'POST /executions/:executionId/rerun': ['executions rerun', 'Execution.rerun'],
  'POST /executions/:executionId/terminate': ['executions terminate', 'Execution.terminate'],
  'GET /triggers': ['pipelines triggers', 'Triggers.list'],
  'POST /triggers': [NO_SERVICES, NO_SERVICES],
  'GET /triggers/:triggerId': ['pipelines triggers', 'Triggers.get'],
  'PATCH /triggers/:triggerId': ['pipelines triggers --off', 'Trigger.update'],
  'DELETE /triggers/:triggerId': ['pipelines update', 'Trigger.delete'],
  'GET /commands/:commandId': ['commands show', 'Commands.get'],
  'POST /commands/:commandId/abort': ['commands abort', 'Commands.abort'],
  'GET /hub': [FOR_WORKSTATIONS, FOR_WORKSTATIONS],
  'GET /hub/datasets/:datasetId': [FOR_WORKSTATIONS, FOR_WORKSTATIONS],
  'GET /hub/datasets/:datasetId/changes': [FOR_WORKSTATIONS, FOR_WORKSTATIONS],
  'POST /hub/uploads': [FOR_WORKSTATIONS, FOR_WORKSTATIONS],
  'POST /hub/uploads/:datasetId/:sha256': [FOR_WORKSTATIONS, FOR_WORKSTATIONS],
  'POST /hub/leases': [FOR_WORKSTATIONS, FOR_WORKSTATIONS],
  'DELETE /hub/leases/:id': [FOR_WORKSTATIONS, FOR_WORKSTATIONS],
  'POST /hub/recipes': [FOR_WORKSTATIONS, FOR_WORKSTATIONS],
  'POST /hub/watch': [FOR_WORKSTATIONS, FOR_WORKSTATIONS],
  'POST /hub/parcels': [FOR_WORKSTATIONS, FOR_WORKSTATIONS],
};

const routes = ROUTES.map(({ method, path }) => `${method} ${path}`);

test('each route has its words, and there are none for routes that are not there', () => {
  expect(Object.keys(WORDS).toSorted()).toEqual([...new Set(routes)].toSorted());
});

test.each(routes.filter((route) => WORDS[route]))(
  '%s: its command and its word of the SDK are there',
  (route) => {
    const [cli = '', sdk = ''] = WORDS[route] ?? [];
    if (!cli.startsWith(NONE)) expect(missingIn(cli)).toEqual([]);
    if (!sdk.startsWith(NONE)) {
      const [name = '', word = ''] = sdk.split('.');
      expect(word in (CLASSES[name]?.prototype ?? {}), `the SDK's ${sdk}`).toBe(true);
    }
  },
);

const program = createProgram(async () => undefined);

/** What of a command there is not: its name, the options that are named, and `--json`. */
function missingIn(text: string): string[] {
  const words = text.split(' ');
  const command = words.filter((word) => !word.startsWith('--')).reduce<Command | undefined>(below, program);
  if (!command) return [text];
  const options = command.options.map(({ long }) => long);
  return ['--json', ...words.filter((word) => word.startsWith('--'))].filter(
    (word) => !options.includes(word),
  );
}

function below(parent: Command | undefined, name: string): Command | undefined {
  return parent?.commands.find((one) => one.name() === name);
}
