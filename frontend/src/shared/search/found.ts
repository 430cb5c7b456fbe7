/** A list that grows page by page, as far as a page needs to know it. */
export interface Found<Answer> {
  data: { pages: Answer[] } | undefined;
  error: unknown;
  isError: boolean;
  isPending: boolean;
  /** What is shown is the answer to the question before. */
  isPlaceholderData: boolean;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  refetch: () => unknown;
  fetchNextPage: () => unknown;
}

/** All rows of the pages that are there. */
export function rowsOf<Row>(found: Found<{ results: Row[] }>): Row[] {
  return found.data?.pages.flatMap(({ results }) => results) ?? [];
}
