import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './card.module.css';

/** A framed part of a screen with a heading. */
export function Card(props: {
  readonly title?: string;
  readonly action?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string | undefined;
}) {
  return (
    <section className={[classes.card, props.className].filter(Boolean).join(' ')} aria-label={props.title}>
      {props.title ? (
        <div className={classes.head}>
          <Title order={2}>{props.title}</Title>
          {props.action}
        </div>
      ) : null}
      {props.children}
    </section>
  );
}
