import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GraphNode } from '#core/model/graph.ts';
import { type SettingPath, writeSetting } from '#core/pipeline/edit/node-settings.ts';
import { variablesOf } from '#core/pipeline/variables.ts';
import { useCall } from '#renderer/client/hooks.ts';
import { presentOf } from '../../state/composer.ts';
import { useComposed, useComposedProject } from '../../state/context.tsx';
import { useSettings } from '../settings.tsx';
import { useMakeDataset } from './make-dataset.ts';
import { NewDataset } from './new-dataset.tsx';
import { type Choice, Picker } from './picker.tsx';

/** Before the names of variables among the ids of datasets. */
const VARIABLE = '$';

/** A dataset of the project, one that is made on the spot, or a variable that holds one. */
export function DatasetField(props: {
  readonly name: string;
  readonly path: SettingPath;
  /** Where the name of a variable is stored instead. */
  readonly variablePath?: SettingPath;
  /** What counts while it is absent; it may be absent then. */
  readonly usual?: string;
  /** Changes the node further, in the same step, by the name of the dataset that was chosen. */
  readonly also?: (node: GraphNode, name: string) => GraphNode;
}) {
  const { t } = useTranslation('forms');
  const settings = useSettings();
  const projectId = useComposedProject();
  const datasets = useCall('datasets.list', { projectId });
  const graph = useComposed(presentOf);
  const [making, setMaking] = useState(false);
  const makeDataset = useMakeDataset();
  const { name, path, variablePath, usual } = props;
  const id = settings.read(path);
  const variable = variablePath ? settings.read(variablePath) : undefined;
  const value =
    typeof variable === 'string' && variable !== ''
      ? VARIABLE + variable
      : typeof id === 'string' && id !== ''
        ? id
        : null;
  const variables = variablePath
    ? variablesOf(graph).flatMap((one): Choice[] =>
        one.type === 'Dataset' || one.type === 'String' || one.type === 'Json'
          ? [{ id: VARIABLE + one.name, name: one.name }]
          : [],
      )
    : [];

  function choose(chosen: string | null, called?: string) {
    const named = chosen?.startsWith(VARIABLE) ? chosen.slice(VARIABLE.length) : undefined;
    const dataset = called ?? datasets.data?.find((one) => one.id === chosen)?.name;
    settings.change((now) => {
      const written = writeSetting(now, path, named === undefined ? (chosen ?? undefined) : undefined);
      const both = variablePath ? writeSetting(written, variablePath, named) : written;
      return dataset !== undefined && props.also ? props.also(both, dataset) : both;
    });
  }
  async function makeNamed(called: string) {
    const made = await makeDataset(called);
    if (made) choose(made.id, made.name);
  }

  return (
    <>
      <Picker
        name={name}
        value={value}
        choices={(datasets.data ?? []).map((one) => ({
          id: one.id,
          name: t('datasetChoice', { name: one.name, count: one.itemCount }),
        }))}
        more={{ title: t('variables'), choices: variables }}
        loading={datasets.isPending}
        error={settings.error(path)}
        {...(usual === undefined ? {} : { usual, clearable: true })}
        onChange={(id) => choose(id)}
        makesNamed
        onNew={(called) => (called === '' ? setMaking(true) : void makeNamed(called))}
      />
      {making ? (
        <NewDataset
          taken={(datasets.data ?? []).map((one) => one.name)}
          onMade={choose}
          onClose={() => setMaking(false)}
        />
      ) : null}
    </>
  );
}
