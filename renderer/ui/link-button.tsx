import { Button, type ButtonProps } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';

/** A button that leads to another screen. Disabled it is a plain button: a link cannot be disabled. */
export function LinkButton(
  props: ButtonProps & {
    readonly to: string;
    readonly 'aria-label'?: string;
    readonly onPointerEnter?: () => void;
    readonly onFocus?: () => void;
    readonly children: ReactNode;
  },
) {
  const { to, ...rest } = props;
  return rest.disabled ? <Button {...rest} /> : <Button component={Link} href={to} {...rest} />;
}
