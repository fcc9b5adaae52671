import { useTranslation } from 'react-i18next';
import type { GraphProblem } from '#core/model/graph.ts';
import classes from './inspector.module.css';

/** What is wrong with what is chosen. */
export function OwnProblems(props: { readonly problems: readonly GraphProblem[] }) {
  const { t } = useTranslation('composer');
  return props.problems.map((problem) => (
    <div
      key={`${problem.code} ${problem.message}`}
      className={classes.problem}
      data-severity={problem.severity}
      data-selectable
    >
      <b>{t(`severity.${problem.severity}`)}:</b> {problem.message}
    </div>
  ));
}
