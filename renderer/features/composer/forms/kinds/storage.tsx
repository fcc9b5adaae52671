import { Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Graph, GraphNode } from '#core/model/graph.ts';
import type { SettingPath } from '#core/pipeline/edit/node-settings.ts';
import { freeName } from '#core/pipeline/edit/nodes.ts';
import { startAt } from '#core/pipeline/edit/starts.ts';
import { presentOf } from '../../state/composer.ts';
import { useComposed } from '../../state/context.tsx';
import { DatasetField } from '../fields/dataset-field.tsx';
import { DatasetFolderField } from '../fields/folder-field.tsx';
import { isJson } from '../fields/values.ts';
import { useWords } from '../fields/words.ts';
import { useSettings } from '../settings.tsx';

const DATASET: SettingPath = ['metadata', 'datasetId'];
const EXISTING: SettingPath = ['metadata', 'triggerToPipeline'];

/** Items that are in the dataset when the pipeline is installed first start cycles too. */
function ExistingItems() {
  const settings = useSettings();
  const stored = settings.read(EXISTING);
  const active = isJson(stored) && stored['active'] === true;
  function change(next: boolean) {
    // A filter that was set up stays for when it is on again.
    const kept = isJson(stored) ? Object.keys(stored).some((key) => key !== 'active') : false;
    if (next) settings.write([...EXISTING, 'active'], true);
    else settings.write(kept ? [...EXISTING, 'active'] : EXISTING, kept ? false : undefined);
    settings.endStep();
  }
  return (
    <Switch
      {...useWords('existing')}
      checked={active}
      error={settings.error(EXISTING)}
      onChange={(event) => change(event.currentTarget.checked)}
    />
  );
}

/** A node that nobody has named is called as its dataset. */
const calledAs = (graph: Graph) => (node: GraphNode, name: string) =>
  /^Dataset( \d+)?$/.test(node.name) ? { ...node, name: freeName(graph, name) } : node;

/** Dataset: which one, which folder, and as a start whether what is there comes in too. */
export function StorageForm() {
  const { t } = useTranslation('forms');
  const { node } = useSettings();
  const graph = useComposed(presentOf);
  const starts = useComposed((state) => startAt(presentOf(state), node.id) !== null);
  return (
    <>
      <DatasetField
        name="dataset"
        path={DATASET}
        variablePath={['metadata', 'variableDataset']}
        also={calledAs(graph)}
      />
      <DatasetFolderField
        name={starts ? 'startFolder' : 'copyFolder'}
        path={['metadata', 'dir']}
        datasetPath={DATASET}
        usual={starts ? t('usual.allFolders') : t('usual.ownFolder')}
      />
      {starts ? <ExistingItems /> : null}
    </>
  );
}
