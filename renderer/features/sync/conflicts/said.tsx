import { useTranslation } from 'react-i18next';
import type { Conflict } from '#core/model/sync.ts';
import { formatDecimal } from '#renderer/ui/format.ts';
import type { Side } from './sides.ts';
import { saidOf } from './words.ts';

/** What a side says of a field. */
export function SaidText(props: { readonly conflict: Conflict; readonly side: Side }) {
  const { t } = useTranslation('sync');
  const said = saidOf(props.conflict, props.side);
  switch (said.kind) {
    case 'text':
      return said.text;
    case 'shape':
      return t('said.shape', {
        width: formatDecimal(said.width),
        height: formatDecimal(said.height),
        left: formatDecimal(said.left),
        top: formatDecimal(said.top),
      });
    default:
      return t(`said.${said.kind}`);
  }
}
