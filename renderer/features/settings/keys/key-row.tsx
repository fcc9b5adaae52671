import { ActionIcon, Button, Group, Text, Tooltip } from '@mantine/core';
import { IconPencil, IconRestore, IconX } from '@tabler/icons-react';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  bindingName,
  holdersOf,
  keyIdentity,
  keysInForce,
  swapKey,
  takeKey,
  withKeys,
} from '#renderer/ui/commands/bindings.ts';
import { setKeyChoice, useKeyStore } from '#renderer/ui/commands/key-choice.ts';
import { isMac } from '#renderer/ui/commands/key-listener.ts';
import { pressedKey } from '#renderer/ui/commands/keys.ts';
import { KeyCaps } from '#renderer/ui/key-caps.tsx';
import type { KnownCommand } from './catalogue.ts';
import classes from './keys.module.css';

/** A key was pressed that another command has. */
function Conflict(props: {
  readonly pressed: string;
  readonly command: KnownCommand;
  readonly holders: readonly KnownCommand[];
  readonly onDone: () => void;
}) {
  const { t } = useTranslation('settings');
  const choice = useKeyStore((state) => state.choice);
  const { pressed, command, holders } = props;
  const done = (next: typeof choice) => {
    setKeyChoice(next);
    props.onDone();
  };
  return (
    <div className={classes.conflict} role="alert">
      <Group gap="xs">
        <KeyCaps keys={pressed} />
        <Text size="sm">{t('keys.taken', { commands: holders.map(({ title }) => title).join(', ') })}</Text>
      </Group>
      <Group gap="xs">
        <Button onClick={() => done(swapKey(choice, command, pressed, holders))}>{t('keys.swap')}</Button>
        <Button variant="default" onClick={() => done(takeKey(choice, command, pressed, holders))}>
          {t('keys.take')}
        </Button>
        <Button variant="default" onClick={props.onDone}>
          {t('keys.leave')}
        </Button>
      </Group>
    </div>
  );
}

/** A command with its keys, and the way to others. */
export function KeyRow(props: {
  readonly command: KnownCommand;
  readonly all: readonly KnownCommand[];
  /** Above the row; null: it stands under that of the row before. */
  readonly heading: string | null;
}) {
  const { t } = useTranslation('settings');
  const { command, all } = props;
  const choice = useKeyStore((state) => state.choice);
  const [asking, setAsking] = useState(false);
  const [pressed, setPressed] = useState<string | null>(null);
  const keys = keysInForce(command, choice);
  const isOwn = choice.own[bindingName(command)] !== undefined;
  const holders = pressed ? holdersOf(pressed, bindingName(command), all, choice) : [];

  function press(event: KeyboardEvent) {
    // Tab leaves, as everywhere: it is never a key of a command.
    if (event.key === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    const key = pressedKey(event.nativeEvent, isMac());
    if (key === null) return;
    setAsking(false);
    if (keys.some((one) => keyIdentity(one) === keyIdentity(key))) return;
    if (holdersOf(key, bindingName(command), all, choice).length > 0) setPressed(key);
    else setKeyChoice(withKeys(choice, command, [key]));
  }

  return (
    <>
      {props.heading ? <li className={classes.heading}>{props.heading}</li> : null}
      <li className={classes.row} data-testid={`key-${command.id}`}>
        <span className={classes.name}>{command.title}</span>
        <span className={classes.caps}>
          {keys.map((key) => (
            <KeyCaps key={key} keys={key} />
          ))}
          {keys.length === 0 ? <span className={classes.nothing}>{t('keys.noKey')}</span> : null}
        </span>
        <Group gap={2} wrap="nowrap">
          {asking ? (
            <Button
              variant="light"
              autoFocus
              data-asking
              onKeyDown={press}
              onBlur={() => setAsking(false)}
              aria-label={t('keys.pressFor', { command: command.title })}
            >
              {t('keys.press')}
            </Button>
          ) : (
            <ActionIcon
              aria-label={t('keys.changeOf', { command: command.title })}
              onClick={() => {
                setPressed(null);
                setAsking(true);
              }}
            >
              <IconPencil size={15} aria-hidden />
            </ActionIcon>
          )}
          <ActionIcon
            aria-label={t('keys.clearOf', { command: command.title })}
            disabled={keys.length === 0}
            onClick={() => setKeyChoice(withKeys(choice, command, []))}
          >
            <IconX size={15} aria-hidden />
          </ActionIcon>
          <Tooltip label={t('keys.resetOf', { command: command.title })}>
            <ActionIcon
              aria-label={t('keys.resetOf', { command: command.title })}
              disabled={!isOwn}
              onClick={() => {
                const { [bindingName(command)]: _, ...own } = choice.own;
                setKeyChoice({ ...choice, own });
              }}
            >
              <IconRestore size={15} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </Group>
      </li>
      {pressed && holders.length > 0 ? (
        <li>
          <Conflict pressed={pressed} command={command} holders={holders} onDone={() => setPressed(null)} />
        </li>
      ) : null}
    </>
  );
}
