import { type Command, Option } from 'commander';
import type { Ontology } from '#core/model/ontology.ts';
import type { CliEngine } from '../engine.ts';
import { allOntologies, findOntology } from '../entities/find.ts';
import { type EntityFlags, entityGroup } from '../entities/group.ts';
import { DIFF, projectOption } from '../entities/options.ts';
import {
  createOntology,
  describeOntologies,
  type OntologyWire,
  ontologyWire,
  removeAttributes,
  setAttributes,
  setLabels,
  updateOntology,
} from '../entities/recipes.ts';
import { jsonList, jsonObject } from '../pipelines/json-option.ts';
import type { Runner } from '../session.ts';

type CreateFlags = EntityFlags & { readonly labels?: readonly unknown[] };
type SetFlags = EntityFlags & { readonly add?: boolean };

const LABELS =
  'JSON list: names, {"tag", "color"} with whole paths such as "car.wheel", or a tree as the API has it';

const describeOne = (one: OntologyWire) => describeOntologies([one]);

/** `sluice ontologies`: labels and attributes from a terminal or a script, in the shape of the API's. */
export function addOntologies(program: Command, run: Runner): void {
  const group = entityGroup(program, run, {
    name: 'ontologies',
    description: 'list, make, change and delete ontologies: labels and attributes; by id or title',
    examples: [
      'sluice ontologies list --project Footage',
      `sluice ontologies labels Vehicles '["car", "van"]' --json`,
    ],
  });
  const { show } = group;
  const add = (name: string, description: string, example: string) =>
    group.add(name, description, example).addOption(projectOption());
  const named = (name: string, description: string, example: string) =>
    add(name, description, example).argument('<ontology>', 'id or title of the ontology');
  /** Work on the ontology that is named. */
  const on =
    <T>(
      title: string,
      { project }: EntityFlags,
      work: (engine: CliEngine, one: Ontology) => T | Promise<T>,
    ) =>
    async (engine: CliEngine) =>
      await work(engine, await findOntology(engine, title, project));

  add('list', 'list all ontologies', 'sluice ontologies list --json').action(async (flags: EntityFlags) => {
    const work = async (engine: CliEngine) => (await allOntologies(engine, flags.project)).map(ontologyWire);
    await show(flags, work, describeOntologies);
  });
  named('show', 'show an ontology', 'sluice ontologies show Vehicles --json').action(
    async (title: string, flags: EntityFlags) => {
      await show(
        flags,
        on(title, flags, (_engine, one) => ontologyWire(one)),
        describeOne,
      );
    },
  );
  add('create', 'make an ontology', `sluice ontologies create Vehicles --labels '["car", "van"]'`)
    .argument('<title>', 'what it is called')
    .addOption(new Option('--labels <json>', LABELS).argParser(jsonList))
    .action(async (title: string, flags: CreateFlags) => {
      const { project, labels = [] } = flags;
      await show(flags, (engine) => createOntology(engine, { title, project, labels }), describeOne);
    });
  named('labels', 'give an ontology these labels', `sluice ontologies labels Vehicles '["car"]' --add`)
    .argument('<labels>', LABELS, jsonList)
    .addOption(new Option('--add', 'keep what is there; labels of the same name are changed'))
    .action(async (title: string, json: readonly unknown[], flags: SetFlags) => {
      const work = on(title, flags, (engine, one) => setLabels(engine, one, json, flags.add === true));
      await show(flags, work, describeOne);
    });
  named(
    'attributes',
    'give an ontology these attributes',
    `sluice ontologies attributes Vehicles '[{"key": "1", "title": "Parked", "type": "boolean"}]'`,
  )
    .argument('<attributes>', 'JSON list, as the API has them', jsonList)
    .addOption(new Option('--add', 'keep what is there; attributes of the same key are changed'))
    .action(async (title: string, json: readonly unknown[], flags: SetFlags) => {
      const work = on(title, flags, (engine, one) => setAttributes(engine, one, json, flags.add === true));
      await show(flags, work, describeOne);
    });
  named(
    'remove-attributes',
    'take attributes away from an ontology',
    'sluice ontologies remove-attributes Vehicles 1',
  )
    .argument('<keys...>', 'keys of the attributes')
    .action(async (title: string, keys: readonly string[], flags: EntityFlags) => {
      await show(
        flags,
        on(title, flags, (engine, one) => removeAttributes(engine, one, keys)),
        describeOne,
      );
    });
  named('set', 'change an ontology by a diff', `sluice ontologies set Vehicles '{"title": "Traffic"}'`)
    .argument('<diff>', DIFF, jsonObject)
    .action(async (title: string, diff: Record<string, unknown>, flags: EntityFlags) => {
      const work = on(title, flags, (engine, one) => updateOntology(engine, one, diff));
      await show(flags, work, describeOne);
    });
  named('delete', 'delete an ontology that no recipe uses', 'sluice ontologies delete Vehicles').action(
    async (title: string, flags: EntityFlags) => {
      const work = on(title, flags, async ({ call }, one) => {
        await call('ontologies.delete', { ontologyId: one.id });
        return ontologyWire(one);
      });
      await show(flags, work, (one) => `"${one.title}" is deleted.`);
    },
  );
}
