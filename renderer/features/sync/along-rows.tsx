import { Button, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '#contract/index.ts';
import { useMutate } from '#renderer/client/hooks.ts';
import { formatBytes, formatCount, formatDateTime } from '#renderer/ui/format.ts';
import { LinkButton } from '#renderer/ui/link-button.tsx';
import { notifyDone } from '#renderer/ui/notify.ts';
import { routes } from '#renderer/ui/routes.ts';
import { useRefresh } from '#renderer/ui/use-refresh.ts';
import classes from './sync.module.css';

/** What was taken along from a remote's task, over the network. */
export function AlongRow(props: { readonly along: CallOutput<'sync.along'>[number]; readonly now: number }) {
  const { t } = useTranslation('sync');
  const { id, taskId, taskName, until, items, left, away, message } = props.along;
  const giveBack = useMutate('sync.giveBack');
  const refresh = useRefresh();

  async function end() {
    const done = await giveBack.mutateAsync({ id }).then(
      () => true,
      () => false,
    );
    if (done) notifyDone(t('along.givenBack'));
    await refresh('sync.');
  }

  const size = formatBytes(away.bytes);
  return (
    <Table.Tr>
      <Table.Td>{taskName}</Table.Td>
      <Table.Td>
        {away.files === 0
          ? t('along.allHere')
          : t('along.missing', { count: away.files, shown: formatCount(away.files), size })}
        {message === null ? null : (
          <Text size="xs" c="dimmed" data-selectable>
            {message}
          </Text>
        )}
      </Table.Td>
      <Table.Td className={classes.line ?? ''}>
        {until > props.now ? formatDateTime(until) : t('along.over')}
      </Table.Td>
      <Table.Td>{t('packs.leftOf', { left: formatCount(left), items: formatCount(items) })}</Table.Td>
      <Table.Td align="right" className={classes.line ?? ''}>
        {left > 0 ? (
          <LinkButton to={routes.studio(taskId)} variant="light" mr={6}>
            {t('along.label')}
          </LinkButton>
        ) : null}
        <Button variant="default" loading={giveBack.isPending} onClick={() => void end()}>
          {t('along.giveBack')}
        </Button>
      </Table.Td>
    </Table.Tr>
  );
}
