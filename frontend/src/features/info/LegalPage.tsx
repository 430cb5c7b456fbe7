import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { getStatusOptions } from '@/api/@tanstack/react-query.gen';
import { PageHeader } from '@/shared/PageHeader';
import { DOCS, type Doc, paragraphs } from './docs';
import css from './info.module.css';

const route = getRouteApi('/legal/$doc');
// Keys are put together from the document and its part, which the test of docs.ts holds against the messages.
type Lookup = (key: string) => string;

/** One document in plain words: what the product stores and does, and what it asks for. */
export function LegalPage() {
  const { t } = useTranslation('info');
  const lookup = t as unknown as Lookup;
  const doc = route.useParams().doc as Doc;
  const { data: status } = useQuery(getStatusOptions());
  const other: Doc = doc === 'privacy' ? 'terms' : 'privacy';
  return (
    <div className={`wrap ${css.page} ${css.legal}`}>
      <PageHeader title={t(`${doc}.title`)} subtitle={t(`${doc}.subtitle`)} />
      {status?.demo ? (
        <p className={css.notice}>
          <strong>{t('demo.title')}</strong> {t('demo.text')}
        </p>
      ) : null}
      {DOCS[doc].map((part) => (
        <section key={part} aria-labelledby={part}>
          <h2 id={part}>{lookup(`${doc}.part.${part}.title`)}</h2>
          {paragraphs(lookup(`${doc}.part.${part}.text`)).map((line) => (
            <p key={line}>{line}</p>
          ))}
        </section>
      ))}
      <p>
        <Link to="/legal/$doc" params={{ doc: other }}>
          {t(`${other}.title`)}
        </Link>
      </p>
    </div>
  );
}
