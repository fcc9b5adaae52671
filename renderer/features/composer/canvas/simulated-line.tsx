import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCompact, formatSpan } from '#renderer/ui/format.ts';
import { freshSimulation } from '../state/composer.ts';
import { useComposed } from '../state/context.tsx';
import own from './canvas.module.css';

/** What a node would have to do, by the last simulation of the graph as it is. */
export function SimulatedLine(props: {
  readonly nodeId: string;
  /** Shown while there is no such simulation. */
  readonly otherwise: ReactNode;
}) {
  const { t } = useTranslation('composer');
  const node = useComposed((state) =>
    freshSimulation(state)?.nodes.find((one) => one.nodeId === props.nodeId),
  );
  if (!node) return props.otherwise;
  const hours = node.load?.hours ?? null;
  return (
    <span className={own.simulated} data-lost={node.nowhere + node.failed > 0 || undefined}>
      {t('simulate.onCard', { count: node.executions, shown: formatCompact(node.executions) })}
      {hours === null ? null : ` · ${formatSpan(hours * 3600)}`}
      {node.nowhere > 0 ? ` · ${t('simulate.lost', { count: node.nowhere })}` : null}
    </span>
  );
}
