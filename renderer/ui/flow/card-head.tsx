import { IconPlayerPlay } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { NODE_ICONS, type NodeKind } from '#renderer/ui/node-look.ts';
import classes from './flow.module.css';

/** What a node is: its sign, its name and its kind. */
export function CardHead(props: {
  readonly name: string;
  readonly kind: NodeKind;
  /** Cycles begin here. */
  readonly start: boolean;
  /** At the right. */
  readonly mark?: ReactNode;
}) {
  const { t } = useTranslation('ui');
  const Sign = NODE_ICONS[props.kind];
  return (
    <div className={classes.cardHead}>
      <span className={classes.cardSign}>
        <Sign size={19} stroke={1.8} aria-hidden />
      </span>
      <span className={classes.cardTitles}>
        <span className={classes.cardName} title={props.name}>
          {props.name}
        </span>
        <span className={classes.cardKind}>
          {props.start ? <IconPlayerPlay size={11} aria-hidden /> : null}
          {t(`node.${props.kind}`)}
        </span>
      </span>
      {props.mark}
    </div>
  );
}
