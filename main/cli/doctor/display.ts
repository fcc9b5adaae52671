import type { Check } from '#contract/app.ts';

/** True where a window can be shown. */
export function hasDisplay(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): boolean {
  if (platform === 'win32' || platform === 'darwin') return true;
  return Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']);
}

export function checkDisplay(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): Check {
  if (hasDisplay(env, platform)) {
    const found = env['WAYLAND_DISPLAY'] || env['DISPLAY'] || 'the desktop';
    return { name: 'Display', state: 'ok', found, remedy: null };
  }
  return {
    name: 'Display',
    state: 'warning',
    found: 'none (DISPLAY and WAYLAND_DISPLAY are not set)',
    remedy: 'Only "sluice open" needs one: start it in a desktop session. Every other command works without.',
  };
}
