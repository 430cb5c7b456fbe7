import type { RoomChatLine } from '@/api';

export type ChatLine = RoomChatLine;
export type ChatLines = Record<string, ChatLine>;
export type Channel = 'team' | 'judges';

/** As they were said, the newest last. */
export function inOrder(lines: ChatLines): ChatLine[] {
  return Object.values(lines).sort(
    (a, b) => Date.parse(a.said_at) - Date.parse(b.said_at) || (a.id < b.id ? -1 : 1),
  );
}

/** Lines of others that this page has not shown yet. */
export function unreadOf(lines: ChatLines, seen: ReadonlySet<string>, me: string): number {
  return Object.values(lines).filter(({ id, author }) => author !== me && !seen.has(id)).length;
}
