import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Annotation } from '#core/model/annotation.ts';
import type { Item } from '#core/model/item.ts';
import { SidePicture } from './picture.tsx';
import classes from './side-panes.module.css';
import { type Case, frameOf, partShown, SIDES, type Side, shapesOf, versionsOf } from './sides.ts';
import type { Choice } from './use-decide.ts';

/** The object as each side has it, side by side on the picture. */
export function SidePanes(props: {
  readonly item: Item;
  readonly about: Case;
  /** As it is now; null: it is deleted. */
  readonly present: Annotation | null;
  readonly busy: boolean;
  readonly onChoose: (choice: Choice) => void;
}) {
  const { t } = useTranslation('sync');
  const { item, about, present } = props;
  const versions = versionsOf(about, present);
  const frame = frameOf(about, versions);
  const shapes = shapesOf(versions, frame);
  const part = partShown(item, shapes);
  const by = about.conflicts.find((one) => one.by !== null)?.by ?? null;

  const heading = (side: Side) =>
    side === 'theirs' && by !== null ? t('case.theirsBy', { person: by }) : t(`case.${side}`);
  return (
    <>
      {item.kind === 'video' ? (
        <Text size="xs" c="dimmed">
          {t('case.frame', { frame })}
        </Text>
      ) : null}
      <div className={classes.panes}>
        {SIDES.map((side) => (
          <section key={side} className={classes.pane} data-side={side} aria-label={heading(side)}>
            <h3 className={classes.heading} title={heading(side)}>
              {heading(side)}
            </h3>
            <SidePicture item={item} frame={frame} side={side} shapes={shapes} part={part} />
            <Text size="sm" className={classes.label ?? ''} data-selectable>
              {versions[side]?.label ?? t('said.deleted')}
            </Text>
            {side === 'base' ? null : (
              <Button variant="default" fullWidth disabled={props.busy} onClick={() => props.onChoose(side)}>
                {t(side === 'mine' ? 'conflicts.takeMine' : 'conflicts.takeTheirs')}
              </Button>
            )}
          </section>
        ))}
      </div>
    </>
  );
}
