import { UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react';
import { useReactFlow } from '@xyflow/react';
import { useTranslation } from 'react-i18next';
import type { GraphProblem } from '#core/model/graph.ts';
import { presentOf } from '../state/composer.ts';
import { useComposed, useComposer } from '../state/context.tsx';
import { chosen } from '../state/selection.ts';
import classes from './problems.module.css';

function ProblemRow(props: { readonly problem: GraphProblem }) {
  const { t } = useTranslation('composer');
  const composer = useComposer();
  const { fitView } = useReactFlow();
  const { problem } = props;
  const Sign = problem.severity === 'lint' ? IconInfoCircle : IconAlertTriangle;

  function jump() {
    const connection =
      problem.connection === null
        ? undefined
        : presentOf(composer.getState()).connections[problem.connection];
    if (connection && problem.connection !== null) {
      composer.select(chosen({ connections: [problem.connection] }));
      const ends = [{ id: connection.src.nodeId }, { id: connection.tgt.nodeId }];
      void fitView({ nodes: ends, maxZoom: 1.1, padding: 0.3, duration: 200 });
    } else if (problem.nodeId !== null) {
      composer.select(chosen({ nodes: [problem.nodeId] }));
      void fitView({ nodes: [{ id: problem.nodeId }], maxZoom: 1.1, padding: 1.2, duration: 200 });
    }
  }

  const nowhere = problem.nodeId === null && problem.connection === null;
  return (
    <li>
      <UnstyledButton
        className={classes.row}
        data-severity={problem.severity}
        disabled={nowhere}
        onClick={jump}
      >
        <Sign size={14} aria-label={t(`severity.${problem.severity}`)} />
        {problem.message}
      </UnstyledButton>
    </li>
  );
}

/** All that is wrong with the graph; a click leads to the place. */
export function ProblemList() {
  const { t } = useTranslation('composer');
  const problems = useComposed((state) => state.problems.all);
  if (problems.length === 0) {
    return (
      <div className={classes.fine}>
        <IconCircleCheck size={15} aria-hidden /> {t('problems.none')}
      </div>
    );
  }
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  return (
    <section className={classes.problems} aria-label={t('problems.title')}>
      <div className={classes.head}>{t('problems.count', { count: problems.length, errors })}</div>
      <ul className={classes.rows}>
        {problems.map((problem) => (
          <ProblemRow
            key={`${problem.code} ${problem.nodeId} ${problem.portId} ${problem.connection} ${problem.message}`}
            problem={problem}
          />
        ))}
      </ul>
    </section>
  );
}
