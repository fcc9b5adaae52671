import { ActionIcon, Tooltip } from '@mantine/core';
import type { TablerIcon } from '@tabler/icons-react';
import { memo } from 'react';
import type { Command } from '#renderer/ui/commands/command.ts';
import { CommandKeys } from '#renderer/ui/key-caps.tsx';
import classes from './tool-button.module.css';

/** A command's name with its first key, for a tooltip. */
export function CommandTip(props: { readonly command: Command }) {
  return (
    <span className={classes.tip}>
      {props.command.title}
      <CommandKeys command={props.command} />
    </span>
  );
}

/** A command as a button with a sign. Drawn anew for another command only: there are many, and items change often. */
export const ToolButton = memo(function ToolButton(props: {
  readonly command: Command;
  readonly icon: TablerIcon;
  /** For tools: whether it is the one in the hand. */
  readonly pressed?: boolean;
  /** True: it would do nothing now. It looks so, and may be pressed all the same. */
  readonly idle?: boolean;
  /** Where its name appears; by itself, above. */
  readonly tip?: 'top' | 'bottom';
}) {
  const { command, pressed, idle, tip = 'top' } = props;
  const Icon = props.icon;
  const disabled = command.enabled === false;
  return (
    <Tooltip label={<CommandTip command={command} />} position={tip} withinPortal>
      <ActionIcon
        variant={pressed ? 'light' : 'subtle'}
        color={pressed ? 'water' : 'gray'}
        aria-label={command.title}
        data-command={command.id}
        {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
        {...(disabled ? { 'data-disabled': true } : {})}
        aria-disabled={disabled || idle === true}
        {...(idle ? { opacity: 0.4 } : {})}
        onClick={() => {
          if (!disabled) command.run();
        }}
      >
        <Icon size={17} stroke={1.7} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
});
