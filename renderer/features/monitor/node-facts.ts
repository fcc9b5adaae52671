/** How a node is set up, as lines for people. */
import type { GraphNode } from '#core/model/graph.ts';
import { SCENE_THRESHOLD, type VideoSplitConfig } from '#core/pipeline/functions/video-split.ts';
import { parseConfig, runnableOf } from '#core/pipeline/specs.ts';

export type NodeFact = {
  /** Names the messages of the line. */
  readonly key:
    | 'dataset'
    | 'every'
    | 'perSecond'
    | 'keyframes'
    | 'scenes'
    | 'groups'
    | 'trigger'
    | 'function';
  /** Shown by the dataset's name. */
  readonly datasetId?: string;
  /** For the message of the value. */
  readonly values?: Readonly<Record<string, string | number>>;
  /** The value itself where it needs no words. */
  readonly text?: string;
};

function takes({ mode, every, perSecond, threshold }: VideoSplitConfig): NodeFact {
  switch (mode) {
    case 'rate':
      return { key: 'perSecond', values: { count: perSecond ?? 1 } };
    case 'keyframes':
      return { key: 'keyframes', values: {} };
    case 'scenes':
      return { key: 'scenes', values: { threshold: threshold ?? SCENE_THRESHOLD } };
    default:
      return { key: 'every', values: { count: every ?? 1 } };
  }
}

/** Lines for the node types that run here; none for others and for what cannot be read. */
export function nodeFacts(node: GraphNode): readonly NodeFact[] {
  switch (runnableOf(node)) {
    case 'storage': {
      const config = parseConfig('storage', node);
      if (!config.success) return [];
      const facts: NodeFact[] = [{ key: 'dataset', datasetId: config.data.datasetId }];
      if (config.data.triggerToPipeline?.active) facts.push({ key: 'trigger', values: {} });
      return facts;
    }
    case 'video.split': {
      const config = parseConfig('video.split', node);
      if (!config.success) return [];
      const custom = config.data.customNodeConfig;
      const facts: NodeFact[] = [takes(custom)];
      if (custom?.datasetId) facts.push({ key: 'dataset', datasetId: custom.datasetId });
      return facts;
    }
    case 'split': {
      const config = parseConfig('split', node);
      if (!config.success) return [];
      const groups = config.data.customNodeConfig.groups;
      return [{ key: 'groups', text: groups.map((one) => `${one.name} ${one.distribution} %`).join(', ') }];
    }
    case 'task':
      return [];
    default: {
      const called = node.namespace?.functionName;
      return called ? [{ key: 'function', text: called }] : [];
    }
  }
}
