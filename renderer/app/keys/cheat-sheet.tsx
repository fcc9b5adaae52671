import { Button, Group, Modal, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { Command } from '#renderer/ui/commands/command.ts';
import { setTrainer, useKeyStore } from '#renderer/ui/commands/key-choice.ts';
import { commandRegistry, useCommands } from '#renderer/ui/commands/use-commands.ts';
import { KeyCaps } from '#renderer/ui/key-caps.tsx';
import { routes } from '#renderer/ui/routes.ts';
import { groupCommands, searchCommands } from '../search-commands.ts';
import classes from './keys.module.css';

/** What the canvas does with keys while it has the focus; they belong to it and cannot be changed. */
const CANVAS_KEYS = [
  ['Space', 'space'],
  ['Tab', 'tab'],
  ['ArrowLeft', 'arrows'],
  ['Shift+ArrowLeft', 'large'],
  ['Alt+ArrowLeft', 'resize'],
  ['Enter', 'enter'],
] as const;

function Rows(props: { readonly commands: readonly Command[] }) {
  return (
    <ul className={classes.rows}>
      {props.commands.map((command) => (
        <li key={command.id} className={classes.row}>
          <span>{command.title}</span>
          <span className={classes.caps}>
            {command.keys?.map((key) => (
              <KeyCaps key={key} keys={key} />
            ))}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** All keys that mean something now, by heading; opens on a key of its own. */
export function CheatSheet() {
  const { t } = useTranslation('app');
  const [, navigate] = useLocation();
  const [commands, setCommands] = useState<readonly Command[] | null>(null);
  const [query, setQuery] = useState('');
  const trainer = useKeyStore((state) => state.trainer);
  const close = () => setCommands(null);
  const open = () => {
    setQuery('');
    setCommands(commandRegistry.list().filter(({ keys }) => keys !== undefined && keys.length > 0));
  };
  useCommands(
    [
      { id: 'keys.sheet', title: t('keys.sheet'), group: t('group.look'), keys: ['?'], run: open },
      {
        id: 'keys.trainer',
        title: t(trainer ? 'keys.trainerOff' : 'keys.trainerOn'),
        group: t('group.look'),
        run: () => setTrainer(!trainer),
      },
    ],
    'app',
  );
  const found = searchCommands(commands ?? [], query);
  const onCanvas = commands?.some(({ id }) => id === 'canvas.fit') === true && query === '';
  return (
    <Modal opened={commands !== null} onClose={close} title={t('keys.sheet')} size={900} centered={false}>
      <Group mb="sm" justify="space-between">
        <TextInput
          data-autofocus
          w={260}
          aria-label={t('keys.search')}
          placeholder={t('keys.search')}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
        <Group>
          <Switch
            size="xs"
            label={t('keys.trainer')}
            checked={trainer}
            onChange={(event) => setTrainer(event.currentTarget.checked)}
          />
          <Button
            variant="default"
            onClick={() => {
              close();
              navigate(routes.settings());
            }}
          >
            {t('keys.change')}
          </Button>
        </Group>
      </Group>
      <div className={classes.sheet}>
        {found.length === 0 ? <p>{t('palette.nothing')}</p> : null}
        {groupCommands(found).map((group) => (
          <section key={group.name} className={classes.group}>
            <h3>{group.name}</h3>
            <Rows commands={group.commands} />
          </section>
        ))}
        {onCanvas ? (
          <section className={classes.group}>
            <h3>{t('keys.canvas.title')}</h3>
            <ul className={classes.rows}>
              {CANVAS_KEYS.map(([key, name]) => (
                <li key={key} className={classes.row}>
                  <span>{t(`keys.canvas.${name}`)}</span>
                  <KeyCaps keys={key} />
                </li>
              ))}
            </ul>
          </section>
        ) : null}
      </div>
    </Modal>
  );
}
