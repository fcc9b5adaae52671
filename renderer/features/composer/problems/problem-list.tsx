import { UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { GraphProblem } from '#core/model/graph.ts';
import { useComposed } from '../state/context.tsx';
import classes from './problems.module.css';
import { useShowSpot } from './use-show-spot.ts';

function ProblemRow(props: { readonly problem: GraphProblem }) {
  const { t } = useTranslation('composer');
  const show = useShowSpot();
  const { problem } = props;
  const Sign = problem.severity === 'lint' ? IconInfoCircle : IconAlertTriangle;

  const nowhere = problem.nodeId === null && problem.connection === null;
  return (
    <li>
      <UnstyledButton
        className={classes.row}
        data-severity={problem.severity}
        disabled={nowhere}
        onClick={() => show(problem)}
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
