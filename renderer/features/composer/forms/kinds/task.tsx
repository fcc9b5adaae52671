import { useTranslation } from 'react-i18next';
import type { SettingPath } from '#core/pipeline/edit/node-settings.ts';
import { ChoiceField } from '../fields/choice-field.tsx';
import { DateField } from '../fields/date-field.tsx';
import { DecisionsField } from '../fields/decisions-field.tsx';
import { More } from '../fields/more.tsx';
import { NumberField } from '../fields/number-field.tsx';
import { PeopleField } from '../fields/people-field.tsx';
import { RecipeField } from '../fields/recipe-field.tsx';
import { SwitchField } from '../fields/switch-field.tsx';
import classes from '../forms.module.css';
import { useSettings } from '../settings.tsx';

const at = (key: string): SettingPath => ['metadata', key];
const MORE = [
  at('priority'),
  at('dueDate'),
  at('batchSize'),
  at('maxBatchWorkload'),
  at('consensusTaskType'),
  at('consensusPercentage'),
  at('consensusAssignees'),
];

/** Several people work on the same items; how many, and on which part of the items. */
function Consensus() {
  const settings = useSettings();
  const type = settings.read(at('consensusTaskType'));
  return (
    <>
      <SwitchField name="consensus" path={at('consensusTaskType')} on="consensus" />
      {type === 'consensus' ? (
        <div className={classes.pair}>
          <NumberField
            name="consensusPercentage"
            path={at('consensusPercentage')}
            usual={100}
            min={0}
            max={100}
            suffix=" %"
          />
          <NumberField name="consensusAssignees" path={at('consensusAssignees')} usual={2} min={1} />
        </div>
      ) : null}
    </>
  );
}

/** Task: who decides what, by which recipe. */
export function TaskForm() {
  const { t } = useTranslation('forms');
  const settings = useSettings();
  const pulls = settings.read(at('batchSize')) != null;
  return (
    <>
      <ChoiceField name="taskType" path={at('taskType')} choices={['annotation', 'qa']} />
      <RecipeField path={at('recipeId')} />
      <PeopleField path={at('workload')} />
      <DecisionsField />
      <More of={MORE}>
        <ChoiceField name="priority" path={at('priority')} choices={[1, 2, 3]} usual={2} />
        <DateField name="dueDate" path={at('dueDate')} />
        <SwitchField name="repeatable" path={at('repeatable')} usual />
        <NumberField name="batchSize" path={at('batchSize')} usual={t('usual.batchSize')} min={3} max={100} />
        {pulls || settings.read(at('maxBatchWorkload')) != null ? (
          <NumberField name="maxBatchWorkload" path={at('maxBatchWorkload')} min={5} max={200} />
        ) : null}
        <Consensus />
      </More>
    </>
  );
}
