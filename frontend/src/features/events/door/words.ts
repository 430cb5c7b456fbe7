import type { CheckIn, CheckInListCount, DoorDesk as DoorDeskOutput } from '@/api';

export type DoorDesk = DoorDeskOutput;

export const listName = ({ name, name_en }: Pick<CheckInListCount, 'name' | 'name_en'>, language: string) =>
  language.startsWith('en') && name_en ? name_en : name;

/** What a reading came to, as a word of the desk: the way of who was let pass, otherwise why not. */
export const wordOf = ({ result, kind }: Pick<CheckIn, 'result' | 'kind'>) =>
  result === 'admitted' ? kind : result;
