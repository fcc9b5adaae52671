import { Button, FileButton, Text } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './make.module.css';

/** Takes a file that is dropped here or chosen. */
export function FileDrop(props: { readonly onFile: (file: File) => void }) {
  const { t } = useTranslation('pipelines');
  const [over, setOver] = useState(false);
  return (
    // The button in it does the same by keyboard.
    <section
      className={classes.drop}
      data-over={over ? true : undefined}
      aria-label={t('make.drop')}
      onDragOver={(event) => {
        // The window behind would take it for a picture or a video.
        event.stopPropagation();
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.stopPropagation();
        event.preventDefault();
        setOver(false);
        const [file] = event.dataTransfer.files;
        if (file) props.onFile(file);
      }}
    >
      <IconFileImport size={28} stroke={1.4} aria-hidden />
      <Text size="sm">{t('make.drop')}</Text>
      <FileButton accept="application/json,.json" onChange={(file) => file && props.onFile(file)}>
        {(button) => (
          <Button {...button} variant="default">
            {t('make.choose')}
          </Button>
        )}
      </FileButton>
    </section>
  );
}
