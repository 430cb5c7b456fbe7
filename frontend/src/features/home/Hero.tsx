import { useTranslation } from 'react-i18next';
import { AppLink } from '@/shared/AppLink';
import { ReasonList } from '@/shared/reasons/ReasonList';
import css from './hero.module.css';
import { Lake } from './Lake';

/** One made-up match, so that a newcomer sees what the street does before reading what it says. */
function Example() {
  const { t } = useTranslation('home');
  const part = (code: 'sector' | 'ticket' | 'recent' | 'place', contribution: number) => ({
    code,
    contribution,
    label: t(`example.reason_${code}`),
    evidence: t(`example.reason_${code}_text`),
  });
  return (
    <figure className={css.example}>
      <figcaption>{t('example.caption')}</figcaption>
      <div className={css.pair}>
        <span>{t('example.company')}</span>
        <svg aria-hidden="true" width="34" height="20" viewBox="0 0 34 20" fill="none" strokeWidth="2.4">
          <circle cx="11" cy="10" r="8.5" stroke="var(--primary)" />
          <circle cx="23" cy="10" r="8.5" stroke="var(--honey-bright)" />
        </svg>
        <span>{t('example.investor')}</span>
      </div>
      <ReasonList
        gates={[
          {
            code: 'stage',
            state: 'passed',
            label: t('example.gate_stage'),
            evidence: t('example.gate_stage_text'),
          },
          {
            code: 'ticket',
            state: 'passed',
            label: t('example.gate_ticket'),
            evidence: t('example.gate_ticket_text'),
          },
          { code: 'conflict', state: 'passed', label: t('example.gate_conflict') },
        ]}
        reasons={[part('sector', 41), part('ticket', 28), part('recent', 19), part('place', 12)]}
      />
    </figure>
  );
}

export function Hero() {
  const { t } = useTranslation('home');
  return (
    <section className={css.hero}>
      <Lake />
      <div className={`wrap ${css.heroGrid}`}>
        <div className={css.heroText}>
          <p className={css.eyebrow}>{t('hero.eyebrow')}</p>
          <h1>
            <span className={css.titleLine}>{t('hero.title_1')}</span>{' '}
            <span className={css.titleLine}>{t('hero.title_2')}</span>
          </h1>
          <p className={css.lead}>{t('hero.lead')}</p>
          <p className={css.calls}>
            <AppLink href="/deals" className={css.callPrimary}>
              {t('hero.find_deals')}
            </AppLink>
            <AppLink href="/investors" className={css.callSecond}>
              {t('hero.find_capital')}
            </AppLink>
          </p>
        </div>
        <Example />
      </div>
    </section>
  );
}
