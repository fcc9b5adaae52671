import { Anchor } from '@mantine/core';
import { Link } from 'wouter';
import { routes } from '#renderer/ui/routes.ts';
import { useItemName } from './use-item-name.ts';

/** An item by its name, which leads to it. */
export function ItemLink(props: { readonly itemId: string }) {
  const name = useItemName(props.itemId);
  return (
    <Anchor component={Link} href={routes.view(props.itemId)} size="sm" fw={600}>
      {name}
    </Anchor>
  );
}
