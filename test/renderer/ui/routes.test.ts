import { describe, expect, it } from 'vitest';
import { PATTERNS, routes, screenOf, taskRoute } from '#renderer/ui/routes.ts';

describe('routes', () => {
  it('leaves out what is not given', () => {
    expect(routes.data()).toBe('/data');
    expect(routes.data('64b0')).toBe('/data/64b0');
    expect(routes.studio('t')).toBe('/studio/t');
    expect(routes.review('t', 'i')).toBe('/review/t/i');
    expect(routes.newProject()).toBe('/home/new');
  });

  it('leads to the screen that fits the type of a task', () => {
    expect(taskRoute({ id: 't', type: 'annotation' })).toBe('/studio/t');
    expect(taskRoute({ id: 't', type: 'qa' })).toBe('/review/t');
  });

  it('escapes what has a meaning in an address', () => {
    expect(routes.help('a/b?c')).toBe('/help/a%2Fb%3Fc');
  });

  it('names the screen of each of its addresses, and of no other', () => {
    for (const screen of Object.keys(PATTERNS)) expect(screenOf(`/${screen}/x`)).toBe(screen);
    expect(screenOf('/')).toBeNull();
    expect(screenOf('/toString')).toBeNull();
  });
});
