import { describe, expect, it } from 'vitest';
import { groupCommands, searchCommands } from '#renderer/app/search-commands.ts';
import type { Command } from '#renderer/ui/commands/command.ts';
import { commandFor, type FocusFacts } from '#renderer/ui/commands/key-listener.ts';
import type { KeyPress } from '#renderer/ui/commands/keys.ts';
import { createCommandRegistry } from '#renderer/ui/commands/registry.ts';

const command = (id: string, rest: Partial<Command> = {}): Command => ({
  id,
  title: id,
  group: 'Group',
  run: () => undefined,
  ...rest,
});
const press = (key: string): KeyPress => ({
  key,
  code: '',
  ctrlKey: false,
  altKey: false,
  shiftKey: false,
  metaKey: false,
});
const NOWHERE: FocusFacts = { inField: false, onControl: false, onSlider: false };

describe('command registry', () => {
  it('gives a key to the screen rather than to the frame, whoever came first', () => {
    const registry = createCommandRegistry();
    registry.set(Symbol('screen'), [command('screen', { keys: ['Escape'] })]);
    registry.set(Symbol('app'), [command('app', { keys: ['Escape'] })], 'app');
    expect(registry.find(press('Escape'), { mac: false, inField: false })?.id).toBe('screen');
  });

  it('gives a key to the latest of two parts of a screen', () => {
    const registry = createCommandRegistry();
    const part = Symbol('part');
    registry.set(Symbol('screen'), [command('screen', { keys: ['1'] })]);
    registry.set(part, [command('part', { keys: ['1'] })]);
    expect(registry.find(press('1'), { mac: false, inField: false })?.id).toBe('part');
    registry.remove(part);
    expect(registry.find(press('1'), { mac: false, inField: false })?.id).toBe('screen');
  });

  it('knows nothing of what is disabled', () => {
    const registry = createCommandRegistry();
    registry.set(Symbol('screen'), [command('off', { keys: ['1'], enabled: false }), command('on')]);
    expect(registry.list().map((one) => one.id)).toEqual(['on']);
    expect(registry.find(press('1'), { mac: false, inField: false })).toBeNull();
  });

  it('names the commands that fight over a key', () => {
    const registry = createCommandRegistry();
    registry.set(Symbol('a'), [command('a', { keys: ['mod+K'] }), command('b', { keys: ['x', 'mod+k'] })]);
    expect(registry.conflicts().map((conflict) => conflict.ids)).toEqual([['a', 'b']]);
  });
});

describe('commandFor', () => {
  const registry = createCommandRegistry();
  registry.set(Symbol('screen'), [
    command('complete', { keys: ['Enter'] }),
    command('left', { keys: ['ArrowLeft'] }),
    command('palette', { keys: ['F1'], inFields: true }),
  ]);
  const found = (key: string, focus: Partial<FocusFacts>) =>
    commandFor(registry, press(key), { ...NOWHERE, ...focus }, false)?.id ?? null;

  it('leaves keys to a field, but for commands that are meant for fields, too', () => {
    expect(found('Enter', { inField: true })).toBeNull();
    expect(found('F1', { inField: true })).toBe('palette');
  });

  it('leaves Enter to a control that was reached by keyboard, arrows to a slider', () => {
    expect(found('Enter', { onControl: true })).toBeNull();
    expect(found('ArrowLeft', { onControl: true })).toBe('left');
    expect(found('ArrowLeft', { onSlider: true })).toBeNull();
    expect(found('Enter', {})).toBe('complete');
  });
});

describe('searchCommands', () => {
  const commands = [
    command('1', { title: 'Use the dark theme', group: 'Appearance' }),
    command('2', { title: 'Data', group: 'Go to' }),
    command('3', { title: 'Discard darkness', group: 'Studio' }),
  ];
  const ids = (query: string) => searchCommands(commands, query).map((one) => one.id);

  it('keeps the order when nothing is typed', () => {
    expect(ids('  ')).toEqual(['1', '2', '3']);
  });

  it('wants every word, in the title or the group, in any order', () => {
    expect(ids('theme dark')).toEqual(['1']);
    expect(ids('go data')).toEqual(['2']);
    expect(ids('nothing')).toEqual([]);
  });

  it('puts the start of a title first', () => {
    expect(ids('da')).toEqual(['2', '1', '3']);
  });

  it('keeps headings in the order they come', () => {
    const groups = groupCommands([...commands, command('4', { group: 'Go to' })]);
    expect(groups.map((group) => [group.name, group.commands.length])).toEqual([
      ['Appearance', 1],
      ['Go to', 2],
      ['Studio', 1],
    ]);
  });
});
