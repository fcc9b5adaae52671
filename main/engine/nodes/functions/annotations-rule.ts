/** Function `annotations.rule`: tells items whose annotations keep the rules from others. */
import { checkAnnotations } from '#core/annotation/rules.ts';
import { listAnnotations } from '../../db/queries/annotations.ts';
import { configOf } from '../config.ts';
import type { InlineNode } from '../node.ts';

export const annotationsRule: InlineNode = {
  lane: 'inline',
  writes: false,
  run(tx, run) {
    const item = run.item();
    const rules = configOf('annotations.rule', run.node).customNodeConfig;
    const { passes, broken } = checkAnnotations(rules, listAnnotations(tx.db, item.id), item);
    return passes
      ? { kind: 'done', action: 'pass', why: 'its annotations keep every rule' }
      : { kind: 'done', action: 'fail', why: broken.join(' ') };
  },
};
