import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Cycle, CyclePriority } from '#core/model/cycle.ts';
import { useMutate } from '#renderer/client/hooks.ts';
import { useRefresh } from '#renderer/ui/use-refresh.ts';

const CHOICES = [null, 3, 2, 1] as const satisfies readonly CyclePriority[];

const keyOf = (priority: CyclePriority) => (priority === null ? 'none' : (`p${priority}` as const));

/** A cycle's place in the queues of nodes and tasks. To set it back undoes it. */
export function Priority(props: { readonly cycle: Cycle }) {
  const { t } = useTranslation('monitor');
  const { cycle } = props;
  const refresh = useRefresh();
  const set = useMutate('cycles.setPriority');
  return (
    <Select
      size="xs"
      w={150}
      allowDeselect={false}
      disabled={set.isPending}
      aria-label={t('priority.label')}
      title={t('priority.help')}
      value={keyOf(cycle.priority)}
      data={CHOICES.map((one) => ({ value: keyOf(one), label: t(`priority.${keyOf(one)}`) }))}
      onChange={(value) => {
        const priority = CHOICES.find((one) => keyOf(one) === value);
        if (priority === undefined) return;
        set.mutate(
          { cycleId: cycle.id, priority },
          { onSettled: () => Promise.all([refresh('cycles.'), refresh('explain.')]) },
        );
      }}
    />
  );
}
