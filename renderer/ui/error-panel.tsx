import { Alert, Button, Code, Collapse, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isSluiceError } from '#core/errors.ts';

/** The technical part of an error, for a person to pass on. */
export function errorFacts(error: unknown): string {
  if (isSluiceError(error)) return JSON.stringify({ code: error.code, ...error.details }, null, 2);
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** What happened, what was kept, what to do. */
export function ErrorPanel(props: {
  readonly error: unknown;
  readonly title?: string;
  readonly onRetry?: () => void;
}) {
  const { t } = useTranslation('ui');
  const [open, setOpen] = useState(false);
  const known = isSluiceError(props.error);
  const message = props.error instanceof Error ? props.error.message : String(props.error);
  return (
    <Alert
      m="md"
      color="red"
      variant="light"
      icon={<IconAlertTriangle size={18} />}
      title={props.title ?? t('error.title')}
      role="alert"
    >
      <Stack gap="xs" align="flex-start">
        <Text data-selectable>{known ? message : t('error.unexpected', { message })}</Text>
        <Text c="dimmed">{t('error.kept')}</Text>
        <Group gap="xs">
          {props.onRetry ? <Button onClick={props.onRetry}>{t('error.retry')}</Button> : null}
          <Button variant="subtle" color="gray" aria-expanded={open} onClick={() => setOpen(!open)}>
            {t(open ? 'error.hideDetails' : 'error.showDetails')}
          </Button>
        </Group>
        <Collapse expanded={open} w="100%">
          <Code block>{errorFacts(props.error)}</Code>
        </Collapse>
      </Stack>
    </Alert>
  );
}
