/** The parts of the two documents, in their order; their words stand in the messages. */
export const DOCS = {
  privacy: ['who', 'stored', 'uses', 'seen', 'not_personalized', 'rights', 'kept', 'browser'],
  terms: ['what', 'account', 'content', 'confidential', 'not_advice', 'reference', 'ends', 'demo'],
} as const;

export type Doc = keyof typeof DOCS;

export function isDoc(name: string): name is Doc {
  return Object.hasOwn(DOCS, name);
}

/** A message of several lines as its paragraphs. */
export function paragraphs(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}
