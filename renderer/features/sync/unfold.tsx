import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import classes from './sync.module.css';

/** A part of a card that is asked for, and shown, once somebody wants to see it. */
export function Unfold(props: {
  readonly show: string;
  readonly hide: string;
  readonly children: () => ReactNode;
}) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        variant="subtle"
        className={classes.another ?? ''}
        aria-expanded={open}
        onClick={() => setOpen((was) => !was)}
      >
        {open ? props.hide : props.show}
      </Button>
      {open ? props.children() : null}
    </>
  );
}
