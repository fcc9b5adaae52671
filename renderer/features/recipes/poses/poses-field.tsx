import { Button, Group, Menu, Textarea, TextInput } from '@mantine/core';
import { IconChevronDown, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PoseTemplate } from '#core/model/recipe-settings.ts';
import { Committed } from '../committed.tsx';
import { readSkeleton, writeSkeleton } from './pose-text.ts';
import classes from './poses.module.css';
import { READY_POSES, type ReadyPose } from './ready-poses.ts';

/** To begin with: a head on a neck and two hands. */
const FIRST =
  'head 50 10\nneck 50 30\nleft hand 20 60\nright hand 80 60\nhead - neck\nneck - left hand\nneck - right hand\nleft hand = right hand';

const READY = Object.keys(READY_POSES) as ReadyPose[];

/** Skeletons that may be placed: each by name, as text with a drawing beside it. */
export function PosesField(props: {
  readonly poses: readonly PoseTemplate[];
  readonly onChange: (poses: PoseTemplate[]) => void;
}) {
  const { t } = useTranslation('recipes');
  const { poses, onChange } = props;
  const add = (text: string, named?: string) => {
    const taken = new Set(poses.map(({ id }) => id));
    let number = poses.length + 1;
    while (taken.has(`pose-${number}`)) number += 1;
    const name = named ?? t('pose.new', { number });
    onChange([...poses, { id: `pose-${number}`, name, ...readSkeleton(text).skeleton }]);
  };
  return (
    <section aria-label={t('pose.title')}>
      <h3 className={classes.title}>{t('pose.title')}</h3>
      <p className={classes.text}>{t('pose.text')}</p>
      {poses.map((pose) => (
        <PoseCard
          key={pose.id}
          pose={pose}
          onChange={(next) => onChange(poses.map((each) => (each.id === pose.id ? next : each)))}
          onRemove={() => onChange(poses.filter(({ id }) => id !== pose.id))}
        />
      ))}
      <Group gap="xs">
        <Button variant="default" leftSection={<IconPlus size={15} aria-hidden />} onClick={() => add(FIRST)}>
          {t('pose.add')}
        </Button>
        <Menu position="bottom-start">
          <Menu.Target>
            <Button variant="default" rightSection={<IconChevronDown size={14} aria-hidden />}>
              {t('pose.ready')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {READY.map((name) => (
              <Menu.Item key={name} onClick={() => add(READY_POSES[name], t(`pose.names.${name}`))}>
                {t(`pose.readyNames.${name}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </Group>
    </section>
  );
}

function PoseCard(props: {
  readonly pose: PoseTemplate;
  readonly onChange: (pose: PoseTemplate) => void;
  readonly onRemove: () => void;
}) {
  const { t } = useTranslation('recipes');
  const { pose, onChange } = props;
  const [typed, setTyped] = useState<string | null>(null);
  const { skeleton, misread } = readSkeleton(typed ?? writeSkeleton(pose));
  const isWrong = misread.length > 0 || skeleton.joints.length === 0;
  return (
    <div className={classes.card}>
      <div className={classes.fields}>
        <Committed
          value={pose.name}
          onCommit={(name) => onChange({ ...pose, name: name.trim() || pose.name })}
        >
          {(value, onEdit, onEnd) => (
            <TextInput
              label={t('pose.name')}
              value={value}
              onChange={(event) => onEdit(event.currentTarget.value)}
              onBlur={() => onEnd(value)}
            />
          )}
        </Committed>
        <Textarea
          label={t('pose.joints')}
          description={t('pose.jointsText')}
          autosize
          minRows={6}
          maxRows={16}
          error={misread.length > 0 ? t('pose.misread', { lines: misread.join(', ') }) : null}
          value={typed ?? writeSkeleton(pose)}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onBlur={() => {
            if (typed === null || isWrong) return;
            onChange({ ...pose, ...skeleton });
            setTyped(null);
          }}
        />
        <Button
          variant="subtle"
          color="red"
          leftSection={<IconTrash size={15} aria-hidden />}
          onClick={props.onRemove}
        >
          {t('pose.remove')}
        </Button>
      </div>
      <svg className={classes.drawing} viewBox="-4 -4 108 108" role="img" aria-label={pose.name}>
        {skeleton.edges.map(([a, b]) => (
          <line
            key={`${a} ${b}`}
            x1={(skeleton.joints[a]?.x ?? 0) * 100}
            y1={(skeleton.joints[a]?.y ?? 0) * 100}
            x2={(skeleton.joints[b]?.x ?? 0) * 100}
            y2={(skeleton.joints[b]?.y ?? 0) * 100}
          />
        ))}
        {skeleton.joints.map(({ name, x, y }) => (
          <circle key={name} cx={x * 100} cy={y * 100} r={2.6}>
            <title>{name}</title>
          </circle>
        ))}
      </svg>
    </div>
  );
}
