export interface FileRules {
  /** Endings with their dot, lower case. */
  endings: readonly string[];
  maxBytes: number;
}

/** What is wrong with a file before it is sent; the server judges by the content and has the last word. */
export function fileProblem(
  file: Pick<File, 'name' | 'size'>,
  { endings, maxBytes }: FileRules,
): 'wrong_type' | 'too_large' | null {
  const name = file.name.toLowerCase();
  if (!endings.some((ending) => name.endsWith(ending))) return 'wrong_type';
  return file.size > maxBytes ? 'too_large' : null;
}
