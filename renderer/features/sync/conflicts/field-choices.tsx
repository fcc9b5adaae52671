import { Radio, Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Conflict } from '#core/model/sync.ts';
import { SaidText } from './said.tsx';
import type { Choice } from './use-decide.ts';
import { partOf } from './words.ts';

/** What of one thing differs, field by field, with a choice for each: one person's label, the other one's shape. */
export function FieldChoices(props: {
  readonly conflicts: readonly Conflict[];
  readonly choices: ReadonlyMap<string, Choice>;
  readonly onChoose: (conflict: Conflict, choice: Choice) => void;
}) {
  const { t } = useTranslation('sync');
  return (
    <Table aria-label={t('case.fields')}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('conflicts.field')}</Table.Th>
          <Table.Th>{t('case.mine')}</Table.Th>
          <Table.Th>{t('case.base')}</Table.Th>
          <Table.Th>{t('case.theirs')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {props.conflicts.map((conflict) => {
          const part = partOf(conflict);
          const name = t(`part.${part.kind}`, { name: part.name });
          const side = (choice: Choice) => (
            <Table.Td>
              <Radio
                name={conflict.id}
                aria-label={t(choice === 'mine' ? 'case.chooseMine' : 'case.chooseTheirs', { name })}
                label={<SaidText conflict={conflict} side={choice} />}
                checked={props.choices.get(conflict.id) === choice}
                onChange={() => props.onChoose(conflict, choice)}
              />
            </Table.Td>
          );
          return (
            <Table.Tr key={conflict.id}>
              <Table.Td>{name}</Table.Td>
              {side('mine')}
              <Table.Td>
                <SaidText conflict={conflict} side="base" />
              </Table.Td>
              {side('theirs')}
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </Table>
  );
}
