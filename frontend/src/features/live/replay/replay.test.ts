import { describe, expect, it } from 'vitest';
import { room } from '../fake';
import { chapterAt, chaptersOf, isFilm, Player, type Replay, recordingStart } from './replay';

const start = { ...room({ item_id: null, page: 0, pages: 0, timer: null }) } as unknown as Replay['start'];
const log: Replay['log'] = [
  { ms: 1_000, payload: { item_id: 'a', page: 1, pages: 3 } },
  { ms: 5_000, payload: { page: 2, rows: { questions: { q: { id: 'q', text: '问', votes: 0 } } } } },
  { ms: 9_000, payload: { rows: { questions: { q: { votes: 4 } } } } },
  { ms: 12_000, payload: { item_id: 'b', page: 1 } },
  { ms: 20_000, payload: { item_id: 'a', page: 1 } },
];

describe('an evening watched again', () => {
  it('is at each moment what the room was, forward and backward', () => {
    const player = new Player({ start, log });
    const seen = (ms: number) => {
      const state = player.at(ms);
      return [state.item_id, state.page, state.questions.q?.votes ?? null];
    };
    expect(seen(0)).toEqual([null, 0, null]);
    expect(seen(10_000)).toEqual(['a', 2, 4]);
    expect(seen(5_000)).toEqual(['a', 2, 0]);
    expect(seen(999)).toEqual([null, 0, null]);
    expect(seen(60_000)).toEqual(['a', 1, 4]);
  });

  it('has a chapter for each line, from the first time it came on stage', () => {
    const chapters = chaptersOf({ start, log });
    expect(chapters.map(({ line, ms }) => [line.id, ms])).toEqual([
      ['a', 1_000],
      ['b', 12_000],
    ]);
    expect(chapterAt(chapters, 500)).toBeNull();
    expect(chapterAt(chapters, 12_000)?.line.id).toBe('b');
  });

  it('knows a film by its address and where it begins', () => {
    expect(isFilm('https://example.com/a.MP4?x=1')).toBe(true);
    expect(isFilm('https://example.com/watch/mp4')).toBe(false);
    const at = { began_at: '2026-03-05T14:00:00Z', recording_began_at: '2026-03-05T13:59:30Z' };
    expect(recordingStart(at as Replay)).toBe(-30_000);
    expect(recordingStart({ ...at, recording_began_at: null } as Replay)).toBe(0);
  });
});
