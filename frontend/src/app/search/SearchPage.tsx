import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { suggestOptions } from '@/api/@tanstack/react-query.gen';
import { useSectors } from '@/app/sectors';
import { AppLink } from '@/shared/AppLink';
import { Facets } from '@/shared/facets/Facets';
import type { Facet } from '@/shared/facets/facets';
import { PageHeader } from '@/shared/PageHeader';
import { cleared, type SearchAddress } from '@/shared/search/address';
import type { Found } from '@/shared/search/found';
import { ResultTools } from '@/shared/search/ResultTools';
import { SearchBox, type SuggestionLine } from '@/shared/search/SearchBox';
import { UnderstoodChips } from '@/shared/search/UnderstoodChips';
import type { Piece } from '@/shared/search/understood';
import { useDebounced } from '@/shared/useDebounced';
import { type ResultWords, SearchResults, type Shown } from './SearchResults';

export interface SearchAnswer<Row> {
  results: Row[];
  count: number;
  mode: string;
  understood: Piece[];
}

interface SearchPageProps<Row> {
  kind: 'deals' | 'investors';
  words: { title: string; subtitle: string; box: string; placeholder: string } & ResultWords;
  /** Beside the title. */
  actions?: ReactNode;
  search: SearchAddress;
  change: (changes: SearchAddress) => void;
  found: Found<SearchAnswer<Row>>;
  facets: Facet[];
  sorts: { value: string; label: string }[];
  sort: string;
  onSort: (sort: string) => void;
  shown: Shown<Row>;
}

function useSuggestions(kind: 'deals' | 'investors') {
  const [typed, setTyped] = useState('');
  const asked = useDebounced(typed.trim(), 180);
  const { data } = useQuery({
    ...suggestOptions({ query: { q: asked, kind } }),
    enabled: asked !== '',
    placeholderData: keepPreviousData,
  });
  return { suggestions: asked && data ? data : [], onTyping: setTyped };
}

const LEVELS = ['country', 'region', 'city', 'district'] as const;

/** A place by its path from the country down: one level is asked for, the others no longer. */
function placeChosen(path: string): SearchAddress {
  const depth = path.split('/').length - 1;
  return Object.fromEntries(LEVELS.map((level, at) => [level, at === depth ? [path] : undefined]));
}

/** Find anything: one box, filters with counts, everything in the address. Open to visitors. */
export function SearchPage<Row>(props: SearchPageProps<Row>) {
  const { kind, words, search, change, found, facets, shown } = props;
  const navigate = useNavigate();
  const { t } = useTranslation();
  const { nameOf } = useSectors();
  const typing = useSuggestions(kind);
  const first = found.data?.pages[0];
  const pick = (line: SuggestionLine) => {
    if (line.kind === 'company' || line.kind === 'investor')
      void navigate({ href: `/${kind}/${line.value}` });
    else if (line.kind === 'sector')
      change({ q: undefined, sector: [...new Set([...(search.sector ?? []), line.value])] });
    else if (line.kind === 'stage')
      change({ q: undefined, stage: [...new Set([...(search.stage ?? []), ...line.value.split('|')])] });
    else if (line.kind === 'place') change({ q: undefined, ...placeChosen(line.value) });
    else change({ q: line.text });
  };
  return (
    <div className="wrap">
      <PageHeader
        title={words.title}
        subtitle={words.subtitle}
        actions={
          <>
            <AppLink href="/coverage">{t('nav.coverage')}</AppLink>
            {props.actions}
          </>
        }
      />
      <SearchBox
        label={words.box}
        placeholder={words.placeholder}
        value={search.q ?? ''}
        {...typing}
        onSearch={(q) => change({ q })}
        onPick={pick}
      />
      <UnderstoodChips pieces={first?.understood ?? []} nameOf={nameOf} onChange={(q) => change({ q })} />
      <Facets facets={facets} count={first?.count} onClear={() => change(cleared(search))}>
        <ResultTools
          sorts={props.sorts}
          sort={props.sort}
          onSort={props.onSort}
          view={search.view ?? 'cards'}
          onView={(view) => change({ view: view === 'table' ? 'table' : undefined })}
        />
        <SearchResults words={words} found={found} search={search} change={change} shown={shown} />
      </Facets>
    </div>
  );
}
