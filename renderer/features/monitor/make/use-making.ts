import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { factsOf } from '#core/pipeline/graph-facts.ts';
import { placedNodes } from '#core/pipeline/layout.ts';
import { type NamedPlace, withChoices } from '#core/pipeline/placeholders.ts';
import type { Template } from '#core/pipeline/template.ts';
import { TEMPLATES } from '#core/pipeline/templates.ts';
import { call } from '#renderer/client/client.ts';
import {
  buildTemplate,
  firstChoice,
  firstValues,
  type Known,
  makeChoices,
  missingValues,
  type Values,
} from './parts.ts';
import { type PipelineFile, readPipelineFile } from './read-file.ts';

export type Way = 'template' | 'empty' | 'import';

/** Megabytes; a graph of a thousand nodes has one. */
const MOST_MB = 20;

type Here = { readonly datasets: readonly Known[]; readonly recipes: readonly Known[] };

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** How a pipeline comes to be: what is chosen so far, and making it. */
export function useMaking(projectId: string, here: Here) {
  const { t } = useTranslation('pipelines');
  const [first = null] = TEMPLATES;
  if (!first) throw new Error('There are no templates.');
  const [way, setWay] = useState<Way>('template');
  const [template, setTemplate] = useState<Template>(first);
  const [given, setGiven] = useState<Values>({});
  const [file, setFile] = useState<PipelineFile | null>(null);
  const [chosen, setChosen] = useState<ReadonlyMap<NamedPlace, string>>(new Map());
  const [refusal, setRefusal] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  const values = { ...firstValues(template, here), ...given };

  async function graphAndFacts() {
    if (way === 'template') return { graph: await buildTemplate(call, projectId, template, values) };
    if (way === 'empty' || !file) return { graph: { nodes: [], connections: [], startNodes: [] } };
    const choices = await makeChoices(call, projectId, file.places, chosen);
    const chosenGraph = withChoices(file.graph, choices);
    // As an export writes it: nodes without a place would lie on one another.
    const graph = { ...chosenGraph, nodes: [...placedNodes(chosenGraph)] };
    return { graph, ...factsOf(graph) };
  }

  return {
    way,
    setWay(next: Way) {
      setWay(next);
      setRefusal(null);
    },
    template,
    setTemplate(next: Template) {
      setTemplate(next);
      setGiven({});
    },
    values,
    setValues: setGiven,
    file,
    chosen,
    setChosen,
    refusal,
    pending,
    suggested: way === 'template' ? template.title : way === 'import' ? (file?.name ?? null) : null,
    ready:
      way === 'template' ? missingValues(template, values).length === 0 : way === 'empty' || file !== null,
    async read(dropped: File) {
      setFile(null);
      setRefusal(null);
      try {
        if (dropped.size > MOST_MB * 1e6) throw new Error(t('make.tooLarge', { name: dropped.name }));
        const read = readPipelineFile(await dropped.text(), dropped.name);
        const known = (place: NamedPlace) => (place.kind === 'dataset' ? here.datasets : here.recipes);
        setFile(read);
        setChosen(new Map(read.places.map((place) => [place, firstChoice(place, known(place))])));
      } catch (error) {
        setRefusal(
          error instanceof SyntaxError
            ? t('make.noJson', { name: dropped.name, reason: error.message })
            : messageOf(error),
        );
      }
    },
    /** @returns the id of the pipeline; null when it could not be made, and `refusal` says why. */
    async make(name: string): Promise<string | null> {
      setPending(true);
      setRefusal(null);
      try {
        const made = await graphAndFacts();
        return (await call('pipelines.create', { projectId, name, ...made })).id;
      } catch (error) {
        setRefusal(messageOf(error));
        return null;
      } finally {
        setPending(false);
      }
    },
  };
}
