import { Button, FileButton, Group, Select, Switch, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMutate } from '#renderer/client/hooks.ts';
import { Card } from '#renderer/ui/card.tsx';
import { DEFAULT_CHOICE, readChoice } from '#renderer/ui/commands/bindings.ts';
import { setKeyChoice, setTrainer, useKeyStore } from '#renderer/ui/commands/key-choice.ts';
import { PRESETS } from '#renderer/ui/commands/presets.ts';
import { notifyDone } from '#renderer/ui/notify.ts';
import { CATALOGUE } from './catalogue.ts';
import { KeyRow } from './key-row.tsx';
import classes from './keys.module.css';
import { matching } from './matching.ts';

/** A file of keys is some kilobytes; what is larger is something else. */
const MOST_BYTES = 200_000;

/** What was wrong with a file; null: its keys are in force. */
type Problem = { readonly name: string; readonly problem: string; readonly what: string };

async function readFile(file: File): Promise<ReturnType<typeof readChoice>> {
  const refused = { ok: false, problem: 'not-keys', what: '' } as const;
  if (file.size > MOST_BYTES) return refused;
  try {
    return readChoice(JSON.parse(await file.text()));
  } catch {
    return refused;
  }
}

/** The keys of every command: presets, a search, changing one by one, and taking them along as a file. */
export function KeysCard() {
  const { t, i18n } = useTranslation('settings');
  const choice = useKeyStore((state) => state.choice);
  const trainer = useKeyStore((state) => state.trainer);
  const [query, setQuery] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const save = useMutate('dialogs.saveText');
  const named = CATALOGUE.map((command) => ({
    ...command,
    title: command.number
      ? t('keys.label', { number: command.number })
      : i18n.t(command.title, { ...command.values }),
    group: i18n.t(command.group),
  }));
  const shown = matching(named, query, choice);

  async function take(file: File | null) {
    if (!file) return;
    const read = await readFile(file);
    setProblem(read.ok ? null : { name: file.name, problem: read.problem, what: read.what });
    if (!read.ok) return;
    setKeyChoice(read.choice);
    notifyDone(t('keys.imported', { name: file.name }));
  }

  return (
    <Card title={t('keys.title')}>
      <div className={classes.body}>
        <Group justify="space-between" align="flex-end">
          <Select
            w={220}
            label={t('keys.preset')}
            description={t('keys.presetText')}
            data={PRESETS.map((value) => ({ value, label: t(`keys.presets.${value}`) }))}
            value={choice.preset}
            onChange={(value) => {
              const preset = PRESETS.find((name) => name === value);
              if (preset) setKeyChoice({ ...choice, preset });
            }}
          />
          <Group gap="xs">
            <Button
              variant="default"
              onClick={() =>
                save.mutate({
                  title: t('keys.export'),
                  name: 'sluice-keys.json',
                  text: JSON.stringify(choice, null, 2),
                })
              }
            >
              {t('keys.export')}
            </Button>
            <FileButton accept="application/json,.json" onChange={(file) => void take(file)}>
              {(button) => (
                <Button variant="default" {...button}>
                  {t('keys.import')}
                </Button>
              )}
            </FileButton>
            <Button
              variant="default"
              disabled={Object.keys(choice.own).length === 0}
              onClick={() => setKeyChoice({ ...DEFAULT_CHOICE, preset: choice.preset })}
            >
              {t('keys.resetAll')}
            </Button>
          </Group>
        </Group>
        {problem ? (
          <Text size="sm" c="var(--sl-failed)" role="alert">
            {t(`keys.refused.${problem.problem}`, { name: problem.name, what: problem.what })}
          </Text>
        ) : null}
        <Switch
          size="xs"
          label={t('keys.trainer')}
          checked={trainer}
          onChange={(event) => setTrainer(event.currentTarget.checked)}
        />
        <TextInput
          aria-label={t('keys.search')}
          placeholder={t('keys.search')}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
        <ul className={classes.list} aria-label={t('keys.title')}>
          {shown.map((command, index) => (
            <KeyRow
              key={command.id}
              command={command}
              all={named}
              heading={command.group === shown[index - 1]?.group ? null : command.group}
            />
          ))}
          {shown.length === 0 ? <li className={classes.row}>{t('keys.none', { query })}</li> : null}
        </ul>
      </div>
    </Card>
  );
}
