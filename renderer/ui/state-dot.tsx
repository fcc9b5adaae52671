import classes from './state-dot.module.css';

/** States of work by colour; a word always stands beside the dot. */
export type WorkTone = 'queued' | 'running' | 'waiting' | 'done' | 'failed' | 'rework';

export function StateDot(props: { readonly tone: WorkTone; readonly pulsing?: boolean }) {
  return (
    <span
      className={classes.dot}
      data-pulsing={props.pulsing ? true : undefined}
      style={{ color: `var(--sl-${props.tone})` }}
      aria-hidden
    />
  );
}
