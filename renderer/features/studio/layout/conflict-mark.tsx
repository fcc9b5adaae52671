import { IconArrowsSplit2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ItemId } from '#core/model/ids.ts';
import { useCall } from '#renderer/client/hooks.ts';
import { LinkButton } from '#renderer/ui/link-button.tsx';
import { routes } from '#renderer/ui/routes.ts';

/** That something on the item was changed by two people, and leads to where that is decided; nothing where it was not. */
export function ConflictMark(props: { readonly itemId: ItemId }) {
  const { t } = useTranslation('studio');
  const { itemId } = props;
  const count = useCall('sync.conflicts', { itemId, limit: 1 }).data?.total ?? 0;
  if (count === 0) return null;
  return (
    <LinkButton
      to={routes.sync(itemId)}
      variant="light"
      color="orange"
      leftSection={<IconArrowsSplit2 size={14} aria-hidden />}
    >
      {t('conflicts', { count })}
    </LinkButton>
  );
}
