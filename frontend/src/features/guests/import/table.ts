import type { GuestImportLine, GuestMappingRequest, GuestTableInputRequest } from '@/api';

export type Mapping = GuestMappingRequest;
export type Column = keyof Mapping;
export type Table = GuestTableInputRequest;

export const COLUMNS = [
  'name',
  'organization',
  'email',
  'phone',
  'ticket_type',
  'language',
] as const satisfies Column[];

/** A file as the body of a question holds it. */
export function readBase64(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(',', 2)[1] ?? '');
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

/** One of our columns read from another of theirs, or from none. */
export function remapped(mapping: Mapping, ours: Column, theirs: string | undefined): Mapping {
  const { [ours]: _before, ...others } = mapping;
  return theirs ? { ...others, [ours]: theirs } : others;
}

/** What would be written: what is new and was not left out. */
export function takenLines(lines: readonly GuestImportLine[], left: readonly number[]): number[] {
  return lines
    .filter(({ state, number }) => state === 'new' && !left.includes(number))
    .map(({ number }) => number);
}

/** How many lines stand in each way. */
export function countsOf(lines: readonly GuestImportLine[]): Record<GuestImportLine['state'], number> {
  const counts = { new: 0, known: 0, flawed: 0 };
  for (const { state } of lines) counts[state] += 1;
  return counts;
}
