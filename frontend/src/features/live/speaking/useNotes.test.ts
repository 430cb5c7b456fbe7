import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { speakingNotesWrite } from '@/api';
import type { View } from './speaking';
import { useNotes } from './useNotes';

vi.mock('@/api', () => ({
  speakingNotesWrite: vi.fn(() => Promise.resolve({ data: { text: '' } })),
  speakingRetrieve: vi.fn(),
}));

const VIEW = { lines: [{ id: 'a', notes: [{ page: 1, text: '先讲结论' }] }] } as unknown as View;
const written = () => vi.mocked(speakingNotesWrite).mock.calls.map(([said]) => said);

describe("a speaker's notes", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    vi.useRealTimers();
    vi.clearAllMocks();
  });

  const typed = (...texts: string[]) => {
    const held = renderHook(() => useNotes('e', '', VIEW));
    for (const text of texts) act(() => held.result.current.type('a', 1, text));
    return held;
  };

  it('are sent once, a moment after the last letter', async () => {
    const { result } = typed('良', '良率');
    expect(written()).toEqual([]);
    await act(() => vi.advanceTimersByTimeAsync(1_000));
    expect(written()).toMatchObject([{ body: { page: 1, text: '良率', was: '先讲结论' } }]);
    expect(result.current.noteOf('a', 1)).toMatchObject({ was: '良率', standing: 'saved' });
  });

  it.each([
    ['the page is shut', () => void window.dispatchEvent(new Event('pagehide'))],
    ['another page is opened', null],
  ])('are sent at once when %s', async (_, leave) => {
    const { unmount } = typed('良率九成二');
    act(() => (leave ? leave() : unmount()));
    expect(written()).toMatchObject([{ body: { text: '良率九成二' }, keepalive: true }]);
    await act(() => vi.advanceTimersByTimeAsync(1_000));
    expect(written()).toHaveLength(1);
  });
});
