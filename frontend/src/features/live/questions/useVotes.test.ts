import { act, renderHook } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { CommandRefused } from '@/app/live/roomSocket';
import { loadEnglish } from '../../../test/messages';
import { useVotes } from './useVotes';

let answers: { resolve: () => void; reject: (error: Error) => void }[];
const sent: unknown[] = [];
const command = (type: string, payload: Record<string, unknown>) => {
  sent.push([type, payload]);
  return new Promise<void>((resolve, reject) => answers.push({ resolve, reject }));
};

beforeEach(async () => {
  await loadEnglish();
  answers = [];
  sent.length = 0;
  vi.useFakeTimers();
  return () => vi.useRealTimers();
});

const votes = (voted: Record<string, boolean>) =>
  renderHook(({ own }) => useVotes('e1', own, command), { initialProps: { own: voted } });

test('a tap counts at once, and once, whichever feed tells of it first', async () => {
  const { result, rerender } = votes({});
  act(() => result.current.toggle({ id: 'q', votes: 3 }));
  expect(sent).toEqual([['question.vote', { room: 'e1', question: 'q', wants: true }]]);
  expect([result.current.wants('q'), result.current.count({ id: 'q', votes: 3 })]).toEqual([true, 4]);
  // The public number first, then the own vote; the other way round it is the same.
  expect(result.current.count({ id: 'q', votes: 4 })).toBe(4);
  rerender({ own: { q: true } });
  expect(result.current.count({ id: 'q', votes: 3 })).toBe(4);
  expect(result.current.count({ id: 'q', votes: 4 })).toBe(4);
  await act(() => vi.advanceTimersByTimeAsync(3_000));
  expect(result.current.count({ id: 'q', votes: 9 })).toBe(9);
});

test('a refused tap goes back and says why', async () => {
  const { result } = votes({ q: true });
  act(() => result.current.toggle({ id: 'q', votes: 3 }));
  expect([result.current.wants('q'), result.current.count({ id: 'q', votes: 3 })]).toEqual([false, 2]);
  await act(async () => answers[0]?.reject(new CommandRefused('interactions.muted', 'You are muted.')));
  expect([result.current.wants('q'), result.current.count({ id: 'q', votes: 3 })]).toEqual([true, 3]);
  expect(result.current.refusal).toBe('You are muted.');
});
