import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SluiceError } from '#core/errors.ts';
import { beginSave, guardUnsaved, saveDone, saveFailed, saveState } from '#renderer/client/save-state.ts';
import { installFakeBridge } from './fake-bridge.ts';

const FULL = new SluiceError('disk-full', 'The disk is full. Make room and try again.');

describe('save state', () => {
  it('says saving until every change is on disk', () => {
    expect(saveState()).toEqual({ state: 'on-disk', pending: 0, reason: null });
    const first = beginSave();
    const second = beginSave();
    expect(saveState()).toEqual({ state: 'saving', pending: 2, reason: null });
    saveDone(second);
    expect(saveState()).toEqual({ state: 'saving', pending: 1, reason: null });
    saveDone(first);
    expect(saveState()).toEqual({ state: 'on-disk', pending: 0, reason: null });
  });

  it('keeps saying why it cannot save until that very change is saved', () => {
    const failed = beginSave();
    saveFailed(failed, FULL);
    expect(saveState()).toEqual({ state: 'cannot-save', pending: 1, reason: FULL.message });
    const other = beginSave();
    expect(saveState()).toEqual({ state: 'cannot-save', pending: 2, reason: FULL.message });
    saveDone(other);
    expect(beginSave(failed)).toBe(failed);
    expect(saveState()).toEqual({ state: 'saving', pending: 1, reason: null });
    saveDone(failed);
    expect(saveState()).toEqual({ state: 'on-disk', pending: 0, reason: null });
  });
});

describe('guardUnsaved', () => {
  beforeEach(() => void installFakeBridge());
  afterEach(() => vi.unstubAllGlobals());

  function leave(): boolean {
    const event = new Event('beforeunload', { cancelable: true });
    return window.dispatchEvent(event);
  }

  it('holds the window open only while something is not on disk', () => {
    const stop = guardUnsaved();
    expect(leave()).toBe(true);
    const token = beginSave();
    expect(leave()).toBe(false);
    saveFailed(token, FULL);
    expect(leave()).toBe(false);
    saveDone(token);
    expect(leave()).toBe(true);
    const last = beginSave();
    stop();
    expect(leave()).toBe(true);
    saveDone(last);
  });
});
