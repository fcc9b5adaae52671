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
import { type CliEngine, withEngine } from '../engine.ts';
import { EXIT } from '../exit-codes.ts';
import { jsonOption, wholeNumber, workspaceOption } from '../options.ts';
import { jsonObject } from '../pipelines/json-option.ts';
import { workspaceFolder } from '../places.ts';
import type { Runner, Session } from '../session.ts';

type Flags = { readonly workspace?: string; readonly json?: boolean };

const MOST = 10_000_000;

/** `sluice annotations`: labels from a terminal or a script, in the shape of the API's. */
export function addAnnotationCommands(program: Command, run: Runner): void {
  const annotations = program
    .command('annotations')
    .description('list, add, change and delete annotations, as JSON in the shape of the API')
    .addHelpText(
      'after',
      `
Examples:
  sluice annotations list --item 0196b0c1d2e3000000000001
  sluice annotations add 0196b0c1d2e3000000000001 labels.json --json
  sluice annotations update 0196b0c1d2e3000000000002 '{"label": "van"}'`,
    );
  const add = (name: string, description: string, example: string) =>
    annotations
      .command(name)
      .description(description)
      .addOption(workspaceOption())
      .addOption(jsonOption())
      .addHelpText('after', `\nExample:\n  ${example}`);
  /** Does the work in the workspace and shows what comes of it. */
  const show = async <T>(
    flags: Flags,
    work: (engine: CliEngine) => Promise<T>,
    describe: (result: T) => string,
  ) =>
    await run(flags, async ({ output }: Session) => {
      const result = await withEngine(workspaceFolder(flags.workspace), output, work);
      output.result(result, () => describe(result));
      return EXIT.ok;
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
    .action(async (flags: Flags & Where & { readonly limit: number }) => {
      await show(flags, (engine) => listAnnotations(engine, flags, flags.limit), describeAnnotations);
    });
  add('get', 'show an annotation', 'sluice annotations get 0196b0c1d2e3000000000002 --json')
    .argument('<annotation>', 'id of the annotation')
    .action(async (id: string, flags: Flags) => {
      await show(flags, (engine) => getAnnotation(engine, id), describeOne);
    });
  add(
    'add',
    'add the annotations of a file to an item: all of them, or none when one does not fit',
    'sluice annotations add 0196b0c1d2e3000000000001 labels.json',
  )
    .argument('<item>', 'id of the item')
    .argument('<file>', 'JSON: an annotation, a list of them, or an object with "annotations"')
    .action(async (item: string, file: string, flags: Flags) => {
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
    .action(async (id: string, diff: Record<string, unknown>, flags: Flags) => {
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
    .action(async (ids: readonly string[], flags: Flags & Where) => {
      const work = async (engine: CliEngine) => ({ deleted: await deleteAnnotations(engine, ids, flags) });
      await show(flags, work, ({ deleted }) => `Deleted: ${deleted}.`);
    });
}
