import { UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Template } from '#core/pipeline/template.ts';
import { TEMPLATES } from '#core/pipeline/templates.ts';
import classes from './make.module.css';
import { sampleGraph } from './parts.ts';
import { GraphSketch } from './sketch.tsx';

const DRAWN = TEMPLATES.map((template) => ({ template, graph: sampleGraph(template) }));

/** The templates, each with a small drawing. */
export function TemplateList(props: {
  readonly chosen: Template;
  readonly onChoose: (template: Template) => void;
}) {
  const { t } = useTranslation('pipelines');
  return (
    <fieldset className={classes.templates} aria-label={t('make.templates')}>
      {DRAWN.map(({ template, graph }) => (
        <UnstyledButton
          key={template.id}
          className={classes.template}
          aria-pressed={template === props.chosen}
          onClick={() => props.onChoose(template)}
        >
          <GraphSketch graph={graph} />
          <span className={classes.templateTitle}>{template.title}</span>
          <span className={classes.templateText}>{template.summary}</span>
        </UnstyledButton>
      ))}
    </fieldset>
  );
}
