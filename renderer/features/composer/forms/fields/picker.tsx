import { type ComboboxItem, type ComboboxItemGroup, Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWords } from './words.ts';

/** Stands for the line that makes a new one. Nothing that is chosen from is called so. */
const NEW = '\u0000new';

export type Choice = { readonly id: string; readonly name: string };

/** One of what there is, found by typing; the last line makes a new one, which is called as what was typed. */
export function Picker(props: {
  readonly name: string;
  readonly value: string | null;
  readonly choices: readonly Choice[];
  /** Further ones, under a title. */
  readonly more?: { readonly title: string; readonly choices: readonly Choice[] };
  /** Shown while nothing is chosen: what counts then. */
  readonly usual?: string;
  readonly loading: boolean;
  readonly error?: string | undefined;
  /** Null: none any more. */
  readonly onChange: (id: string | null) => void;
  /** May nothing be chosen. */
  readonly clearable?: boolean;
  /** With the name that was typed, where `makesNamed`; else with an empty one. */
  readonly onNew?: (name: string) => void;
  readonly makesNamed?: boolean;
}) {
  const { t } = useTranslation('forms');
  const { name, value, choices, more, onNew } = props;
  const [search, setSearch] = useState('');
  const all = [...choices, ...(more?.choices ?? [])];
  const typed = search.trim();
  const label = all.find((choice) => choice.id === value)?.name;
  const named = props.makesNamed === true && typed !== '' && typed !== label ? typed : '';
  const gone = value !== null && !props.loading && !all.some((choice) => choice.id === value);
  const item = ({ id, name: label }: Choice): ComboboxItem => ({ value: id, label });
  const data: (ComboboxItem | ComboboxItemGroup<ComboboxItem>)[] = [
    ...choices.map(item),
    ...(gone ? [{ value, label: t('gone', { id: value }) }] : []),
    ...(more && more.choices.length > 0 ? [{ group: more.title, items: more.choices.map(item) }] : []),
    ...(onNew
      ? [{ value: NEW, label: named === '' ? t(`new.${name}`) : t('newNamed', { name: named }) }]
      : []),
  ];
  const fits = (option: ComboboxItem, search: string) =>
    option.value === NEW || option.label.toLowerCase().includes(search.trim().toLowerCase());
  return (
    <Select
      {...useWords(name)}
      searchable
      // Enter takes what was typed for, also when it is to be made.
      selectFirstOptionOnChange
      value={value}
      data={data}
      clearable={props.clearable ?? false}
      placeholder={props.usual ?? t('choose')}
      nothingFoundMessage={t('noneFound')}
      error={props.error}
      filter={({ options, search }) =>
        options.flatMap((option): (ComboboxItem | ComboboxItemGroup<ComboboxItem>)[] => {
          if (!('group' in option)) return fits(option, search) ? [option] : [];
          const items = option.items.filter((one) => fits(one, search));
          return items.length > 0 ? [{ ...option, items }] : [];
        })
      }
      onSearchChange={setSearch}
      onChange={(chosen) => {
        if (chosen === NEW) onNew?.(named);
        else props.onChange(chosen);
      }}
    />
  );
}
