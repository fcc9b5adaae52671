import type { Command } from 'commander';
import { readAnnotationFile } from '../annotations/file.ts';
import {
  addAnnotations,
  deleteAnnotations,
  describeAnnotations,
  getAnnotation,
  listAnnotations,
  updateAnnotation,
  type Where,
  type Wire,
} from '../annotations/work.ts';
import type { CliEngine } from '../engine.ts';
import { type EntityFlags, entityGroup } from '../entities/group.ts';
import { wholeNumber } from '../options.ts';
import { jsonObject } from '../pipelines/json-option.ts';
import type { Runner } from '../session.ts';

const MOST = 10_000_000;

/** `sluice annotations`: labels from a terminal or a script, in the shape of the API's. */
export function addAnnotationCommands(program: Command, run: Runner): void {
  const { add, show } = entityGroup(program, run, {
    name: 'annotations',
    description: 'list, add, change and delete annotations, as JSON in the shape of the API',
    examples: [
      'sluice annotations list --item 0196b0c1d2e3000000000001',
      'sluice annotations add 0196b0c1d2e3000000000001 labels.json --json',
      `sluice annotations update 0196b0c1d2e3000000000002 '{"label": "van"}'`,
    ],
  });
  const describeOne = (one: Wire) => describeAnnotations([one]);

  add(
    'list',
    'list the annotations of an item, or those of a dataset that a filter matches',
    `sluice annotations list --dataset 0196b0c1d2e3000000000003 --filter '{"label": "car"}' --json`,
  )
    .option('--item <id>', 'of this item')
    .option('--dataset <id>', 'of this dataset')
    .option('--filter <json>', 'a filter (DQL)', jsonObject)
    .option('--limit <n>', 'at most so many', wholeNumber(1, MOST), MOST)
    .action(async (flags: EntityFlags & Where & { readonly limit: number }) => {
      await show(flags, (engine) => listAnnotations(engine, flags, flags.limit), describeAnnotations);
    });
  add('get', 'show an annotation', 'sluice annotations get 0196b0c1d2e3000000000002 --json')
    .argument('<annotation>', 'id of the annotation')
    .action(async (id: string, flags: EntityFlags) => {
      await show(flags, (engine) => getAnnotation(engine, id), describeOne);
    });
  add(
    'add',
    'add the annotations of a file to an item: all of them, or none when one does not fit',
    'sluice annotations add 0196b0c1d2e3000000000001 labels.json',
  )
    .argument('<item>', 'id of the item')
    .argument('<file>', 'JSON: an annotation, a list of them, or an object with "annotations"')
    .action(async (item: string, file: string, flags: EntityFlags) => {
      const work = async (engine: CliEngine) =>
        await addAnnotations(engine, item, await readAnnotationFile(file));
      await show(flags, work, describeAnnotations);
    });
  add(
    'update',
    'change an annotation by a diff: what is not named stays, null takes away',
    `sluice annotations update 0196b0c1d2e3000000000002 '{"metadata": {"system": {"status": "issue"}}}'`,
  )
    .argument('<annotation>', 'id of the annotation')
    .argument('<diff>', 'JSON object', jsonObject)
    .action(async (id: string, diff: Record<string, unknown>, flags: EntityFlags) => {
      await show(flags, (engine) => updateAnnotation(engine, id, diff), describeOne);
    });
  add(
    'delete',
    'delete annotations; the studio can bring them back',
    'sluice annotations delete 0196b0c1d2e3000000000002',
  )
    .argument('[annotations...]', 'ids of the annotations')
    .option('--dataset <id>', 'instead: those of this dataset')
    .option('--filter <json>', 'of the dataset, those that it matches (DQL)', jsonObject)
    .action(async (ids: readonly string[], flags: EntityFlags & Where) => {
      const work = async (engine: CliEngine) => ({ deleted: await deleteAnnotations(engine, ids, flags) });
      await show(flags, work, ({ deleted }) => `Deleted: ${deleted}.`);
    });
}
