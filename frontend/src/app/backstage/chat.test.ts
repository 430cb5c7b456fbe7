import { describe, expect, it } from 'vitest';
import { type ChatLine, inOrder, unreadOf } from './chat';

const line = (id: string, minute: number, author = 'other'): ChatLine => ({
  id,
  text: id,
  name: '',
  by: 'host',
  author,
  said_at: `2026-03-05T14:${String(minute).padStart(2, '0')}:00Z`,
});
const table = (...lines: ChatLine[]) => Object.fromEntries(lines.map((one) => [one.id, one]));

describe('the talk behind the stage', () => {
  it('stands as it was said, and of one moment by its id', () => {
    const lines = table(line('c', 2), line('b', 1), line('a', 1));
    expect(inOrder(lines).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });

  it('counts what others said and this page has not shown', () => {
    const lines = table(line('a', 1), line('b', 2, 'me'), line('c', 3));
    expect(unreadOf(lines, new Set(['a']), 'me')).toBe(1);
    expect(unreadOf(lines, new Set(['a', 'c']), 'me')).toBe(0);
    expect(unreadOf({}, new Set(), 'me')).toBe(0);
  });
});
