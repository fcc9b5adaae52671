import { Button, Modal, Textarea, TextInput } from '@mantine/core';
import { IconAlertTriangle, IconClipboardList, IconPlus } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { lookAlikes } from '#core/recipe/colours.ts';
import { addLabels, parentOf, pasteLabels } from '#core/recipe/labels.ts';
import { UseDialog } from '../in-use/use-dialog.tsx';
import type { RecipeEditor } from '../state/use-recipe-editor.ts';
import { LabelInspector } from './label-inspector.tsx';
import { LabelTree } from './label-tree.tsx';
import classes from './labels.module.css';
import { type Usage, useLabelActions } from './use-label-actions.ts';

/** The label tree, and what is said of the label that is chosen. */
export function LabelsTab(props: { readonly editor: RecipeEditor; readonly usage: Usage }) {
  const { t } = useTranslation('recipes');
  const { editor, usage } = props;
  const { labels } = editor.draft;
  const [wanted, setWanted] = useState({ name: labels[0]?.name ?? null, at: 0 });
  const setSelected = (name: string) =>
    setWanted({ name, at: labels.findIndex((label) => label.name === name) });
  const [typed, setTyped] = useState('');
  const [pasting, setPasting] = useState(false);
  const actions = useLabelActions(editor, usage, (name) => setWanted((now) => ({ ...now, name })));
  const alike = useMemo(() => lookAlikes(labels), [labels]);
  // A label that was renamed or moved, or the one after it: where it stood.
  const current =
    labels.find(({ name }) => name === wanted.name) ?? labels[Math.min(wanted.at, labels.length - 1)] ?? null;
  // A new label stands beside the one that is chosen.
  const parent = current ? parentOf(current.name) : null;
  const strange = [...usage].filter(([label]) => !labels.some(({ name }) => name === label));

  return (
    <div className={classes.columns}>
      <div className={classes.left}>
        <div className={classes.bar}>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              const name = typed.trim();
              if (name === '') return;
              editor.vocabulary((draft) => addLabels(draft, [name], parent));
              setTyped('');
              setSelected(parent === null ? name : `${parent}.${name}`);
            }}
          >
            <TextInput
              flex={1}
              aria-label={t('label.new')}
              placeholder={parent === null ? t('label.new') : t('label.newIn', { parent })}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
            <Button
              type="submit"
              leftSection={<IconPlus size={15} aria-hidden />}
              disabled={typed.trim() === ''}
            >
              {t('label.add')}
            </Button>
          </form>
          <Button
            variant="default"
            leftSection={<IconClipboardList size={15} aria-hidden />}
            onClick={() => setPasting(true)}
          >
            {t('label.paste')}
          </Button>
        </div>
        <LabelTree
          editor={editor}
          usage={usage}
          actions={actions}
          selected={current?.name ?? null}
          onSelect={setSelected}
        />
        {alike.length > 0 || strange.length > 0 ? (
          <div className={classes.warnings}>
            {alike.slice(0, 3).map(({ a, b, to }) => (
              <p key={`${a.name} ${b.name}`} className={classes.warning}>
                <IconAlertTriangle size={14} aria-hidden />
                {t(`alike.${to}`, { a: a.name, b: b.name })}
              </p>
            ))}
            {strange.length > 0 ? (
              <p className={classes.warning}>
                <IconAlertTriangle size={14} aria-hidden />
                {t('label.strange', {
                  labels: strange
                    .map(([label]) => label)
                    .slice(0, 5)
                    .join(', '),
                })}
              </p>
            ) : null}
          </div>
        ) : null}
        <p className={classes.hint}>{t('label.hint')}</p>
      </div>
      {current ? <LabelInspector key={current.name} editor={editor} label={current} alike={alike} /> : null}
      {actions.question ? <UseDialog question={actions.question} onClose={actions.close} /> : null}
      {pasting ? (
        <PasteDialog
          onClose={() => setPasting(false)}
          onPaste={(text) => editor.vocabulary((draft) => pasteLabels(draft, text, null))}
        />
      ) : null}
    </div>
  );
}

function PasteDialog(props: { readonly onClose: () => void; readonly onPaste: (text: string) => void }) {
  const { t } = useTranslation('recipes');
  const [text, setText] = useState('');
  return (
    <Modal opened onClose={props.onClose} title={t('paste.title')} size="md">
      <Textarea
        data-autofocus
        description={t('paste.text')}
        aria-label={t('paste.title')}
        autosize
        minRows={8}
        maxRows={18}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button
        mt="md"
        disabled={text.trim() === ''}
        onClick={() => {
          props.onPaste(text);
          props.onClose();
        }}
      >
        {t('paste.go')}
      </Button>
    </Modal>
  );
}
