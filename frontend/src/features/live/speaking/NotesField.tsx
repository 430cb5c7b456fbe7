import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import css from './speaking.module.css';
import type { Notes } from './useNotes';

interface NotesFieldProps {
  notes: Notes;
  line: string;
  page: number;
}

const LONGEST = 2000;

/** What the speaker wrote for themselves beside the page; large enough to be read from a lectern. */
export function NotesField({ notes, line, page }: NotesFieldProps) {
  const { t } = useTranslation('backstage');
  const { text, standing, theirs } = notes.noteOf(line, page);
  const field = useId();
  return (
    <section className={css.notes} aria-labelledby={`${field}-name`}>
      <div className={css.head}>
        <h2 id={`${field}-name`}>
          <label htmlFor={field}>{page > 0 ? t('notes.of_page', { page }) : t('notes.title')}</label>
        </h2>
        <p role="status" className={css.standing} data-standing={standing}>
          {text || standing !== 'saved' ? t(`notes.${standing}`) : ''}
        </p>
      </div>
      <textarea
        id={field}
        value={text}
        maxLength={LONGEST}
        rows={6}
        placeholder={t('notes.example')}
        onChange={({ target }) => notes.type(line, page, target.value)}
      />
      {standing === 'failed' ? (
        <button type="button" className={css.plain} onClick={() => notes.save(line, page)}>
          {t('notes.again')}
        </button>
      ) : null}
      {standing === 'changed' ? (
        <div role="alert" className={css.theirs}>
          <p>{t('notes.theirs', { text: theirs || t('notes.nothing') })}</p>
          <button type="button" className={css.plain} onClick={() => notes.takeTheirs(line, page)}>
            {t('notes.take_theirs')}
          </button>
          <button type="button" className={css.plain} onClick={() => notes.save(line, page)}>
            {t('notes.keep_mine')}
          </button>
        </div>
      ) : null}
    </section>
  );
}
