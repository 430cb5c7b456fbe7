import type { RoomAnnouncement } from '@/api';

export type Announcement = RoomAnnouncement & { id: string };

export const newestFirst = (announcements: Record<string, RoomAnnouncement>): Announcement[] =>
  Object.entries(announcements)
    .map(([id, one]) => ({ ...one, id }))
    .sort((a, b) => Date.parse(b.said_at) - Date.parse(a.said_at));
