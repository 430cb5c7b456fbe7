import { act, fireEvent, render, screen } from '@testing-library/react';
import i18next from 'i18next';
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { CommandRefused, type Connection } from '@/app/live/roomSocket';
import type { Room } from '@/app/live/useRoom';
import words from '../../locales/en/live.json';
import { loadEnglish } from '../../test/messages';
import { Control } from './Control';
import { DeckPage } from './DeckPage';
import { room } from './fake';
import type { RoadshowState } from './room';
import type { EventDetail } from './useRoadshow';

const EVENT = {
  id: 'e1',
  title: 'Evening',
  title_en: '',
  starts_at: '2026-03-05T06:00:00Z',
  agenda: [],
  allowed_actions: ['run_stage'],
};
const OFFSET = 60_000;
const NOW = Date.parse('2026-03-05T06:00:00Z');

type Sent = [type: string, payload: Record<string, unknown>];
let sent: Sent[];
let answers: { resolve: () => void; reject: (error: Error) => void }[];

beforeAll(async () => {
  await loadEnglish();
  i18next.addResourceBundle('en', 'live', words);
});

beforeEach(() => {
  sent = [];
  answers = [];
  vi.useFakeTimers({
    now: NOW - OFFSET,
    toFake: ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'],
  });
  return () => vi.useRealTimers();
});

const command: Room<RoadshowState>['command'] = (type, payload) => {
  sent.push([type, payload]);
  return new Promise((resolve, reject) => answers.push({ resolve, reject }));
};

function shown(state: RoadshowState, connection: Connection = 'live') {
  const place = { epoch: 'e', seq: 1, state, asking: false };
  const fake: Room<RoadshowState> = {
    place,
    connection,
    refused: false,
    offset: OFFSET,
    command,
    present: null,
    socket: null,
  };
  return <Control event={EVENT as unknown as EventDetail} state={state} room={fake} />;
}

const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));
const answer = (index: number) => act(async () => answers[index]?.resolve());

test('quick taps count from one another, before any of them is answered', () => {
  render(shown(room({ page: 1, pages: 5 })));
  press('Next page');
  press('Next page');
  press('Next page');
  press('Page back');
  expect(sent.map(([, { page }]) => page)).toEqual([2, 3, 4, 3]);
  expect(sent[0]).toEqual(['stage.turn_page', { room: 'e1', item: 'b', page: 2 }]);
  expect(screen.getByText('Page 3 of 5')).toBeInTheDocument();
});

test('an answer that comes before its event takes no tap back, and the room has the last word', async () => {
  const { rerender } = render(shown(room({ page: 1, pages: 5 })));
  press('Next page');
  await answer(0);
  press('Next page');
  expect(sent.map(([, { page }]) => page)).toEqual([2, 3]);
  await answer(1);
  rerender(shown(room({ page: 3, pages: 5 })));
  // Somebody else turns back: nothing of ours stands before it.
  rerender(shown(room({ page: 1, pages: 5 })));
  expect(screen.getByText('Page 1 of 5')).toBeInTheDocument();
});

test('what the room never shows is given up', async () => {
  render(shown(room({ page: 1, pages: 5 })));
  press('Next page');
  await answer(0);
  act(() => vi.advanceTimersByTime(3_000));
  expect(screen.getByText('Page 1 of 5')).toBeInTheDocument();
});

test('the keys of a clicker turn pages, once for each press and not past the ends', () => {
  render(shown(room({ page: 2, pages: 3 })));
  for (const key of ['PageDown', 'ArrowRight', 'PageUp', 'ArrowLeft', 'ArrowUp', 'a'])
    fireEvent.keyDown(document.body, { key });
  fireEvent.keyDown(document.body, { key: 'PageDown', repeat: true });
  fireEvent.keyDown(document.body, { key: 'ArrowRight', altKey: true });
  expect(sent.map(([, { page }]) => page)).toEqual([3, 2, 1]);
});

test('lines go on, back, and by a jump; two steps are two lines', () => {
  render(shown(room({ item_id: 'a' })));
  press('Next line');
  press('Next line');
  press('Next line');
  press('Previous line');
  press('Show: Line a');
  press('Clear the stage');
  expect(sent).toEqual(['b', 'c', 'b', 'a', null].map((item) => ['stage.show_item', { room: 'e1', item }]));
});

