/** Where labels and attributes are used, and changes of them that annotations follow. */
import { setImmediate } from 'node:timers/promises';
import type { Handlers } from '#contract/index.ts';
import { textsOf } from '#core/annotation/attributes.ts';
import { SluiceError } from '#core/errors.ts';
import type { DatasetId, OntologyId } from '#core/model/ids.ts';
import type { Ontology } from '#core/model/ontology.ts';
import type { EngineContext } from '../context.ts';
import { findCommand, listOpenCommands } from '../db/queries/commands.ts';
import { findOntology, saveOntology } from '../db/queries/ontologies.ts';
import {
  countByLabel,
  countInDataset,
  countWithLabel,
  datasetsOfOntology,
  listAttributes,
} from '../db/queries/vocabulary.ts';
import { addCommand } from '../pipelines/commands.ts';
import { refuseTwice } from './recipes.ts';

type VocabularyCalls = `ontologies.${'usage' | 'attributeUsage' | 'change'}`;

/** Annotations that are read before others get a turn: about 10 ms. */
const AT_ONCE = 5000;
/** Different values of a text that are told apart. */
const MOST_VALUES = 1000;

export function vocabularyHandlers(ctx: EngineContext): Handlers<VocabularyCalls> {
  const { db } = ctx;

  function ontology(ontologyId: OntologyId): Ontology {
    const found = findOntology(db, ontologyId);
    if (!found) throw new SluiceError('not-found', 'This ontology is not there any more.', { ontologyId });
    return found;
  }

  async function countValues(datasetIds: readonly DatasetId[], key: string) {
    const counts = new Map<string, number>();
    let annotations = 0;
    const quoted = JSON.stringify(key);
    for (const datasetId of datasetIds) {
      for (let after: string | undefined = ''; after !== undefined; ) {
        const rows = listAttributes(db, { datasetId, after, limit: AT_ONCE });
        for (const row of rows) {
          if (!row.attributes.includes(quoted)) continue;
          const value: unknown = JSON.parse(row.attributes)[key];
          if (value === undefined) continue;
          annotations += 1;
          for (const text of textsOf(value)) {
            if (counts.has(text) || counts.size < MOST_VALUES) counts.set(text, (counts.get(text) ?? 0) + 1);
          }
        }
        after = rows.length < AT_ONCE ? undefined : rows.at(-1)?.id;
        await setImmediate();
      }
    }
    return { annotations, values: [...counts].map(([value, count]) => ({ value, count })) };
  }

  return {
    'ontologies.usage': ({ ontologyId }) => {
      const counts = new Map<string, number>();
      for (const datasetId of datasetsOfOntology(db, ontology(ontologyId).id)) {
        for (const { label, count } of countByLabel(db, datasetId)) {
          counts.set(label, (counts.get(label) ?? 0) + count);
        }
      }
      return [...counts].map(([label, count]) => ({ label, count }));
    },
    'ontologies.attributeUsage': async ({ ontologyId, key }) =>
      await countValues(datasetsOfOntology(db, ontology(ontologyId).id), key),
    'ontologies.change': ({ ontologyId, labels, attributes, changes }) => {
      const before = ontology(ontologyId);
      refuseTwice(
        'label',
        (labels ?? []).map(({ name }) => name),
      );
      refuseTwice(
        'attribute',
        (attributes ?? []).map(({ key }) => key),
      );
      const commandId = ctx.unit(ctx.settings().person, (tx) => {
        const part = { ...(labels ? { labels } : {}), ...(attributes ? { attributes } : {}) };
        saveOntology(tx.db, { ...before, ...part, updatedAt: tx.now });
        tx.changes.project(before.projectId);
        const datasetIds = datasetsOfOntology(tx.db, ontologyId);
        if (changes.length === 0 || datasetIds.length === 0) return null;
        const total = changes.reduce((sum, change) => {
          // Of values nobody knows without reading them all: the command finds out on its way.
          const count = (id: DatasetId) =>
            change.what === 'label' ? countWithLabel(tx.db, id, change.from) : countInDataset(tx.db, id);
          return sum + datasetIds.reduce((all, id) => all + count(id), 0);
        }, 0);
        // One that is under way may be about to make what this one is about.
        const waits = listOpenCommands(tx.db).some(({ type }) => type === 'vocabulary');
        if (total === 0 && !waits) return null;
        const spec = { datasetIds, changes, person: tx.actor };
        return addCommand(tx, null, { type: 'vocabulary', spec, reply: { ontologyId } }, total);
      });
      return { ontology: ontology(ontologyId), command: commandId && findCommand(db, commandId) };
    },
  };
}
