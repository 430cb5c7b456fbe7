import { act, renderHook } from '@testing-library/react';
import { beforeAll, expect, test } from 'vitest';
import { CommandRefused } from '@/app/live/roomSocket';
import { loadEnglish } from '../../../test/messages';
import { useAnswers } from './useAnswers';

beforeAll(loadEnglish);

const MANY = { id: 'p', most: 2 };

function answering() {
  const sent: unknown[] = [];
  const settle: { resolve: () => void; reject: (error: Error) => void }[] = [];
  const command = (_: string, { chosen }: Record<string, unknown>) => {
    sent.push(chosen);
    return new Promise<void>((resolve, reject) => settle.push({ resolve, reject }));
  };
  const hook = renderHook(({ known }) => useAnswers('e', known, command), {
    initialProps: { known: {} as Record<string, { chosen: number[] }> },
  });
  return { ...hook, sent, settle };
}

test('taps count from one another before the room says so, and each names all that is chosen', () => {
  const { result, sent } = answering();
  act(() => result.current.tap(MANY, 2));
  act(() => result.current.tap(MANY, 0));
  act(() => result.current.tap(MANY, 1));
  expect(sent).toEqual([[2], [0, 2], [0, 2]]);
  expect(result.current.chosen('p')).toEqual([0, 2]);
  act(() => result.current.takeBack(MANY));
  expect(sent.at(-1)).toEqual([]);
});

test('a refused tap goes back to what the room knows, and says why', async () => {
  const { result, rerender, settle } = answering();
  rerender({ known: { p: { chosen: [1] } } });
  act(() => result.current.tap({ id: 'p', most: 1 }, 0));
  expect(result.current.chosen('p')).toEqual([0]);
  await act(async () => settle[0]?.reject(new CommandRefused('interactions.poll_closed', 'Closed.')));
  expect(result.current.chosen('p')).toEqual([1]);
  expect(result.current.refusal).toEqual({ poll: 'p', detail: 'Closed.' });
});

test('once nothing is on its way and the room says the same it alone is believed', async () => {
  const { result, rerender, settle } = answering();
  act(() => result.current.tap({ id: 'p', most: 1 }, 0));
  await act(async () => settle[0]?.resolve());
  rerender({ known: { p: { chosen: [0] } } });
  rerender({ known: { p: { chosen: [1] } } });
  expect(result.current.chosen('p')).toEqual([1]);
});

test('what the room says of an earlier tap does not come back while a later one is on its way', async () => {
  const { result, rerender, settle } = answering();
  rerender({ known: { p: { chosen: [0] } } });
  act(() => result.current.tap(MANY, 1));
  act(() => result.current.tap(MANY, 1));
  await act(async () => settle[0]?.resolve());
  rerender({ known: { p: { chosen: [0, 1] } } });
  expect(result.current.chosen('p')).toEqual([0]);
});
