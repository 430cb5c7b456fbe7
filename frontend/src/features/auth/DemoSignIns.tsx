import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ListDemoSignInsResponse } from '@/api';
import { getStatusOptions, listDemoSignInsOptions } from '@/api/@tanstack/react-query.gen';
import css from './auth.module.css';

export type DemoPerson = ListDemoSignInsResponse[number];

/** Who a visitor of the demo may be; empty everywhere else. The second code is one of the moment. */
export function useDemoPeople(): DemoPerson[] {
  const { data: status } = useQuery(getStatusOptions());
  const { data } = useQuery({
    ...listDemoSignInsOptions(),
    enabled: status?.demo === true,
    refetchInterval: 20_000,
  });
  return data ?? [];
}

interface DemoSignInsProps {
  people: DemoPerson[];
  onPick: (person: DemoPerson) => void;
}

export function DemoSignIns({ people, onPick }: DemoSignInsProps) {
  const { t } = useTranslation('auth');
  if (people.length === 0) return null;
  return (
    <section className={css.demo} aria-labelledby="demo-people">
      <h2 id="demo-people">{t('demo.title')}</h2>
      <p>{t('demo.text')}</p>
      <ul>
        {people.map((person) => (
          <li key={person.email}>
            <button type="button" onClick={() => onPick(person)}>
              <strong>{person.display_name}</strong>
              <span>{person.note}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
