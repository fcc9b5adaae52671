import type { GraphNode } from '#core/model/graph.ts';
import { useCall } from '#renderer/client/hooks.ts';
import { nodeFacts } from '#renderer/ui/flow/node-facts.ts';
import { useFactWords } from '#renderer/ui/flow/use-fact-words.ts';
import { useComposedProject } from '../state/context.tsx';
import own from './canvas.module.css';

/** How a node is set up, in one line. */
export function FactLine(props: { readonly node: GraphNode }) {
  const words = useFactWords();
  const projectId = useComposedProject();
  // The name of a function says no more than the card's own name.
  const facts = nodeFacts(props.node).filter((fact) => fact.key !== 'function' && fact.key !== 'trigger');
  const named = facts.some((fact) => fact.datasetId !== undefined);
  const datasets = useCall('datasets.list', { projectId }, { enabled: named });
  const line = facts
    .map((fact) =>
      fact.datasetId === undefined
        ? words.value(fact)
        : (datasets.data?.find((one) => one.id === fact.datasetId)?.name ?? ''),
    )
    .filter((text) => text !== '')
    .join(' · ');
  if (line === '') return null;
  return (
    <span className={own.fact} title={line}>
      {line}
    </span>
  );
}
