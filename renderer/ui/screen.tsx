import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './screen.module.css';

type Props = {
  readonly title: string;
  /** A few words or numbers beside the title. */
  readonly summary?: ReactNode;
  /** Buttons at the right of the header. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
};

function Header(props: Omit<Props, 'children'>) {
  return (
    <header className={classes.header}>
      <div className={classes.titles}>
        <Title order={1}>{props.title}</Title>
        <div className={classes.summary}>{props.summary}</div>
      </div>
      <div className={classes.actions}>{props.actions}</div>
    </header>
  );
}

/** A screen whose body scrolls as one. */
export function Screen(props: Props) {
  return (
    <section className={classes.screen} aria-label={props.title}>
      <Header {...props} />
      <div className={classes.body}>{props.children}</div>
    </section>
  );
}

/** A screen of panels side by side that scroll each for itself. */
export function PanelScreen(props: Props) {
  return (
    <section className={classes.screen} aria-label={props.title}>
      <Header {...props} />
      <div className={classes.columns}>{props.children}</div>
    </section>
  );
}
