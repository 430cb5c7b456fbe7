import type { SimilarDeal } from '@/api';

type Shared = SimilarDeal['shared'][number];

/** Turns codes into words; the hook gives those of the page's language. */
export interface Words {
  sector: (code: string) => string;
  stage: (code: string) => string;
  place: (path: string) => string;
  list: (parts: string[]) => string;
  say: (key: string, values?: object) => string;
}

const MOST = 4;
/** Below these a part is no reason worth saying. */
const NEAR_AMOUNT = 0.7;
const NEAR_SPACE = 0.5;
const SAME_TOP = 0.6;

/** What two startups share, weightiest first, in a few words each. */
export function startupReasons(shared: readonly Shared[], words: Words): string[] {
  return spoken(shared, (part) => startupReason(part, words));
}

/** What two firms share. */
export function firmReasons(shared: readonly Shared[], words: Words): string[] {
  return spoken(shared, (part) => firmReason(part, words));
}

function spoken(shared: readonly Shared[], say: (part: Shared) => string | null): string[] {
  return shared.flatMap((part) => say(part) ?? []).slice(0, MOST);
}

function startupReason(part: Shared, words: Words): string | null {
  const { code, value, common, figures } = part;
  const { say } = words;
  const first = common[0] ?? '';
  switch (code as string) {
    case 'sector': {
      const key = value === 1 ? 'sector.same' : value >= SAME_TOP ? 'sector.top' : 'sector.near';
      return say(key, { name: words.sector(first) });
    }
    case 'stage':
      return figures.steps ? say('stage.apart', { count: figures.steps }) : say('stage.same');
    case 'amount':
      return value >= NEAR_AMOUNT ? say('amount') : null;
    case 'words':
      return common.length > 0 ? say('words', { names: words.list(common) }) : null;
    case 'space':
      return value >= NEAR_SPACE ? say('space.startup') : null;
    default:
      return place(part, words);
  }
}

function firmReason(part: Shared, words: Words): string | null {
  const { code, value, common, figures } = part;
  const { say, list } = words;
  switch (code as string) {
    case 'deals': {
      const names = common.length > 0 ? say('deals_names', { names: list(common) }) : '';
      return say('deals', { count: figures.deals ?? 0 }) + names;
    }
    case 'sector':
      return common.length > 0 ? say('sectors', { names: list(common.map(words.sector)) }) : null;
    case 'profile':
      return common.length > 0 ? say('stages', { names: list(common.map(words.stage)) }) : null;
    case 'space':
      return value >= NEAR_SPACE ? say('space.firm') : null;
    default:
      return place(part, words);
  }
}

/** Being in one country says nothing on one street. */
function place({ code, common }: Shared, { say, place: name }: Words): string | null {
  const path = common[0] ?? '';
  return code === 'place' && path.includes('/') ? say('place', { name: name(path) }) : null;
}
