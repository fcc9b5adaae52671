import { describe, expect, it } from 'vitest';
import { type Job, jobSchema } from '#core/model/job.ts';
import { projectSchema } from '#core/model/project.ts';
import { taskSchema } from '#core/model/task.ts';
import { jobShare, nextBoard } from '#renderer/ui/jobs.ts';
import { addDraft, draftsOf, labelsOf, repeatedNames } from '#renderer/ui/labels/drafts.ts';
import { pickProject } from '#renderer/ui/project.ts';
import { decidedCount, taskParts } from '#renderer/ui/task-progress.ts';

const id = (number: number) => number.toString(16).padStart(24, '0');
const job = (number: number, rest: Partial<Job> = {}): Job =>
  jobSchema.parse({
    id: id(number),
    kind: 'split',
    title: `job ${number}`,
    itemId: null,
    done: 0,
    total: 10,
    unit: 'frames',
    rate: null,
    secondsLeft: null,
    cancellable: true,
    startedAt: 0,
    ...rest,
  });

describe('job board', () => {
  it('takes jobs that are no longer named for ended, the latest first', () => {
    const first = nextBoard({ running: [], ended: [] }, [job(1), job(2)], 1);
    const second = nextBoard(first, [job(2), job(3)], 2);
    const third = nextBoard(second, [], 3);
    expect(second.running.map((one) => one.id)).toEqual([id(2), id(3)]);
    expect(third.ended.map((entry) => [entry.job.id, entry.endedAt])).toEqual([
      [id(3), 3],
      [id(2), 3],
      [id(1), 2],
    ]);
  });

  it('keeps a few, and none that runs again', () => {
    let board = nextBoard({ running: [], ended: [] }, [], 0);
    for (let number = 1; number <= 30; number += 1) {
      board = nextBoard(nextBoard(board, [job(number)], number), [], number);
    }
    expect(board.ended).toHaveLength(8);
    expect(nextBoard(board, [job(30)], 31).ended).toHaveLength(7);
  });

  it('knows the share only of what has a size', () => {
    expect(jobShare(job(1, { done: 5 }))).toBe(0.5);
    expect(jobShare(job(1, { done: 50 }))).toBe(1);
    expect(jobShare(job(1, { total: null }))).toBeNull();
    expect(jobShare(job(1, { total: 0 }))).toBeNull();
  });
});

describe('pickProject', () => {
  const projects = [1, 2].map((number) =>
    projectSchema.parse({
      id: id(number),
      name: `p${number}`,
      creator: 'ann',
      createdAt: 0,
      updatedAt: 0,
      extra: {},
    }),
  );

  it('takes the chosen one, else the first', () => {
    expect(pickProject(projects, id(2))?.name).toBe('p2');
    expect(pickProject(projects, id(9))?.name).toBe('p1');
    expect(pickProject([], id(1))).toBeNull();
  });
});

describe('taskParts', () => {
  const task = (type: 'annotation' | 'qa') =>
    taskSchema.parse({
      id: id(1),
      projectId: id(2),
      name: 'Task',
      type,
      recipeId: null,
      pipelineId: null,
      nodeId: null,
      datasetId: null,
      parentTaskId: null,
      creator: 'ann',
      extra: {},
      updatedAt: 0,
      priority: 2,
      dueAt: null,
      status: 'in progress',
      settings: { pulling: null, consensus: null },
      actions: type === 'qa' ? ['approved', 'discard'] : ['completed', 'discard'],
      counts: { total: 20, open: 7, rework: 3, away: 2, byStatus: { completed: 6, unsure: 5 } },
      createdAt: 0,
    });

  it('adds up to the total', () => {
    for (const type of ['annotation', 'qa'] as const) {
      const sum = taskParts(task(type)).reduce((total, part) => total + part.count, 0);
      expect(sum).toBe(20);
    }
    expect(decidedCount(task('qa'))).toBe(11);
  });

  it('tells what came back in the words of the task, and keeps words it does not know', () => {
    expect(taskParts(task('annotation')).map((part) => part.status ?? part.kind)).toEqual([
      'completed',
      'unsure',
      'away',
      'rework',
      'fresh',
    ]);
    expect(taskParts(task('qa')).map((part) => part.kind)).toContain('review');
  });
});

describe('label drafts', () => {
  it('gives each new line a safe colour that is not taken', () => {
    let drafts = draftsOf([]);
    for (let line = 0; line < 5; line += 1) drafts = addDraft(drafts);
    expect(new Set(drafts.map((draft) => draft.color)).size).toBe(7);
    expect(new Set(addDraft(drafts).map((draft) => draft.key)).size).toBe(8);
  });

  it('finds names that are there twice, and stores lines with a name', () => {
    const drafts = draftsOf([
      { name: 'car', color: '#e69f00' },
      { name: ' car ', color: '#56b4e9' },
      { name: '', color: '#009e73' },
    ]);
    expect([...repeatedNames(drafts)]).toEqual(['car']);
    expect(labelsOf(drafts)).toEqual([
      { name: 'car', color: '#e69f00' },
      { name: 'car', color: '#56b4e9' },
    ]);
  });
});
