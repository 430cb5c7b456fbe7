import { useTranslation } from 'react-i18next';
import { useSectors } from '@/app/sectors';
import { AppLink } from '@/shared/AppLink';
import { Icon, type IconName } from '@/shared/icons';
import { PageHeader } from '@/shared/PageHeader';
import { paragraphs } from './docs';
import css from './info.module.css';

const SIDES = [
  { side: 'startups', icon: 'rocket', href: '/startup/pitch' },
  { side: 'investors', icon: 'coins', href: '/deals' },
  { side: 'operator', icon: 'shield', href: '/operator' },
] as const satisfies { side: string; icon: IconName; href: string }[];
const STEPS = ['s1', 's2', 's3', 's4', 's5'] as const;
const QUESTIONS = ['reasons', 'private', 'reduced', 'languages'] as const;

/** How the street works, for each side; what reduced mode means; the tree of sectors. */
export function HelpPage() {
  const { t } = useTranslation('info');
  return (
    <div className={`wrap ${css.page}`}>
      <PageHeader title={t('help.title')} subtitle={t('help.subtitle')} />
      <div className={css.sides}>
        {SIDES.map(({ side, icon, href }) => (
          <section key={side} className={css.panel} aria-labelledby={side}>
            <h2 id={side}>
              <Icon name={icon} />
              {t(`help.${side}.title`)}
            </h2>
            <ol className={css.steps}>
              {STEPS.map((step) => (
                <li key={step}>{t(`help.${side}.${step}`)}</li>
              ))}
            </ol>
            <p>
              <AppLink href={href}>{t(`help.${side}.go`)}</AppLink>
            </p>
          </section>
        ))}
      </div>
      <div className={css.questions}>
        {QUESTIONS.map((one) => (
          <section key={one} aria-labelledby={one}>
            <h2 id={one}>{t(`help.${one}.title`)}</h2>
            {paragraphs(t(`help.${one}.text`)).map((line) => (
              <p key={line}>{line}</p>
            ))}
          </section>
        ))}
      </div>
      <SectorTree />
    </div>
  );
}

function SectorTree() {
  const { t } = useTranslation('info');
  const { rows } = useSectors();
  const tops = rows.filter(({ parent }) => !parent);
  const leaves = (code: string) => rows.filter(({ parent }) => parent === code);
  const address = (code: string) => `/deals?sector=${encodeURIComponent(JSON.stringify([code]))}`;
  return (
    <section className={css.sectors} aria-labelledby="sectors">
      <h2 id="sectors">{t('help.sectors.title')}</h2>
      <p>{t('help.sectors.text')}</p>
      <div className={css.tree} style={{ minHeight: tops.length > 0 ? undefined : 400 }}>
        {tops.map(({ code, name }) => (
          <details key={code}>
            <summary>
              {name} <span className={css.quiet}>{leaves(code).length}</span>
            </summary>
            <ul>
              <li>
                <AppLink href={address(code)}>{t('help.sectors.all', { name })}</AppLink>
              </li>
              {leaves(code).map((leaf) => (
                <li key={leaf.code}>
                  <AppLink href={address(leaf.code)}>{leaf.name}</AppLink>
                </li>
              ))}
            </ul>
          </details>
        ))}
      </div>
    </section>
  );
}
