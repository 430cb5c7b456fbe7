import { defaultStringifySearch } from '@tanstack/react-router';
import type { SavedQuestionRequest } from '@/api';
import { compact } from '@/shared/search/address';

/** As it is sent; what is read back states all that is in it. */
export type Question = SavedQuestionRequest;

const AMOUNTS = ['amount_min', 'amount_max'] as const;

/** What is kept of an address of `/deals`: the question; how its answer is ordered and looked at is no part of it. */
export function questionOf(address: object): Question {
  const { view: _view, sort: _sort, ...rest } = address as Record<string, unknown>;
  for (const name of AMOUNTS) if (rest[name] !== undefined) rest[name] = String(rest[name]);
  return compact(rest) as Question;
}

/** The page that answers a kept question. */
export function hrefOf(question: Question): string {
  const address: Record<string, unknown> = { ...question };
  for (const name of AMOUNTS) if (address[name] !== undefined) address[name] = Number(address[name]);
  return `/deals${defaultStringifySearch(compact(address))}`;
}
