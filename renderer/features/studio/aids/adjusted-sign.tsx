import { UnstyledButton } from '@mantine/core';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { isAdjusted, UNADJUSTED } from '#renderer/editor/aids.ts';
import type { Editor } from '#renderer/editor/editor.ts';
import type { EditorState } from '#renderer/editor/state.ts';
import { useEditorState } from '../stage/use-editor-state.ts';
import classes from './aids.module.css';

const selectAdjusted = ({ aids, item }: EditorState) => item !== null && isAdjusted(aids);

/** Says that the picture is not shown as it is, which is easily forgotten from one day to the next. */
export function AdjustedSign(props: { readonly editor: Editor }) {
  const { t } = useTranslation('aids');
  const { editor } = props;
  if (!useEditorState(editor, selectAdjusted)) return null;
  return (
    <div className={classes.sign}>
      <IconAdjustmentsHorizontal size={14} aria-hidden />
      <span>{t('adjusted')}</span>
      <UnstyledButton className={classes.back} onClick={() => editor.setAids(UNADJUSTED)}>
        {t('reset')}
      </UnstyledButton>
    </div>
  );
}
