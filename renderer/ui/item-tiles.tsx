import { UnstyledButton } from '@mantine/core';
import type { Item } from '#core/model/item.ts';
import classes from './item-tiles.module.css';
import { Thumb } from './thumb.tsx';

export type ItemTile = Pick<Item, 'id' | 'name' | 'kind'>;

/** A few items to choose from, by their pictures: one of them (`radio`), or any number (`checkbox`). */
export function ItemTiles<T extends ItemTile>(props: {
  readonly label: string;
  readonly role: 'radio' | 'checkbox';
  readonly items: readonly T[];
  readonly isChosen: (item: T) => boolean;
  readonly onClick: (item: T) => void;
}) {
  const group = { role: props.role === 'radio' ? 'radiogroup' : 'group', 'aria-label': props.label };
  return (
    <div className={classes.items} {...group}>
      {props.items.map((item) => (
        <UnstyledButton
          key={item.id}
          className={classes.item}
          role={props.role}
          aria-checked={props.isChosen(item)}
          title={item.name}
          onClick={() => props.onClick(item)}
        >
          <span className={classes.picture}>
            <Thumb itemId={item.id} kind={item.kind} />
          </span>
          <span className={classes.itemName}>{item.name}</span>
        </UnstyledButton>
      ))}
    </div>
  );
}