test('the timer starts and stops by the time of the server', () => {
  const timer = { seconds: 480, ends_at: null, left_ms: 90_000 };
  const { rerender } = render(shown(room({ timer })));
  press('Start');
  press('+1 min');
  act(() => vi.advanceTimersByTime(30_000));
  press('Pause');
  press('Reset');
  const on = { room: 'e1', item: 'b' };
  expect(sent).toEqual([
    ['stage.start_timer', { ...on, ends_at: '2026-03-05T06:01:30.000Z' }],
    ['stage.start_timer', { ...on, ends_at: '2026-03-05T06:02:30.000Z' }],
    ['stage.stop_timer', { ...on, left_ms: 120_000 }],
    ['stage.stop_timer', { ...on, left_ms: 480_000 }],
  ]);
  rerender(shown(room({ item_id: null, timer: null })));
});

test('the last tap is undone: another line with its page and its clock, a page, the clock', () => {
  const timer = { seconds: 480, ends_at: '2026-03-05T06:05:00.000Z', left_ms: 480_000 };
  const { rerender } = render(shown(room({ item_id: 'b', page: 2, pages: 5, timer })));
  expect(screen.getByRole('button', { name: 'Undo' })).toBeDisabled();
  press('Next page');
  press('Undo');
  press('Next line');
  rerender(shown(room({ item_id: 'c', page: 1, pages: 0, timer: null })));
  press('Undo');
  const on = { room: 'e1', item: 'b' };
  expect(sent).toEqual([
    ['stage.turn_page', { ...on, page: 3 }],
    ['stage.turn_page', { ...on, page: 2 }],
    ['stage.show_item', { room: 'e1', item: 'c' }],
    ['stage.show_item', on],
    ['stage.turn_page', { ...on, page: 2 }],
    ['stage.start_timer', { ...on, ends_at: timer.ends_at }],
  ]);
  expect(screen.getByRole('button', { name: 'Undo' })).toBeDisabled();
});

test('what another hand did since is not undone', async () => {
  const { rerender } = render(shown(room({ page: 1, pages: 5 })));
  press('Next page');
  await answer(0);
  rerender(shown(room({ page: 2, pages: 5 })));
  rerender(shown(room({ page: 5, pages: 5 })));
  expect(screen.getByRole('button', { name: 'Undo' })).toBeDisabled();
});

test('a refusal is said in its own sentence, and what was asked for is taken back', async () => {
  render(shown(room({ page: 1, pages: 5 })));
  press('Next page');
  await act(async () => answers[0]?.reject(new CommandRefused('stage.moved', 'The stage has moved on.')));
  expect(screen.getByRole('alert')).toHaveTextContent('The stage has moved on.');
  expect(screen.getByText('Page 1 of 5')).toBeInTheDocument();
  press('Next page');
  expect(screen.getByRole('alert')).toBeEmptyDOMElement();
  await act(async () => answers[1]?.reject(new CommandRefused('live.no_answer', '')));
  expect(screen.getByRole('alert')).toHaveTextContent('did not answer');
});

test('without a connection nothing can be pressed', () => {
  render(shown(room({ page: 1, pages: 5 }), 'polling'));
  const buttons = screen.getAllByRole('button');
  expect(buttons.length).toBeGreaterThan(8);
  for (const button of buttons) expect(button).toBeDisabled();
  fireEvent.keyDown(document.body, { key: 'PageDown' });
  expect(sent).toEqual([]);
});

test('a page stays on the wall until the next one has arrived, and one that never comes is said', () => {
  const deck = (page: number) => <DeckPage event="e1" item="b" page={page} pages={3} />;
  const picture = (page: number) => document.querySelector(`img[src$="page=${page}"]`) as HTMLImageElement;
  const { rerender } = render(deck(1));
  expect(screen.queryByRole('img', { name: /^Page/ })).toBeNull();
  fireEvent.load(picture(1));
  rerender(deck(2));
  expect([picture(1).hasAttribute('data-waits'), picture(2).hasAttribute('data-waits')]).toEqual([
    false,
    true,
  ]);
  fireEvent.load(picture(2));
  expect(picture(1)).toBeNull();
  expect(screen.getByRole('img', { name: 'Page 2 of 3 of the deck' })).toBe(picture(2));
  rerender(deck(3));
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    fireEvent.error(picture(3));
    act(() => vi.advanceTimersByTime(5_000));
  }
  expect(screen.getByText('This page cannot be shown right now')).toBeInTheDocument();
});
