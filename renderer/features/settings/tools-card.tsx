import { Button, Group, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Settings } from '#core/model/workspace.ts';
import { Card } from '#renderer/ui/card.tsx';
import classes from './settings.module.css';
import { useSaveSettings } from './use-save-settings.ts';

/** An empty field means: look for one. */
const pathOrNull = (text: string) => text.trim() || null;

/** Which ffmpeg and ffprobe read the videos. */
export function ToolsCard(props: { readonly settings: Settings }) {
  const { t } = useTranslation('settings');
  const { settings } = props;
  const [ffmpeg, setFfmpeg] = useState(settings.ffmpegPath ?? '');
  const [ffprobe, setFfprobe] = useState(settings.ffprobePath ?? '');
  const { save, busy } = useSaveSettings();
  const changed = pathOrNull(ffmpeg) !== settings.ffmpegPath || pathOrNull(ffprobe) !== settings.ffprobePath;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (changed) void save({ ffmpegPath: pathOrNull(ffmpeg), ffprobePath: pathOrNull(ffprobe) });
  }

  return (
    <Card title={t('tools.title')}>
      <form className={classes.body} onSubmit={submit}>
        <TextInput
          label={t('tools.ffmpeg')}
          description={t('tools.text')}
          placeholder={t('tools.auto')}
          spellCheck={false}
          value={ffmpeg}
          onChange={(event) => setFfmpeg(event.currentTarget.value)}
        />
        <TextInput
          label={t('tools.ffprobe')}
          placeholder={t('tools.auto')}
          spellCheck={false}
          value={ffprobe}
          onChange={(event) => setFfprobe(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button type="submit" disabled={!changed} loading={busy}>
            {t('save')}
          </Button>
        </Group>
      </form>
    </Card>
  );
}
