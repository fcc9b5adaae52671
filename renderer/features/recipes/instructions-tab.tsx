import { Textarea } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MarkdownView } from '#renderer/features/help/index.ts';
import classes from './recipes.module.css';
import type { RecipeEditor } from './state/use-recipe-editor.ts';

/** Milliseconds of quiet after which what was typed is stored. */
const PAUSE = 800;

/** What people are to do, as they will see it. */
export function InstructionsTab(props: { readonly editor: RecipeEditor }) {
  const { t } = useTranslation('recipes');
  const { editor } = props;
  const { instructions } = editor.draft;
  const [typed, setTyped] = useState<string | null>(null);
  const latest = useRef({ typed, editor });
  useEffect(() => {
    latest.current = { typed, editor };
  });
  const end = () => {
    const { typed: text, editor: now } = latest.current;
    if (text === null) return;
    latest.current = { typed: null, editor: now };
    if (text !== now.draft.instructions) now.change({ instructions: text });
    setTyped(null);
  };
  const leave = useRef(end);
  useEffect(() => {
    leave.current = end;
  });
  useEffect(() => {
    if (typed === null) return;
    const timer = setTimeout(() => leave.current(), PAUSE);
    return () => clearTimeout(timer);
  }, [typed]);
  useEffect(() => () => leave.current(), []);
  const text = typed ?? instructions;
  return (
    <div className={classes.halves}>
      <Textarea
        classNames={{ root: classes.writing ?? '', wrapper: classes.fill ?? '', input: classes.text ?? '' }}
        aria-label={t('tab.instructions')}
        placeholder={t('instructions.placeholder')}
        maxLength={20_000}
        value={text}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={end}
      />
      <div className={classes.preview}>
        {text.trim() === '' ? (
          <p className={classes.quiet}>{t('instructions.none')}</p>
        ) : (
          <MarkdownView markdown={text} compact />
        )}
      </div>
    </div>
  );
}
