import { compact, oneOf, whole, word } from '@/shared/search/address';

export interface InboxSearch {
  show?: 'unread';
  group?: string;
  page?: number;
}

export function validateInboxSearch(given: Record<string, unknown>): InboxSearch {
  const group = word(given.group);
  return compact({
    show: oneOf(given.show, ['unread'] as const),
    group: group !== undefined && group.length <= 40 ? group : undefined,
    page: whole(given.page, 2, 100),
  });
}
