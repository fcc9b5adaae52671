import { Alert, Radio, Stack, Text, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MovePlan } from '#contract/pipelines.ts';
import type { GraphProblem } from '#core/model/graph.ts';
import type { Pipeline, ResumeOption } from '#core/model/pipeline.ts';
import { resumeOptionSchema } from '#core/model/pipeline.ts';
import { settingsOf } from '#core/pipeline/settings.ts';
import { useCall, useMutate } from '#renderer/client/hooks.ts';
import { notifyDone } from '../notify.ts';
import { QueryGate } from '../query-gate.tsx';
import { useRefresh } from '../use-refresh.ts';
import { Ask } from './ask.tsx';
import classes from './install.module.css';
import { MoveTable } from './move-table.tsx';
import { openWork } from './open-work.ts';

function Problems(props: {
  readonly problems: readonly GraphProblem[];
  readonly onProblem: (problem: GraphProblem) => void;
}) {
  const { t } = useTranslation('pipelines');
  return (
    <Alert
      color="red"
      variant="light"
      role="alert"
      icon={<IconAlertTriangle size={17} />}
      title={t('install.refused', { count: props.problems.length })}
    >
      <ul className={classes.problems}>
        {props.problems.map((problem) => (
          <li key={`${problem.code} ${problem.nodeId} ${problem.connection} ${problem.message}`}>
            <UnstyledButton className={classes.problem} onClick={() => props.onProblem(problem)}>
              {problem.message}
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </Alert>
  );
}

function InFlight(props: {
  readonly plan: MovePlan;
  readonly value: 'finish' | 'move';
  readonly onChange: (value: 'finish' | 'move') => void;
}) {
  const { t } = useTranslation('pipelines');
  const { plan, value } = props;
  const count = plan.movable + plan.stuck;
  return (
    <Stack gap="sm">
      <Radio.Group
        label={t('install.inFlight', { count })}
        value={value}
        onChange={(next) => props.onChange(next === 'move' ? 'move' : 'finish')}
      >
        <Stack gap={8} mt={6}>
          <Radio
            value="finish"
            label={t('install.finish')}
            description={t('install.finishText', { count })}
          />
          <Radio
            value="move"
            disabled={plan.movable === 0}
            label={t('install.move')}
            description={[
              t('install.moveText', { count: plan.movable, version: plan.version }),
              ...(plan.stuck > 0 ? [t('install.stuckText', { count: plan.stuck })] : []),
            ].join(' ')}
          />
        </Stack>
      </Radio.Group>
      <MoveTable plan={plan} />
    </Stack>
  );
}

/** After a pause: what becomes of the cycles that had not ended. */
function Resume(props: {
  readonly pipeline: Pipeline;
  readonly value: ResumeOption;
  readonly onChange: (value: ResumeOption) => void;
}) {
  const { t } = useTranslation('pipelines');
  const { openCycles, queued, parked } = openWork(props.pipeline.counts);
  return (
    <Radio.Group
      label={t('resume.label', { count: openCycles })}
      value={props.value}
      onChange={(next) => props.onChange(resumeOptionSchema.catch('resumeExistingCycles').parse(next))}
    >
      <Stack gap={8} mt={6}>
        <Radio
          value="resumeExistingCycles"
          label={t('resume.goOn')}
          description={`${t('resume.queued', { count: queued })} ${t('resume.parked', { count: parked })}`}
        />
        <Radio
          value="terminateExistingCycles"
          label={t('resume.end')}
          description={t('resume.endText', { count: openCycles })}
        />
      </Stack>
    </Radio.Group>
  );
}

/** Lets work start on the latest version, once the person has seen what that means for what is under way. */
export function InstallDialog(props: {
  readonly pipeline: Pipeline;
  /** Leads to a place of the graph that has to be mended. */
  readonly onProblem: (problem: GraphProblem) => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('pipelines');
  const { pipeline, onClose } = props;
  const { id: pipelineId, settings, graph, status, version } = pipeline;
  const chosen = resumeOptionSchema.safeParse(settings['defaultResumeOption']);
  const [resume, setResume] = useState<ResumeOption>(
    chosen.data ?? settingsOf(graph).defaultResumeOption ?? 'resumeExistingCycles',
  );
  const [inFlight, setInFlight] = useState<'finish' | 'move'>('finish');
  const refresh = useRefresh();
  const problems = useCall('pipelines.validate', { graph });
  const plan = useCall('pipelines.movePlan', { pipelineId });
  const install = useMutate('pipelines.install');
  const errors = problems.data?.filter(({ severity }) => severity === 'error') ?? [];
  const asksResume = status !== 'Installed' && pipeline.counts.cycles.inProgress > 0;
  const ends = asksResume && resume === 'terminateExistingCycles';
  const goesOn = status === 'Uninstalled' && version === pipeline.installedVersion;
  return (
    <Ask
      title={t(goesOn ? 'resume.title' : 'install.title', { name: pipeline.name, version })}
      yes={t(goesOn ? 'resume.yes' : 'install.yes', { version })}
      size="lg"
      disabled={!problems.data || errors.length > 0}
      pending={install.isPending}
      onClose={onClose}
      onYes={() =>
        install.mutate(
          { pipelineId, inFlight, ...(asksResume ? { resumeOption: resume } : {}) },
          {
            onSuccess: () => {
              notifyDone(t('install.done', { name: pipeline.name, version }));
              onClose();
            },
            onSettled: () => refresh('pipelines.'),
          },
        )
      }
    >
      <QueryGate query={problems}>
        {() =>
          errors.length > 0 ? (
            <Problems problems={errors} onProblem={props.onProblem} />
          ) : (
            <>
              <Text size="sm" c="dimmed">
                {t(goesOn ? 'resume.text' : 'install.text', { version })}
              </Text>
              {asksResume ? <Resume pipeline={pipeline} value={resume} onChange={setResume} /> : null}
              {ends ? null : (
                <QueryGate query={plan}>
                  {(data) =>
                    data.movable + data.stuck > 0 ? (
                      <InFlight plan={data} value={inFlight} onChange={setInFlight} />
                    ) : null
                  }
                </QueryGate>
              )}
            </>
          )
        }
      </QueryGate>
    </Ask>
  );
}
