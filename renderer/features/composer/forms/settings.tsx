/** The settings of the node that is chosen, for the fields that show them. */
import { createContext, use } from 'react';
import type { GraphNode } from '#core/model/graph.ts';
import {
  errorsAt,
  readSetting,
  type SettingError,
  type SettingPath,
  settingErrors,
  writeSetting,
} from '#core/pipeline/edit/node-settings.ts';
import { changeNode } from '#core/pipeline/edit/nodes.ts';
import type { Runnable } from '#core/pipeline/specs.ts';
import { withVariables } from '#core/pipeline/variables.ts';
import type { Composer } from '../state/composer.ts';

export type NodeSettings = {
  readonly node: GraphNode;
  readonly kind: Runnable;
  /** As it is stored; undefined: absent. */
  read(path: SettingPath): unknown;
  /** Undefined takes the setting away. Changes of the same setting in a row are taken back together. */
  write(path: SettingPath, value: unknown): void;
  /** Several settings at once, as one step. */
  writeAll(changes: readonly (readonly [SettingPath, unknown])[]): void;
  /** Changes the node in another way, as one step. */
  change(change: (node: GraphNode) => GraphNode, key?: string): void;
  /** What is wrong with the setting, or with something in it. */
  error(path: SettingPath): string | undefined;
  /** What is wrong and was asked for by no field so far. */
  otherErrors(): readonly string[];
  /** What was typed is one step. */
  endStep(): void;
};

export type SettingsOf = {
  readonly composer: Composer;
  readonly node: GraphNode;
  readonly kind: Runnable;
  /** Those of the pipeline that stand for settings. */
  readonly variables: ReadonlyMap<string, unknown>;
};

export function nodeSettings({ composer, node, kind, variables }: SettingsOf): NodeSettings {
  const errors = settingErrors(kind, withVariables(node, variables));
  const asked = new Set<SettingError>();
  function change(by: (node: GraphNode) => GraphNode, key?: string) {
    composer.edit(
      (graph) => {
        const now = graph.nodes.find((one) => one.id === node.id);
        return now ? changeNode(graph, by(now)) : graph;
      },
      key === undefined ? {} : { key: `${node.id} ${key}` },
    );
  }
  return {
    node,
    kind,
    read: (path) => readSetting(node, path),
    write: (path, value) => change((now) => writeSetting(now, path, value), path.join('.')),
    writeAll: (changes) =>
      change((now) => changes.reduce((made, [path, value]) => writeSetting(made, path, value), now)),
    change,
    error(path) {
      for (const error of errorsAt(errors, path)) asked.add(error);
      return errorsAt(errors, path)[0]?.message;
    },
    otherErrors: () => errors.filter((error) => !asked.has(error)).map((error) => error.message),
    endStep: () => composer.endStep(),
  };
}

const SettingsContext = createContext<NodeSettings | null>(null);
export const SettingsProvider = SettingsContext.Provider;

export function useSettings(): NodeSettings {
  const settings = use(SettingsContext);
  if (!settings) throw new Error('There is no node around this field.');
  return settings;
}
