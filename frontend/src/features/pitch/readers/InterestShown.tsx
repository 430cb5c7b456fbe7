import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { pitchInterestsListOptions } from '@/api/@tanstack/react-query.gen';
import { AppLink } from '@/shared/AppLink';
import { organizationName, titleOf } from '@/shared/names';
import { Loaded } from '@/shared/states/Loaded';
import { Time } from '@/shared/Time';
import css from '../pitch.module.css';

/** What investors let the company know during its pitches: the newest first, and on which page they did. */
export function InterestShown({ pitch }: { pitch: string }) {
  const { t, i18n } = useTranslation('interest');
  const query = useQuery(pitchInterestsListOptions({ path: { pitch_id: pitch }, query: { page_size: 100 } }));
  return (
    <section className={css.panel} aria-labelledby="interest">
      <h2 id="interest">{t('received.title')}</h2>
      <Loaded query={query} height={120}>
        {({ results }) =>
          results.length === 0 ? (
            <p className={css.quiet}>{t('received.empty')}</p>
          ) : (
            <ul className={css.shown}>
              {results.map((one) => (
                <li key={one.id}>
                  <strong>{t(`kind.${one.kind}`)}</strong>{' '}
                  <span>
                    {t('received.by', {
                      name: one.name,
                      firm: organizationName(one.firm, i18n.language),
                    })}
                  </span>
                  <p>
                    <AppLink href={`/events/${one.event_id}`}>
                      {titleOf({ title: one.event_title, title_en: one.event_title_en }, i18n.language)}
                    </AppLink>
                  </p>
                  <p className={css.quiet}>
                    {one.page > 0 ? `${t('received.page', { page: one.page })} · ` : ''}
                    <Time value={one.marked_at} />
                  </p>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  );
}
