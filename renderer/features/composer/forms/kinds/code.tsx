/** Nodes that run code: a snippet, or a function from the workspace's folder. */
import { Button, Code, Modal, Select, Text } from '@mantine/core';
import { IconCode, IconPlayerPlay } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CodeTrial } from '#core/model/code-trial.ts';
import { customPath, type SettingPath } from '#core/pipeline/edit/node-settings.ts';
import { CODE_LANGUAGES, guessLanguage } from '#core/pipeline/kinds/code.ts';
import { useCall } from '#renderer/client/hooks.ts';
import { presentOf } from '../../state/composer.ts';
import { useComposed } from '../../state/context.tsx';
import classes from '../code/code.module.css';
import { contextFields, ITEM_FIELDS } from '../code/fields.ts';
import { Trial } from '../code/trial.tsx';
import { ChoiceField } from '../fields/choice-field.tsx';
import { More } from '../fields/more.tsx';
import { NumberField } from '../fields/number-field.tsx';
import { PairsField } from '../fields/pairs-field.tsx';
import { TextsField } from '../fields/texts-field.tsx';
import { textsOf } from '../fields/values.ts';
import { useWords } from '../fields/words.ts';
import { useSettings } from '../settings.tsx';
import { Grants } from './grants.tsx';

const CodeEditor = lazy(async () => ({ default: (await import('../code/code-editor.tsx')).CodeEditor }));
const CODE: SettingPath = ['config', 'package', 'code'];
const LANGUAGE: SettingPath = ['config', 'package', 'language'];
const sandbox = (key: string): SettingPath => ['metadata', 'sluice', key];
const LIMITS = ['timeoutSeconds', 'memoryMegabytes', 'grants', 'hosts'].map(sandbox);

/** How long, with how much memory, and what it may reach. */
function Limits() {
  const { t } = useTranslation('forms');
  const settings = useSettings();
  const network = textsOf(settings.read(sandbox('grants'))).includes('network');
  return (
    <More of={LIMITS} title={t('limits')}>
      <div style={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 8 }}>
        <NumberField
          name="timeoutSeconds"
          path={sandbox('timeoutSeconds')}
          usual="10 s"
          min={1}
          max={3600}
          suffix=" s"
        />
        <NumberField
          name="memoryMegabytes"
          path={sandbox('memoryMegabytes')}
          usual="128 MB"
          min={8}
          max={4096}
          suffix=" MB"
        />
      </div>
      <Grants path={sandbox('grants')} />
      {network ? <TextsField name="hosts" path={sandbox('hosts')} usual={t('usual.hosts')} /> : null}
    </More>
  );
}

function Writing(props: { readonly large: boolean; readonly trial: CodeTrial | null }) {
  const { t } = useTranslation('forms');
  const settings = useSettings();
  const graph = useComposed(presentOf);
  const stored = settings.read(CODE);
  const code = typeof stored === 'string' ? stored : '';
  const chosen = settings.read(LANGUAGE);
  const language = CODE_LANGUAGES.find((one) => one === chosen) ?? guessLanguage(code);
  const { trial } = props;
  return (
    <>
      <ChoiceField name="language" path={LANGUAGE} choices={CODE_LANGUAGES} usual={language} />
      <Suspense fallback={<div className={classes.editor} aria-busy="true" />}>
        <CodeEditor
          label={t('code.label', { name: settings.node.name })}
          code={code}
          language={language}
          scope={{ item: ITEM_FIELDS, context: contextFields(graph, []) }}
          large={props.large}
          problem={trial && !trial.ok ? trial : null}
          onChange={(next) => settings.write(CODE, next)}
          onBlur={settings.endStep}
        />
      </Suspense>
      {settings.error(CODE) ? (
        <Text size="xs" className={classes.failed ?? ''}>
          {settings.error(CODE)}
        </Text>
      ) : null}
    </>
  );
}

function useTrialRefusal(): string | null {
  const { t } = useTranslation('forms');
  const settings = useSettings();
  const code = settings.read(CODE);
  const language = settings.read(LANGUAGE) ?? (typeof code === 'string' ? guessLanguage(code) : null);
  return settings.kind === 'code' && language === 'python' ? t('trial.python') : null;
}

function TrialWindow(props: { readonly onClose: () => void }) {
  const { t } = useTranslation('forms');
  const { node, kind } = useSettings();
  const [trial, setTrial] = useState<CodeTrial | null>(null);
  const refusal = useTrialRefusal();
  const own = kind === 'user';
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={t('code.window', { name: node.name })}
      size={own ? 440 : 1200}
    >
      <div className={own ? (classes.main ?? '') : (classes.window ?? '')}>
        {own ? null : (
          <div className={classes.main}>
            <Writing large trial={trial} />
          </div>
        )}
        <div className={classes.side}>
          <Trial node={node} refusal={refusal} onTrial={setTrial} />
        </div>
      </div>
    </Modal>
  );
}

/** Code: the snippet, its language, its limits, and a try. */
export function CodeForm() {
  const { t } = useTranslation('forms');
  const [open, setOpen] = useState(false);
  return (
    <>
      {open ? null : <Writing large={false} trial={null} />}
      <Button
        variant="default"
        leftSection={<IconCode size={15} aria-hidden />}
        onClick={() => setOpen(true)}
      >
        {t('code.open')}
      </Button>
      {open ? <TrialWindow onClose={() => setOpen(false)} /> : null}
      <Limits />
    </>
  );
}

/** Own function: which one, and what it is handed. */
export function UserForm() {
  const { t } = useTranslation('forms');
  const settings = useSettings();
  const functions = useCall('functions.list', {});
  const [open, setOpen] = useState(false);
  const called = settings.node.namespace?.functionName ?? '';
  const found = functions.data?.functions ?? [];
  const known = found.some((one) => one.functionName === called);
  const folder = functions.data?.folder ?? '';
  return (
    <>
      <Select
        {...useWords('function')}
        searchable
        value={known ? called : null}
        placeholder={called === '' || called === 'user.NAME' ? t('choose') : called}
        error={functions.data && !known ? t('function.choose') : undefined}
        data={found.map((one) => ({ value: one.functionName, label: one.name }))}
        nothingFoundMessage={t('noneFound')}
        onDropdownOpen={() => void functions.refetch()}
        onChange={(functionName) => {
          if (functionName === null) return;
          settings.change((node) => ({ ...node, namespace: { ...node.namespace, functionName } }));
          settings.endStep();
        }}
      />
      <Text size="xs" c="dimmed" data-selectable>
        {t('function.where')} <Code>{folder}</Code>
      </Text>
      <PairsField name="functionConfig" path={customPath()} />
      <Button
        variant="default"
        disabled={!known}
        leftSection={<IconPlayerPlay size={15} aria-hidden />}
        onClick={() => setOpen(true)}
      >
        {t('trial.open')}
      </Button>
      {open ? <TrialWindow onClose={() => setOpen(false)} /> : null}
      <Limits />
    </>
  );
}
